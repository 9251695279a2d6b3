"""Identifiers that a spreadsheet has damaged: flagged, never restored, because what is lost cannot be known.

``5.02E+18`` was a number of nineteen digits; ``Jan-23`` may have been the serial JAN23, ``5-Mar`` the grades 3-5. But
``219E01BE`` is a serial, and ``12E4`` may well be a tag: neither is touched.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Damage = Literal["shortened", "made a date", "doubtful"]
"""``shortened``: digits are lost. ``made a date``: looks like a day or month. ``doubtful``: may be genuine."""

_SHORTENED: Final = re.compile(r"[+-]?(?:\d[.,]\d+E[+-]?\d{1,3}|\d{1,3}E\+\d{1,3})", re.IGNORECASE | re.ASCII)
_DOUBTFUL: Final = re.compile(r"\d+E\d+", re.IGNORECASE | re.ASCII)
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DATE_LIKE: Final = re.compile(rf"\d{{1,2}}-{_MONTH}(?:-\d{{2,4}})?|{_MONTH}-\d{{1,4}}", re.IGNORECASE | re.ASCII)

MEANING: Final[dict[Damage, str]] = {
    "shortened": "A spreadsheet has shortened this number; its digits are lost.",
    "made a date": "This looks like a day or month that a spreadsheet made of something else.",
    "doubtful": "This may be a number that a program has rewritten, or it may be right.",
}
"""What each kind of damage means, in words."""

REMEDY: Final = "Look it up at the source, and export with this column as text."


def damage_of(text: str) -> Damage | None:
    """What a spreadsheet seems to have done to an identifier, or None."""
    if _SHORTENED.fullmatch(text):
        return "shortened"
    if _DATE_LIKE.fullmatch(text):
        return "made a date"
    return "doubtful" if _DOUBTFUL.fullmatch(text) else None
