"""Which sign parts the fields: decided by which one makes rows of equal width and known titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from math import log2
from typing import Final

from techplan.book.reading.records import split_records
from techplan.book.reading.titles import normal_title

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE: Final = 200_000
_SEP_LINE: Final = re.compile(r'"?sep=(?P<sign>[^\n])"?[ ]*(?:\n|\Z)', re.IGNORECASE)
_TYPE_LINE: Final = re.compile(r'"?#TYPE [^\n]*(?:\n|\Z)')


def hint_lines(text: str) -> tuple[str | None, list[str], int]:
    """What the first lines say of the file itself: Excel's ``sep=;`` and PowerShell's ``#TYPE``.

    Gives the delimiter they name, the lines, and how many characters of the text they take.
    """
    sign: str | None = None
    lines: list[str] = []
    at = 0
    while True:
        separator, typed = _SEP_LINE.match(text, at), _TYPE_LINE.match(text, at)
        found = separator or typed
        if found is None or len(lines) == 2:
            return sign, lines, at
        if separator:
            sign = separator["sign"]
        lines.append(found.group().strip())
        at = found.end()


def choose_delimiter(text: str, known: Collection[str]) -> str:
    """The likeliest delimiter of a text; a comma where none parts anything. ``known`` are normal titles.

    More known titles in one row win; then the sign under which the most rows share one width, wide rows counting for
    more. So a semicolon file full of decimal commas stays a semicolon file.
    """
    sample = text
    if len(text) > _SAMPLE:
        sample = text[: text.rfind("\n", 0, _SAMPLE) + 1] or text[:_SAMPLE]
    signs = [sign for sign in DELIMITERS if sign in sample]
    if len(signs) < 2:
        return signs[0] if signs else ","
    return max(signs, key=lambda sign: _evidence(sample, sign, known))


def _evidence(sample: str, sign: str, known: Collection[str]) -> tuple[int, float]:
    cells = [record.cells for record in split_records(sample, sign)]
    matches = max((known_titles(row, known) for row in cells[:60]), default=0) if known else 0
    widths = Counter(len(row) for row in cells)
    return (matches if matches > 1 else 0), max(number * log2(width) for width, number in widths.items())


def known_titles(cells: Sequence[str], known: Collection[str]) -> int:
    """How many different known titles a row holds."""
    return len({title for cell in cells if cell and (title := normal_title(cell)) in known})


def usual_width(widths: Sequence[int]) -> int:
    """The width that most rows share, wide rows counting for more; with no two alike, the first of several cells."""
    counted = Counter(width for width in widths if width > 1)
    shared = {width: number for width, number in counted.items() if number > 1}
    if shared:
        return max(shared, key=lambda width: (shared[width] * log2(width), width))
    return next(iter(counted), 1)
