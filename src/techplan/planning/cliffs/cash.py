"""Cash by quarter: bills are paid when they are obligated; E-rate (BEAR) and federal grants give the money back later.

The claim on E-rate is the counted discount of a line, for the part of the line that is paid. A federal grant reimburses
what it pays less its part of that claim, so no dollar comes back twice. The district carries both in the meantime.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import half_up, share_out
from techplan.book.school_years import add_months, first_day, last_day
from techplan.planning.assumptions import Assumption
from techplan.planning.cliffs.results import CashQuarters
from techplan.planning.funding.pots import OWN_MONEY
from techplan.planning.settings import Settings
from techplan.rules.load import Rules
from techplan.rules.values import RuleValue

DELAY: Final = "planning.default.grant_reimbursement_months"
FEDERAL: Final = "federal grant"
MONTHS: Final = 3
"""Months in a quarter."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Money that comes back: from E-rate or a grant, paid out on one day and given back on another."""

    erate: bool
    cents: int
    paid_on: date
    back_on: date


@dataclass(slots=True)
class Line:
    """What is paid of one line, when, and by which fund and award."""

    pay_on: date
    paid: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def cents(self) -> int:
        """All that is paid."""
        return sum(self.paid.values())


def cash_quarters(
    book: Book,
    lines: pl.DataFrame,
    allocations: pl.DataFrame,
    erate_lines: pl.DataFrame,
    settings: Settings,
    rules: Rules,
    known: date | None = None,
) -> tuple[pl.DataFrame, list[Assumption]]:
    """The ``cash_quarters`` table, four rows for each fiscal year of the plan, and what it assumes.

    ``erate_lines`` has line, request, invoicing, discount_cents, counted and returns_on; where it says
    ``returns_cents``, what is still to come back, that is used.
    """
    delay = rules.at(DELAY, on=settings.on, known=known)
    paid = _paid(lines, allocations, settings)
    federal = set(book.funds.filter(pl.col("kind") == FEDERAL)["fund"].to_list())
    amounts = dict(lines.select("line", "amount_cents").iter_rows())
    returns = _returns(erate_lines)
    claims = [
        claim
        for line in sorted(paid)
        for claim in _claims(paid[line], amounts[line], returns.get(line, []), federal, delay)
    ]
    rows = _rows(paid, claims, settings, delay)
    frame = pl.DataFrame(rows, schema=CashQuarters.polars_schema(), orient="row")
    return frame, _assumptions(claims, delay, settings) if paid else []


def _paid(lines: pl.DataFrame, allocations: pl.DataFrame, settings: Settings) -> dict[str, Line]:
    """What is paid of each line, on its day, which is held inside the fiscal year that pays."""
    days: dict[str, date] = dict(lines.select("line", "pay_on").iter_rows())
    found: dict[str, Line] = {}
    for line, fund, award, fy, cents in allocations.select("line", "fund", "award", "fy", "amount_cents").iter_rows():
        start, end = first_day(fy, settings.start_month), last_day(fy, settings.start_month)
        one = found.setdefault(line, Line(min(max(days[line], start), end)))
        one.paid[fund, award] = cents
    return found


def _returns(erate_lines: pl.DataFrame) -> dict[str, list[tuple[int, date | None]]]:
    """By line, what counted requests give back and when; a request that pays the vendor gives nothing back."""
    column = "returns_cents" if "returns_cents" in erate_lines.columns else "discount_cents"
    bear = pl.col("invoicing").is_null() | (pl.col("invoicing") != "SPI")
    counted = erate_lines.filter(pl.col("counted") & bear & (pl.col(column) > 0)).sort("line", "request")
    found: dict[str, list[tuple[int, date | None]]] = defaultdict(list)
    for line, cents, day in counted.select("line", column, "returns_on").iter_rows():
        found[line].append((cents, day))
    return found


