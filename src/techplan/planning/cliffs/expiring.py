"""Money with a last day: how long it is open, what would lapse, and which lines may still use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.book.school_years import add_months
from techplan.planning.cliffs.ending import Ending, Source
from techplan.planning.cliffs.results import Expiring
from techplan.planning.funding.pots import OWN_MONEY
from techplan.planning.settings import Settings

SHOWN: Final = 3
"""Lines named as the first that may use it."""

ASKING: Final = ("ask", "needs certificate")
FEDERAL: Final = "federal grant"


@dataclass(frozen=True, slots=True)
class _Years:
    """One money through the plan, in cents."""

    left: int
    planned: int
    lapsed: int

    @property
    def kept(self) -> int:
        """What is left at the plan's end."""
        return self.left - self.planned - self.lapsed


@dataclass(frozen=True, slots=True)
class _Could:
    """Lines that may use more of one money in time: (title, cents), the most urgent first."""

    lines: tuple[tuple[str, int], ...] = ()
    unfunded: int = 0
    asking: int = 0

    @property
    def cents(self) -> int:
        """What the money does not yet pay of them."""
        return sum(cents for _, cents in self.lines)


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another; 0 where the second is less than a month later, or earlier."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    return max(0, whole - (add_months(first, whole) > last))


def expiring(
    book: Book,
    lines: pl.DataFrame,
    allocations: pl.DataFrame,
    unfunded: pl.DataFrame,
    fund_years: pl.DataFrame,
    eligibility: pl.DataFrame,
    endings: Mapping[Source, Ending],
    settings: Settings,
) -> pl.DataFrame:
    """The ``expiring`` table: money whose last day is in the Book, is not past and has something left.

    ``eligibility`` has line, fund, award and answer; only ``yes`` allows.
    """
    awards = set(book.awards["award"].to_list())
    titles = {award: title for award, title in book.awards.select("award", "title").iter_rows() if title}
    through = _through(fund_years)
    rows: list[dict[str, Any]] = []
    for key, money in sorted(endings.items()):
        known = money.stated and money.ends_on >= settings.on and (money.award in awards or money.award == OWN_MONEY)
        years = through.get(key) or _outside(money, settings)
        if known and years.left > 0:
            could = _could(money, lines, allocations, unfunded, eligibility, settings.on)
            rows.append(_row(money, titles.get(money.award, money.name), years, could, settings))
    return pl.DataFrame(rows, schema=Expiring.polars_schema(), orient="row").sort(Expiring.primary_key())


def _through(fund_years: pl.DataFrame) -> dict[Source, _Years]:
    """Each money through the plan. Indirect cost is spent too; what E-rate gives back comes to it."""
    comes = [name for name in ("revenue_cents", "returned_cents") if name in fund_years.columns]
    goes = [name for name in ("spent_cents", "indirect_cents") if name in fund_years.columns]
    found = fund_years.sort("fy").group_by("fund", "award").agg(
        left=pl.col("opening_cents").first() + pl.sum_horizontal(comes).sum(),
        planned=pl.sum_horizontal(goes).sum(),
        lapsed=pl.col("lapsed_cents").sum(),
    )  # fmt: skip
    return {(fund, award): _Years(left, planned, lapsed) for fund, award, left, planned, lapsed in found.iter_rows()}


def _outside(money: Ending, settings: Settings) -> _Years:
    """Money that is open in no year of the plan: it closes before the plan begins, or opens after."""
    return _Years(money.starts_with, 0, money.starts_with if money.ends_on < settings.begins else 0)


def _could(
    money: Ending,
    lines: pl.DataFrame,
    allocations: pl.DataFrame,
    unfunded: pl.DataFrame,
    eligibility: pl.DataFrame,
    on: date,
) -> _Could:
    """The lines from the day of planning to its last day that the rules let it pay and that it does not pay wholly."""
    mine = (pl.col("fund") == money.fund) & (pl.col("award") == money.award)
    asked = eligibility.filter(mine).select("line", "answer")
    paid = allocations.filter(mine).select("line", paid="amount_cents")
    opens_on = on if money.opens_on is None else max(on, money.opens_on)
    in_window = pl.col("pay_on").is_between(opens_on, money.ends_on)
    open_lines = (
        lines.filter(in_window)
        .join(asked, on="line")
        .join(paid, on="line", how="left")
        .join(unfunded.select("line", short="amount_cents"), on="line", how="left")
        .with_columns(more=pl.col("amount_cents") - pl.col("paid").fill_null(0), short=pl.col("short").fill_null(0))
        .filter(pl.col("more") > 0)
        .sort("tier", pl.col("short") == 0, "pay_on", "line")
    )
    allowed = open_lines.filter(pl.col("answer") == "yes")
    return _Could(
        lines=tuple(allowed.select("title", "more").iter_rows()),
        unfunded=int(allowed["short"].sum()),
        asking=open_lines.filter(pl.col("answer").is_in(ASKING)).height,
    )


def _row(money: Ending, title: str, years: _Years, could: _Could, settings: Settings) -> dict[str, Any]:
    first = "; ".join(f"{what} {dollars(cents)}" for what, cents in could.lines[:SHOWN])
    more = len(could.lines) - SHOWN
    return {
        "fund": money.fund,
        "award": money.award,
        "title": title,
        "last_on": money.ends_on,
        "months_left": months_between(settings.on, money.ends_on),
        "left_cents": years.left,
        "planned_cents": years.planned,
        "lapsed_cents": years.lapsed,
        "kept_cents": years.kept,
        "could_lines": len(could.lines),
        "could_cents": could.cents,
        "could_unfunded_cents": could.unfunded,
        "ask_lines": could.asking,
        "first_lines": f"{first}{f'; and {more} more' if more > 0 else ''}" if first else None,
        "what_to_do": _what_to_do(money, years, could, settings),
    }


def _what_to_do(money: Ending, years: _Years, could: _Could, settings: Settings) -> str:
    until = money.ends_on.isoformat()
    if not years.lapsed:
        return f"Nothing is about to lapse. Order by {until} what the plan pays from it."
    if money.ends_on < settings.begins:
        return f"It closes before the plan begins: obligate {dollars(years.lapsed)} by {until}, or it lapses."
    asking = f" {_lines(could.asking)} may use it if your treasurer agrees." if could.asking else ""
    if not could.lines:
        return f"No line of the plan may use it by {until}.{asking} Ask the grantor for more time or another use."
    caution = " Ask your treasurer first: it must add to other money, not take its place." if _supplants(
        money, years, could
    ) else ""  # fmt: skip
    use = min(years.lapsed, could.cents)
    rest = years.lapsed - use
    over = f" For the other {dollars(rest)} ask the grantor for more time or another use." if rest else ""
    said = f"Use {dollars(use)} for {_lines(len(could.lines))} that may be paid from it, and order by {until}."
    return f"{said}{caution}{over}{asking}"


def _supplants(money: Ending, years: _Years, could: _Could) -> bool:
    """Whether a federal grant would take over what other money pays today."""
    return money.fund_kind == FEDERAL and could.unfunded < min(years.lapsed, could.cents)


def _lines(number: int) -> str:
    return "1 line" if number == 1 else f"{number:,} lines"
