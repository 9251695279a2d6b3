"""The yearly cash flow of one way to meet a need, in whole cents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from techplan.book.money import escalated, half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to meet a need; ``Alternatives`` says what each amount means. Lives are years, growth a yearly rate."""

    code: str
    title: str
    kind: str
    quantity: int
    years: int
    growth: Decimal
    unit_price: int = 0
    starts_after: int = 0
    life: Fraction | None = None
    payment: int = 0
    payments: int | None = None
    yearly: int = 0
    extra_yearly: int = 0
    one_time: int = 0
    labour: Fraction = Fraction(0)
    salvage: int = 0

    def with_price(self, factor: Fraction) -> Way:
        """The same with dearer or cheaper things: price and payment."""
        return replace(self, unit_price=half_up(self.unit_price * factor), payment=half_up(self.payment * factor))

    def with_running_cost(self, factor: Fraction) -> Way:
        """The same with other running costs and labour."""
        return replace(
            self,
            yearly=half_up(self.yearly * factor),
            extra_yearly=half_up(self.extra_yearly * factor),
            labour=self.labour * factor,
        )

    def with_life(self, years: int) -> Way:
        """The same with things that last longer or less long; a life is at least one year."""
        return self if self.life is None else replace(self, life=max(self.life + years, Fraction(1)))

    def flow(self) -> list[int]:
        """Cents paid in each year, less what is brought back; what still has life at the end brings its share."""
        amounts = [Fraction(0)] * self.years
        for year in range(self.years):
            running = (self.yearly if year >= self.starts_after else self.extra_yearly) + self.labour
            amounts[year] += running * self.quantity
        amounts[0] += self.one_time
        for number, bought in enumerate(self._purchases()):
            amounts[bought] += self.unit_price * self.quantity
            if number:
                amounts[bought] -= self.salvage * self.quantity
        last = self.years if self.payments is None else min(self.starts_after + self.payments, self.years)
        for year in range(self.starts_after, last):
            amounts[year] += self.payment * self.quantity
        grown = [half_up(Fraction(escalated(half_up(cents), self.growth, year))) for year, cents in enumerate(amounts)]
        grown[-1] -= self._left()
        return grown

    def _purchases(self) -> list[int]:
        """The years in which things are bought: at the start, and again at the end of each life."""
        if not self.unit_price:
            return []
        years, at = [], Fraction(self.starts_after)
        while at < self.years:
            years.append(int(at))
            if self.life is None:
                break
            at += self.life
        return years

    def _left(self) -> int:
        """What the last things bought are still worth at the end: salvage, and price for the part of life not used."""
        bought = self._purchases()
        if not bought:
            return 0
        price = escalated(self.unit_price, self.growth, bought[-1])
        used = Fraction(self.years - bought[-1])
        unused = Fraction(0) if self.life is None else max(self.life - used, Fraction(0)) / self.life
        gone = self.life is not None and used >= self.life
        salvage = self.salvage if gone or self.life is None else 0
        return half_up((unused * price + salvage) * self.quantity)


def way_of(row: dict[str, Any], quantity: int, years: int, growth: Decimal) -> Way:
    """A row of ``alternatives`` as a way."""
    hours, hour = row["hours_per_year"] or Decimal(0), row["hour_cents"] or 0
    leased = row["way"] == "lease"
    return Way(
        code=row["alternative"],
        title=row["title"],
        kind=row["way"],
        quantity=quantity,
        years=years,
        growth=growth if row["escalation"] is None else row["escalation"],
        unit_price=row["unit_price_cents"] or 0,
        starts_after=row["starts_after_years"] or 0,
        life=Fraction(row["life_months"], 12) if row["life_months"] else None,
        payment=row["payment_cents"] or 0,
        payments=row["payments"],
        yearly=row["yearly_cents"] or 0,
        extra_yearly=row["extra_yearly_cents"] or 0,
        one_time=row["one_time_cents"] or 0,
        labour=Fraction(hours) * hour,
        salvage=0 if leased else row["salvage_cents"] or 0,
    )