def _claims(
    line: Line, amount: int, returns: list[tuple[int, date | None]], federal: set[str], delay: RuleValue
) -> Iterator[Claim]:
    """What comes back of one line; together never more than is paid of it."""
    left = line.cents
    for cents, day in returns:
        claim = min(left, half_up(Fraction(cents * line.cents, amount)) if amount else 0)
        left -= claim
        if claim:
            yield Claim(erate=True, cents=claim, paid_on=line.pay_on, back_on=max(day or date.max, line.pay_on))
    keys = sorted(key for key, cents in line.paid.items() if cents)
    net = share_out(left, [line.paid[key] for key in keys], [" ".join(key) for key in keys]) if keys else []
    back_on = add_months(line.pay_on, int(str(delay.value)))
    for (fund, award), cents in zip(keys, net, strict=True):
        if fund in federal and award != OWN_MONEY and cents:
            yield Claim(erate=False, cents=cents, paid_on=line.pay_on, back_on=back_on)


def quarter_of(day: date, settings: Settings) -> int:
    """Quarters since the plan began: 0 for its first, below 0 before it."""
    months = (day.year - settings.begins.year) * 12 + day.month - settings.begins.month
    return months // MONTHS


def _rows(
    paid: Mapping[str, Line], claims: list[Claim], settings: Settings, delay: RuleValue
) -> Iterator[dict[str, Any]]:
    out: dict[int, int] = defaultdict(int)
    for line in paid.values():
        out[quarter_of(line.pay_on, settings)] += line.cents
    claimed: dict[tuple[bool, int], int] = defaultdict(int)
    back: dict[tuple[bool, int], int] = defaultdict(int)
    for claim in claims:
        claimed[claim.erate, quarter_of(claim.paid_on, settings)] += claim.cents
        back[claim.erate, quarter_of(claim.back_on, settings)] += claim.cents
    still = {True: 0, False: 0}
    rows = []
    for number in range(4 * settings.horizon):
        for erate in still:
            still[erate] += claimed[erate, number] - back[erate, number]
        rows.append(
            _row(number, out[number], claimed[True, number] + claimed[False, number],
                 (back[True, number], back[False, number]), (still[True], still[False]), settings, delay)
        )  # fmt: skip
    most = max((row["outstanding_cents"] for row in rows), default=0)
    first = next((i for i, row in enumerate(rows) if most and row["outstanding_cents"] == most), None)
    return ({**row, "peak": i == first} for i, row in enumerate(rows))


def _row(
    number: int,
    paid: int,
    claimed: int,
    back: tuple[int, int],
    still: tuple[int, int],
    settings: Settings,
    delay: RuleValue,
) -> dict[str, Any]:
    """One quarter; ``back`` and ``still`` are of E-rate and of grants."""
    start = add_months(settings.begins, number * MONTHS)
    says = "Paid on the day of obligation. E-rate comes back on the day stated for it, grants "
    return {
        "fy": settings.first_fy + number // 4,
        "quarter": number % 4 + 1,
        "from_on": start,
        "to_on": add_months(start, MONTHS) - timedelta(days=1),
        "paid_cents": paid,
        "claimed_cents": claimed,
        "erate_cents": back[0],
        "grant_cents": back[1],
        "net_cents": sum(back) - paid,
        "erate_open_cents": still[0],
        "grant_open_cents": still[1],
        "outstanding_cents": sum(still),
        "confirmed": delay.confirmed,
        "why": f"{says}{_months(delay)} later ({delay.citation}). What was still to come before the plan is not known.",
    }


def _months(delay: RuleValue) -> str:
    return "1 month" if delay.value == 1 else f"{delay.value} months"


def _assumptions(claims: list[Claim], delay: RuleValue, settings: Settings) -> list[Assumption]:
    """What the quarters rest on."""
    grants = [claim for claim in claims if not claim.erate]
    undated = sum(claim.back_on == date.max for claim in claims)
    late = sum(settings.ends < claim.back_on < date.max for claim in claims)
    notes = (
        (
            True,
            "bills are paid on the day of obligation",
            "as obligated",
            "The Book does not say when bills come.",
            None,
        ),
        (
            bool(grants),
            "federal grants reimburse after spending",
            f"{_months(delay)} later",
            f"{delay.note} ({delay.citation})",
            len(grants),
        ),
        (
            bool(undated),
            "E-rate money without a day of return",
            "still to come at the end of the plan",
            "No day is stated for it.",
            undated,
        ),
        (bool(late), "money that comes back after the plan", "still to come at its end", "The plan ends first.", late),
    )  # fmt: skip
    return [
        Assumption(assumption=what, about="cash by quarter", value=value, why=why, rows=rows)
        for holds, what, value, why, rows in notes
        if holds
    ]
