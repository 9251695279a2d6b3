"""Days as the command line reads and writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def in_words(day: date) -> str:
    """``15 January 2027``, whatever the computer's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_or_today(moment: datetime | None) -> date:
    """The day given, or today: the only place where Techplan reads the clock for a date."""
    return moment.date() if moment is not None else date.today()


def day_or_none(moment: datetime | None) -> date | None:
    """The day given, if any."""
    return moment.date() if moment is not None else None
