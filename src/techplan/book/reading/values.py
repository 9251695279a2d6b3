"""One cell to one value: money, whole numbers, decimal numbers, fiscal years, yes and no.

Each parser gives a ``Parsed``; none raises for what a cell may hold. Figures are read exactly, never through binary
floats. American figures are read; a comma as decimal mark is refused with its remedy, since nobody can tell whether
``1,234`` means a thousand or one.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple, TypeVar

from techplan.book.columns import RATE_PRECISION, RATE_SCALE
from techplan.book.reading.parsed import NO_VALUE, Parsed, nothing, spreadsheet_error

T = TypeVar("T")

_PLAIN: Final = re.compile(r"(?P<whole>\d+|\d{1,3}(?:,\d{3})+)?(?:\.(?P<part>\d*))?", re.ASCII)
_DECIMAL_COMMA: Final = re.compile(r"\d{1,3}(?:[. ]\d{3})*,\d{1,2}|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}", re.ASCII)
_SHORTENED: Final = re.compile(r"\d+(?:\.\d*)?E[+-]?\d+", re.IGNORECASE | re.ASCII)
_CURRENCY: Final = re.compile(r"US\s?\$|USD|\$", re.IGNORECASE)
_OTHER_CURRENCY: Final = re.compile(r"[€£¥]|\b(?:EUR|GBP|CAD|C\$|MXN|AUD)(?![A-Z])", re.IGNORECASE)
_CREDIT_MARK: Final = re.compile(r"(?P<body>.+?)\s*(?P<mark>CR|DR)\.?", re.IGNORECASE | re.DOTALL)
_FISCAL_YEAR: Final = re.compile(
    r"(?:(?:FY|SY|school year|fiscal year)\s*)?(?P<first>\d{4})(?:\s*[-–/]\s*(?P<last>\d{4}|\d{2}))?"
    r"|FY\s*'?(?P<short>\d{2})",
    re.IGNORECASE | re.ASCII,
)
_YES: Final = frozenset({"yes", "y", "true", "t", "1", "on", "x", "✓", "✔"})
_NO: Final = frozenset({"no", "n", "false", "f", "0", "off"})
_MOST_CENTS: Final = 10**17
_MOST_DIGITS: Final = 18

_MONEY_REMEDY: Final = "Write it with a point before the cents and without other signs, as in 1234.50."
_NUMBER_REMEDY: Final = "Write the number in digits, as in 1234.5."
_YEAR_REMEDY: Final = "Write the year in which it ends, as in 2027."


class _Figure(NamedTuple):
    """A written figure: its sign, its digits before the point without commas, and those after it."""

    sign: int
    whole: str
    part: str
    commas: bool


def parse_money(text: str) -> Parsed[int]:
    """An amount in dollars as whole cents.

    Reads ``$1,234.50``, ``(1,234.50)``, ``1,234.50-``, ``-$5``, ``USD 5``, ``5.00 CR`` (a credit, negative) and
    ``5.00DR``. ``$ -`` is how a spreadsheet's accounting format shows zero; a lone ``-`` is read as not known. Both
    are noted. Parts of a cent are rounded half-up and noted; ``1.234`` alone is refused, since its point may part
    thousands.
    """
    text = text.strip()
    early: Parsed[int] | None = _early(text)
    if early is not None:
        return early
    if _OTHER_CURRENCY.search(text):
        return Parsed(fault="The amount is not in US dollars.", remedy="Give it in US dollars.")
    bare, named = _CURRENCY.subn("", text, count=1)
    if named and bare.strip() in ("-", "–"):
        return Parsed(0, note=f"'{text}' was read as zero, as accounting formats show it")
    figure = _figure(bare)
    if isinstance(figure, str):
        return Parsed(fault=figure, remedy=_MONEY_REMEDY)
    return _cents(figure)


def parse_number(text: str, *, rate: bool = False) -> Parsed[Decimal]:
    """An exact number of at most six decimals. With ``rate``, ``50%`` is 0.5; elsewhere a percent sign is a fault."""
    text = text.strip()
    early: Parsed[Decimal] | None = _early(text)
    if early is not None:
        return early
    percent = rate and text.endswith("%")
    figure = _figure(text[:-1] if percent else text)
    if isinstance(figure, str):
        what = "This column does not hold percent." if text.endswith("%") and not percent else figure
        return Parsed(fault=what, remedy=_NUMBER_REMEDY)
    if len(figure.whole.lstrip("0")) > RATE_PRECISION - RATE_SCALE:
        return Parsed(fault="The number is too large.", remedy=_NUMBER_REMEDY)
    exact = figure.sign * Decimal(f"{figure.whole}.{figure.part[:100] or '0'}")
    exact = exact.scaleb(-2) if percent else exact
    kept = exact.quantize(Decimal(1).scaleb(-RATE_SCALE), ROUND_HALF_UP)
    return Parsed(kept, note=None if kept == exact else "numbers of more than six decimals were rounded to six")


def parse_whole(text: str) -> Parsed[int]:
    """A whole number: ``1,234``, ``12.0`` (as spreadsheets write it), ``(3)``. Parts of one are a fault."""
    text = text.strip()
    early: Parsed[int] | None = _early(text)
    if early is not None:
        return early
    figure = _figure(text)
    if isinstance(figure, str) or len(figure.whole) > _MOST_DIGITS:
        return Parsed(fault="This is not a whole number.", remedy="Write it in digits, as in 25.")
    if figure.part.strip("0"):
        return Parsed(fault="This number is not whole.", remedy="Write it without decimals.")
    return Parsed(figure.sign * int(figure.whole))


def parse_fiscal_year(text: str) -> Parsed[int]:
    """A fiscal year by the year in which it ends: ``2027``, ``FY27``, ``FY2027``, ``2026-27``, ``2026–2027``."""
    text = text.strip()
    early: Parsed[int] | None = _early(text)
    if early is not None:
        return early
    found = _FISCAL_YEAR.fullmatch(text.removesuffix(".0"))
    if not found:
        return Parsed(fault="This is not a fiscal year.", remedy=_YEAR_REMEDY)
    if found["short"]:
        return Parsed(2000 + int(found["short"]))
    first = int(found["first"])
    if not found["last"]:
        return Parsed(first)
    if (first + 1) % 10 ** len(found["last"]) != int(found["last"]):
        return Parsed(fault="These two years do not follow each other.", remedy=_YEAR_REMEDY)
    return Parsed(first + 1)


def parse_yes_no(text: str) -> Parsed[bool]:
    """Yes or no, in the words that systems write: yes, y, true, t, 1, on, x; no, n, false, f, 0, off."""
    text = text.strip()
    early: Parsed[bool] | None = _early(text)
    if early is not None:
        return early
    word = text.casefold()
    if word in _YES or word in _NO:
        return Parsed(word in _YES)
    return Parsed(fault="This is neither yes nor no.", remedy="Write yes or no.")


def _early(text: str) -> Parsed[T] | None:
    """What needs no further reading: a blank cell, a word for nothing, a spreadsheet's error."""
    if not text:
        return Parsed()
    if text.casefold() in NO_VALUE:
        return nothing(text)
    return spreadsheet_error(text)


