"""A column of days: whether its month or its day comes first is decided for the column as a whole, by its own cells.

``13/08/2021`` can only have its day first, ``8/23/2021`` only its month. Where a column shows neither, or both, its
cells of that form are refused, unless the reader is told. A day is read as it is written: the hour and the zone
behind it are left off, nothing is moved from one zone to another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

from techplan.book.reading.parsed import NO_VALUE, Parsed, nothing, spreadsheet_error
from techplan.book.school_years import month_end

DateOrder = Literal["dmy", "mdy"]
"""Day first or month first."""

_TIME: Final = (
    r"(?:(?:[T ]+|,\s+|,? at )\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
    r"\s*(?:[AP]\.?M\.?)?\s*(?:Z|UTC|GMT|[A-Z]{3}|[+-]\d{2}:?\d{2})?)?"
)
_FLAGS: Final = re.IGNORECASE | re.ASCII
_ISO: Final = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", _FLAGS)
_PARTS: Final = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", _FLAGS)
_YEAR_MONTH: Final = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4})", _FLAGS)
_DIGITS: Final = re.compile(r"(\d+)(?:\.0+)?", _FLAGS)
_SERIAL: Final = re.compile(r"([2-5]\d{4}|60000)(?:\.\d+)?", _FLAGS)
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_MONTH_WORD: Final = r"([A-Z]{3,9})\.?"
_MONTH_DAY_YEAR: Final = re.compile(
    rf"{_WEEKDAY}{_MONTH_WORD}[ -](\d{{1,2}})(?:st|nd|rd|th)?,?[ -](\d{{4}}){_TIME}", _FLAGS
)
_DAY_MONTH_YEAR: Final = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[ -]?{_MONTH_WORD},?[ -]?(\d{{4}}|\d{{2}}){_TIME}", _FLAGS
)
_WORD_MONTH: Final = re.compile(rf"{_MONTH_WORD},?[ -](\d{{4}})", _FLAGS)
_ZERO_DAY: Final = re.compile(rf"0{{4}}-0{{2}}-0{{2}}{_TIME}|0?0/0?0/0{{2,4}}|1/0/1900|0", _FLAGS)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NO_DAYS: Final = frozenset(
    {date(1, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1970, 1, 1), date(9999, 12, 31)}
)
"""Days on which clocks and spreadsheets begin or end; in a file they mean that no day was entered."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_SHEET_ZERO: Final = date(1899, 12, 30)
_REMEDY: Final = "Write the day as year-month-day, as in 2026-08-15."
_ORDER_REMEDY: Final = "Say which comes first, the month (mdy) or the day (dmy), or write days as 2026-08-15."


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a column by its texts, and what was assumed of it.

    ``order`` is the order given or found; None where no cell depends on it or where it is not known.
    """

    by_text: dict[str, Parsed[date]]
    order: DateOrder | None
    assumed: tuple[str, ...]


def parse_days(texts: Iterable[str], order: DateOrder | None = None) -> Days:
    """The days of one column. ``order`` is what the reader was told; without it the column's own cells decide."""
    distinct = dict.fromkeys(text.strip() for text in texts)
    found = order or _order_of(distinct)
    parsed = {text: _read(text, found) for text in distinct}
    return Days(parsed, found if found != "both" else None, tuple(_assumptions(parsed, found, given=order is not None)))


def _order_of(texts: Iterable[str]) -> DateOrder | Literal["both"] | None:
    day_first = month_first = False
    for text in texts:
        parts = _three_parts(text)
        if parts and not _year_may_lead(text):
            day_first |= parts[0] > 12 >= parts[1]
            month_first |= parts[1] > 12 >= parts[0]
    if day_first and month_first:
        return "both"
    return "dmy" if day_first else "mdy" if month_first else None


def _year_may_lead(text: str) -> bool:
    """Whether ``21-08-04`` may be a day of 2021 as well as one of 2004."""
    found = _PARTS.fullmatch(text)
    return bool(found and found[2] != "/" and len(found[4]) == 2 and int(found[1]) > 12)


def _three_parts(text: str) -> tuple[int, int, int] | None:
    """First, second and year of ``8/4/2021``, ``08-04-21`` and ``08042021``."""
    found = _PARTS.fullmatch(text)
    if found:
        return int(found[1]), int(found[3]), _full_year(found[4])
    if len(text) == 8 and text.isascii() and text.isdigit() and _FIRST_YEAR <= int(text[4:]) <= _LAST_YEAR:
        year_first = _day(int(text[:4]), int(text[4:6]), int(text[6:])).value
        return None if year_first else (int(text[:2]), int(text[2:4]), int(text[4:]))
    return None


