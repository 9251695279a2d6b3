"""Grades and school years as other systems write them, in the Book's words."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from techplan.book.school_years import fiscal_year_of
from techplan.book.tables.district import GRADES

_WORDS: Final = {
    "pk": "PK", "pre kindergarten": "PK", "prekindergarten": "PK", "pre k": "PK", "prek": "PK", "pr": "PK",
    "preschool": "PK", "kg": "KG", "k": "KG", "kindergarten": "KG", "tk": "KG", "transitional kindergarten": "KG",
    "ug": "UG", "ungraded": "UG", "ae": "AE", "adult education": "AE",
}  # fmt: skip
_NUMBERED: Final = re.compile(r"(?:grade )?0?(\d{1,2})(?:st|nd|rd|th)?(?: grade)?")


def grade_of(text: str) -> str | None:
    """The grade, or None where it is none of ours: ``09``, ``Grade 9``, ``9th Grade``; ``TK`` counts as kindergarten.

    Preschool counts as PK and transitional kindergarten as KG, as the Common Core of Data counts them.
    """
    word = re.sub(r"[\s_-]+", " ", text.casefold()).strip()
    if word in _WORDS:
        return _WORDS[word]
    found = _NUMBERED.fullmatch(word)
    return found[1] if found and found[1] in GRADES else None


def grades_from_to(low: str, high: str) -> tuple[str, ...]:
    """Every grade from the lowest to the highest; empty where either is unknown or they are the wrong way round."""
    first, last = grade_of(low), grade_of(high)
    if first is None or last is None:
        return ()
    return GRADES[GRADES.index(first) : GRADES.index(last) + 1]


def in_order(grades: set[str]) -> str:
    """Grades as the Book writes a list of them."""
    return ";".join(grade for grade in GRADES if grade in grades)


_SCHOOL_YEAR: Final = re.compile(r"(?:SY\s*)?(\d{4})\s*[-–/]\s*(\d{4}|\d{2})", re.IGNORECASE)
COUNT_DAY: Final = (10, 1)
"""Membership is counted on or near the first of October (nces.ed.gov/ccd)."""


def fiscal_year_of_school_year(text: str, start_month: int) -> int | None:
    """The fiscal year in which ``2024-25`` or ``2024-2025`` is counted; None where the two years do not follow."""
    found = _SCHOOL_YEAR.fullmatch(text.strip())
    if found is None or (int(found[1]) + 1) % 10 ** len(found[2]) != int(found[2]):
        return None
    return fiscal_year_of(date(int(found[1]), *COUNT_DAY), start_month)
