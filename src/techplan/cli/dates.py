"""Days as the command line reads and writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import typer

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def in_words(day: date) -> str:
    """``15 January 2027``, whatever the computer's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_or_today(day: date | None) -> date:
    """The day given, or today: the only place where Techplan reads the clock for a date."""
    return day if day is not None else date.today()


def day_given(text: str) -> date:
    """A day of the command line, as ``2027-01-15``. Raises BadParameter where it is none."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day. Write it as year-month-day, as 2027-01-15.") from None