def _figure(text: str) -> _Figure | str:
    """The figure, or what is wrong with it."""
    sign, digits = _signed(text)
    if sign == 0:
        return "The figure has more than one sign."
    if _DECIMAL_COMMA.fullmatch(digits):
        return "The figure seems to have a comma as its decimal mark."
    if _SHORTENED.fullmatch(digits):
        return "A spreadsheet has shortened the figure."
    found = _PLAIN.fullmatch(digits)
    if not found or not (found["whole"] or found["part"]):
        return "This is not a figure."
    whole = found["whole"] or "0"
    return _Figure(sign, whole.replace(",", ""), found["part"] or "", "," in whole)


def _signed(text: str) -> tuple[int, str]:
    """Sign and digits; the sign is 0 where there is more than one mark of it."""
    body, marks, sign = text.strip(), 0, 1
    credit = _CREDIT_MARK.fullmatch(body)
    if credit:
        body, marks = credit["body"].strip(), 1
        sign = -1 if credit["mark"].upper() == "CR" else 1
    if body.startswith("(") and body.endswith(")"):
        body, sign, marks = body[1:-1].strip(), -1, marks + 1
    if body[:1] in ("-", "−", "–"):
        body, sign, marks = body[1:].strip(), -1, marks + 1
    elif body[:1] == "+":
        body, marks = body[1:].strip(), marks + 1
    if body[-1:] in ("-", "−"):
        body, sign, marks = body[:-1].strip(), -1, marks + 1
    return (0 if marks > 1 else sign), body


def _cents(figure: _Figure) -> Parsed[int]:
    whole, part = figure.whole, figure.part
    if len(part) == 3 and not figure.commas and len(whole) <= 3 and not whole.startswith("0"):
        return Parsed(fault="The point may part thousands or cents.", remedy=_MONEY_REMEDY)
    if len(whole) > _MOST_DIGITS:
        return Parsed(fault="The amount is too large.", remedy=_MONEY_REMEDY)
    exact = Decimal(f"{whole}.{part[:100] or '0'}") * 100
    cents = int(exact.to_integral_value(ROUND_HALF_UP))
    if cents > _MOST_CENTS:
        return Parsed(fault="The amount is too large.", remedy=_MONEY_REMEDY)
    return Parsed(figure.sign * cents, note=None if cents == exact else "parts of a cent were rounded to the cent")
