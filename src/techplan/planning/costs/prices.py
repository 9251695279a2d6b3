"""Prices of classes of things, in the prices of the year that pays.

A class's price holds in its price year; later it grows by the class's own escalation, else the district's. The factor
is exact and the price of one item is rounded to the cent before it is multiplied, as on an invoice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from techplan.book.book import Book
from techplan.book.money import dollars, escalated
from techplan.book.school_years import label
from techplan.planning.assumptions import Assumption
from techplan.planning.settings import Settings


@dataclass(frozen=True, slots=True)
class ClassPrice:
    """What one item costs (``cents``; None where not known) in one fiscal year, and its yearly growth."""

    cents: int | None
    fy: int
    growth: Decimal
    year_assumed: bool

    def in_year(self, fy: int) -> int | None:
        """The price of one item in that fiscal year, in whole cents."""
        return None if self.cents is None else escalated(self.cents, self.growth, fy - self.fy)

    def in_words(self, fy: int) -> str:
        """Where that year's price comes from."""
        return price_in_words(self.cents or 0, self.fy, self.growth, fy - self.fy)


@dataclass(frozen=True, slots=True)
class PriceList:
    """The price of every class of the Book."""

    by_class: Mapping[str, ClassPrice]

    def unit_price(self, asset_class: str, fy: int) -> int | None:
        """The price of one item in a fiscal year, in whole cents; None where the class or its price is not known."""
        price = self.by_class.get(asset_class)
        return None if price is None else price.in_year(fy)

    def assumptions(self, used: Iterable[str]) -> list[Assumption]:
        """What was assumed of the prices of these classes."""
        return [
            Assumption(
                assumption="price year not entered",
                about=f"class {code}",
                value=label(self.by_class[code].fy),
                why="The price is taken to hold in the first fiscal year of the plan.",
            )
            for code in sorted(set(used))
            if code in self.by_class and self.by_class[code].cents is not None and self.by_class[code].year_assumed
        ]


def price_list(book: Book, settings: Settings) -> PriceList:
    """The Book's prices; one without a year is taken to hold in the plan's first fiscal year."""
    columns = book.asset_classes.select("code", "unit_price_cents", "price_fy", "escalation")
    return PriceList(
        {
            code: ClassPrice(
                cents=cents,
                fy=settings.first_fy if fy is None else fy,
                growth=settings.escalation if growth is None else growth,
                year_assumed=fy is None,
            )
            for code, cents, fy, growth in columns.iter_rows()
        }
    )


def price_in_words(cents: int, fy: int, growth: Decimal, years: int) -> str:
    """``330.00 in FY2027, 3% a year for 2 years``."""
    base = f"{dollars(cents)} in {label(fy)}"
    if years == 0 or growth == 0:
        return base
    span = f"{abs(years)} year{'' if abs(years) == 1 else 's'}"
    return f"{base}, {percent(growth)} a year for {span}{'' if years > 0 else ' back'}"


def percent(rate: Decimal) -> str:
    """``3%``, ``2.5%``: a fraction as people say it."""
    text = f"{rate * 100:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"
