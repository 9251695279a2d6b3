"""Money, counts, years and days in words, written one way throughout."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from techplan.book.money import half_up, whole_dollars

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def day(value: date) -> str:
    """``15 January 2027``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def amount(cents: int) -> str:
    """``$1,235`` or ``−$1,235``: half-up to the dollar."""
    return signed(whole_dollars(cents))


def dollars(whole: int) -> str:
    """``$1,235`` or ``−$1,235`` from whole dollars."""
    return signed(whole_number(whole))


def signed(figure: str) -> str:
    """The dollar sign after the minus."""
    return f"−${figure[1:]}" if figure.startswith("−") else f"${figure}"


def whole_number(value: int) -> str:
    """``−1,235`` with a true minus sign."""
    return f"{'−' if value < 0 else ''}{abs(value):,}"


def about(cents: int) -> str:
    """``$3.1 million``, ``$412,000`` or ``$940``: for titles and sentences whose exact figure stands nearby."""
    sign, whole = ("−" if cents < 0 else ""), half_up(Fraction(abs(cents), 100))
    if whole >= 999_500:
        tenths = half_up(Fraction(whole, 100_000))
        shown = f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}"
        return f"{sign}${shown} million"
    if whole >= 10_000:
        return f"{sign}${half_up(Fraction(whole, 1000)) * 1000:,}"
    return f"{sign}${whole:,}"


def count(number: int, thing: str, things: str | None = None) -> str:
    """``1 item``, ``412 items``; the plural adds an s where none is given."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def percent(share: Decimal) -> str:
    """``4.8%`` of a share of one: half-up to a tenth; too little for that is ``under 0.1%`` or ``above −0.1%``."""
    tenths = half_up(Fraction(share) * 1000)
    if not tenths and share:
        return "under 0.1%" if share > 0 else "above −0.1%"
    return f"{'−' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}%"


def in_words(number: int) -> str:
    """``ten``; digits from thirteen on."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def listed(items: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def first_upper(text: str) -> str:
    """The text with its first letter in upper case and the rest as it was."""
    return text[:1].upper() + text[1:]


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut at a word where one ends near, with an ellipsis where something was cut."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most * 2 // 3 else cut).rstrip(" ,;.–-") + "…"
