"""Where a table's titles are: the row that knows the most titles, or the first row as full as the table is wide.

Some reports part their titles over two lines (Munis: ``ORIGINAL`` above ``APPROP``); the two are put together where
that makes titles known, or tells two alike apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from techplan.book.reading.delimiter import known_titles, usual_width
from techplan.book.reading.titles import normal_title

SEARCHED: Final = 100
"""The titles are looked for among so many records."""

_FULL: Final = 0.6
_DATA: Final = re.compile(
    r"[$(]?-?\d[\d,]*\.\d+\)?|[$]\s?[\d,]+|-?\d{5,}|\d{1,3}(?:,\d{3})+"
    r"|\d{1,4}[/-]\d{1,2}[/-]\d{1,4}(?:[ T].*)?|\S+@\S+\.\S+"
)
"""What a title does not look like: money, a long number, a date, an address."""


@dataclass(frozen=True, slots=True)
class Header:
    """The titles, the records they stand in (first and last index), and whether they look like data."""

    cells: tuple[str, ...]
    first: int
    last: int
    doubtful: bool


def find_header(rows: Sequence[Sequence[str]], known: Collection[str]) -> Header:
    """The header among rows of trimmed cells; ``known`` are normal titles. Needs at least one row that is not blank."""
    start = _best_known(rows, known)
    if start is None:
        start = _first_full(rows)
        start += _is_upper_line(rows, start)
    single = Header(tuple(rows[start]), start, start, _is_data(rows[start]) and not known_titles(rows[start], known))
    return max(
        [single, *_two_lines(rows, start)],
        key=lambda header: (known_titles(header.cells, known), *_worth(header, single)),
    )


def looks_like_data(cell: str) -> bool:
    """Whether a cell is money, a long number, a date or an address, which no title is."""
    return _DATA.fullmatch(cell) is not None


def _best_known(rows: Sequence[Sequence[str]], known: Collection[str]) -> int | None:
    if not known:
        return None
    best, best_at = 0, None
    for at, row in enumerate(rows[:SEARCHED]):
        found, filled = known_titles(row, known), sum(map(bool, row))
        if found > best and (found == filled or (found > 1 and found * 3 >= filled)):
            best, best_at = found, at
    return best_at


def _first_full(rows: Sequence[Sequence[str]]) -> int:
    width = usual_width([len(row) for row in rows])
    usual = [row for row in rows[: 10 * SEARCHED] if len(row) == width]
    used = sum(1 for column in zip(*usual, strict=True) if any(column))
    likely = [
        at for at, row in enumerate(rows[:SEARCHED]) if (filled := sum(map(bool, row))) and filled >= min(2, used)
        and filled >= _FULL * used
    ]  # fmt: skip
    exact = [at for at in likely if len(rows[at]) == width or len(_trimmed(rows[at])) in (used, width)]
    if not likely:
        return max(range(min(len(rows), SEARCHED)), key=lambda at: (sum(map(bool, rows[at])), -at))
    if not exact:
        return likely[0]
    if any(cell.isdecimal() or looks_like_data(cell) for cell in rows[exact[0]]):
        # Every row has a cell more than its header: better refuse the rows than take one of them for titles.
        return next((at for at in reversed(likely) if at < exact[0] and not _has_digit(rows[at])), exact[0])
    return exact[0]


def _has_digit(row: Sequence[str]) -> bool:
    return any(char.isdigit() for cell in row for char in cell)


def _is_upper_line(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether this is the upper of two lines of titles: its first cell is blank, and the next row is fuller words."""
    if at + 1 >= len(rows) or rows[at][0] or not rows[at + 1][0] or not _may_join(rows[at], rows[at + 1]):
        return False
    return not any(cell[:1].isdigit() or looks_like_data(cell) for cell in rows[at + 1])


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def _is_data(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    return 3 * sum(map(looks_like_data, filled)) >= max(1, len(filled))


def _two_lines(rows: Sequence[Sequence[str]], start: int) -> list[Header]:
    found = []
    if start > 0 and _may_join(rows[start - 1], rows[start]):
        found.append(Header(_joined(rows[start - 1], rows[start]), start - 1, start, doubtful=False))
    if start + 1 < len(rows) and _may_join(rows[start + 1], rows[start]) and not rows[start + 1][0]:
        found.append(Header(_joined(rows[start], rows[start + 1]), start, start + 1, doubtful=False))
    return found


def _may_join(other: Sequence[str], titles: Sequence[str]) -> bool:
    filled = [cell for cell in other if cell]
    return (
        len(other) == len(titles)
        and 2 <= len(filled) < len([cell for cell in titles if cell])
        and not any(looks_like_data(cell) or cell.endswith(":") for cell in filled)
    )


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        above + below if above.endswith("/") else " ".join(part for part in (above, below) if part)
        for above, below in zip(upper, lower, strict=True)
    )


def _worth(header: Header, single: Header) -> tuple[int, int]:
    """Between equally known headers: titles of two lines only where an upper line tells alike titles apart."""
    if header is single:
        return 0, 0
    gained = _distinct(header.cells) - _distinct(single.cells)
    return (gained, 1) if gained > 0 and header.last == single.first else (-1, 0)


def _distinct(cells: Sequence[str]) -> int:
    return len({normal_title(cell) for cell in cells if cell})