def _full_year(digits: str) -> int:
    """Two digits are 1969 to 2068, as in POSIX."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 69 else 1900)


def _read(text: str, order: DateOrder | Literal["both"] | None) -> Parsed[date]:
    if not text:
        return Parsed()
    if text.casefold() in NO_VALUE or _ZERO_DAY.fullmatch(text):
        return nothing(text)
    broken: Parsed[date] | None = spreadsheet_error(text)
    if broken is not None:
        return broken
    if order != "dmy" and _year_may_lead(text):
        return Parsed(fault="The first or the last part may be the year.", remedy=_ORDER_REMEDY)
    parts = _three_parts(text)
    read = _in_order(parts, order) if parts else _iso(text) or _in_words(text) or _as_number(text)
    if read is None:
        return Parsed(fault="This is not a day.", remedy=_REMEDY)
    return nothing(text) if read.value in _NO_DAYS else read


def _in_order(parts: tuple[int, int, int], order: DateOrder | Literal["both"] | None) -> Parsed[date]:
    first, second, year = parts
    if first == second or (first > 12 and second > 12):
        return _day(year, first, second)
    if order == "both":
        return Parsed(fault="Some cells of this column have the day first, others the month.", remedy=_ORDER_REMEDY)
    if order is None:
        return Parsed(fault="Nothing in this column shows whether day or month comes first.", remedy=_ORDER_REMEDY)
    return _day(year, second, first) if order == "dmy" else _day(year, first, second)


def _day(year: int, month: int, day: int) -> Parsed[date]:
    try:
        return Parsed(date(year, month, day))
    except ValueError:
        return Parsed(fault="There is no such day.", remedy=_REMEDY)


def _iso(text: str) -> Parsed[date] | None:
    found = _ISO.fullmatch(text)
    if found:
        return _day(int(found[1]), int(found[3]), int(found[4]))
    found = _YEAR_MONTH.fullmatch(text)
    if found:
        return _month(int(found[1] or found[4]), int(found[2] or found[3]))
    return None


def _month(year: int, month: int) -> Parsed[date]:
    first = _day(year, month, 1)
    if first.value is None:
        return first
    return Parsed(month_end(first.value), note="a month without a day was read as its last day")


def _in_words(text: str) -> Parsed[date] | None:
    found = _MONTH_DAY_YEAR.fullmatch(text)
    if found and (month := _month_number(found[1])):
        return _day(int(found[3]), month, int(found[2]))
    found = _DAY_MONTH_YEAR.fullmatch(text)
    if found and (month := _month_number(found[2])):
        return _day(_full_year(found[3]), month, int(found[1]))
    found = _WORD_MONTH.fullmatch(text)
    if found and (month := _month_number(found[1])):
        return _month(int(found[2]), month)
    return None


def _month_number(word: str) -> int | None:
    lower = word.casefold()
    if lower in _LONG_MONTHS:
        return _LONG_MONTHS.index(lower) + 1
    if lower == "sept":
        return 9
    return _MONTHS.index(lower) + 1 if lower in _MONTHS else None


def _as_number(text: str) -> Parsed[date] | None:
    """``20210804``, a spreadsheet's days since 1899-12-30 (20000 to 60000), or a clock's seconds since 1970."""
    serial = _SERIAL.fullmatch(text)
    if serial:
        return Parsed(
            _SHEET_ZERO + timedelta(days=int(serial[1])), note="numbers such as 44412 were read as a spreadsheet's days"
        )
    digits = _DIGITS.fullmatch(text)
    if not digits:
        return None
    number = digits[1]
    if len(number) == 8:
        return _day(int(number[:4]), int(number[4:6]), int(number[6:]))
    if len(number) in (10, 13):
        seconds = int(number) // (1000 if len(number) == 13 else 1)
        return Parsed(
            datetime.fromtimestamp(seconds, UTC).date(), note="clock seconds since 1970 were read as days in UTC"
        )
    return None


def _assumptions(
    parsed: dict[str, Parsed[date]], order: DateOrder | Literal["both"] | None, *, given: bool
) -> list[str]:
    told = {"dmy": "day before month", "mdy": "month before day"}
    in_parts = [text for text in parsed if _three_parts(text)]
    said = []
    if in_parts and order in told:
        witness = next((text for text in in_parts if _is_witness(text)), in_parts[0])
        said.append(f"{told[order]}, {'as told' if given else f'as {witness} shows'}")
    said += sorted({read.note for read in parsed.values() if read.note and read.value is not None})
    if any((found := _PARTS.fullmatch(text)) and len(found[4]) == 2 for text in in_parts):
        said.append("years of two digits as 1969 to 2068")
    return said


def _is_witness(text: str) -> bool:
    parts = _three_parts(text)
    return parts is not None and max(parts[:2]) > 12
