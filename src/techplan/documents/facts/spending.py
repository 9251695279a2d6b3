"""All spending of a plan in whole dollars that tie across the packet's tables: kinds, categories, years, funds, tiers.

The amounts are one flow each, from the whole plan through kind, category and year to the fund that pays or the tier
that nobody pays, and on through each fund's balance; see ``techplan.documents.whole_dollars``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.book.tables.things import TCO_CATEGORIES
from techplan.documents.whole_dollars import Flow, tied
from techplan.planning.results import KINDS

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

TIERS: Final = {
    1: "required by law or contract",
    2: "keeps what runs running",
    3: "improves",
    4: "would be good to have",
}
"""What a tier means, in the words of the asset classes' reference."""

_PRIORITY: Final = (
    "all", "year", "unfunded", "funded", "unfunded year", "funded year", "kind", "kind year", "kind backlog", "fund",
    "tier", "category", "closing all", "lapsed all", "opening all", "revenue all",
)  # fmt: skip
"""Which figures are rounded to their nearest dollar first: those that people quote."""


@dataclass(frozen=True, slots=True)
class Spending:
    """Figures by name, such as ``("year", 2028)``; ``cents`` exact, ``dollars`` as printed. An unknown name is zero.

    Names: all, funded, unfunded · year fy · kind k · category k c · entry k c fy · kind year k fy · kind backlog k fy ·
    funded year fy · unfunded year fy · fund f · paid f fy · tier t · unpaid t fy · opening, revenue, lapsed, closing f
    (and ``… all``).
    """

    cents: dict[tuple[Any, ...], int]
    dollars: dict[tuple[Any, ...], int]
    kinds: tuple[str, ...]
    categories: dict[str, tuple[str, ...]]
    funds: tuple[str, ...]
    tiers: tuple[int, ...]

    def exact(self, *name: Any) -> int:
        """Cents of a figure."""
        return self.cents.get(name, 0)

    def shown(self, *name: Any) -> int:
        """Whole dollars of a figure."""
        return self.dollars.get(name, 0)

    def backlog(self, fy: int) -> tuple[int, int]:
        """Cents and whole dollars of a year that were due before the first plan year."""
        return (
            sum(self.exact("kind backlog", kind, fy) for kind in KINDS),
            sum(self.shown("kind backlog", kind, fy) for kind in KINDS),
        )


def spending_of(plan: Plan) -> Spending:
    """The plan's spending, rounded together. Raises ValueError where the plan's own tables do not tie."""
    paid = _sums(plan.allocations, ["fund", "fy"])
    unpaid = _sums(plan.unfunded, ["tier", "fy"])
    entries = {
        (row["kind"], row["category"], row["fy"]): (row["amount_cents"], row["backlog_cents"])
        for row in plan.budget_years.iter_rows(named=True)
    }
    years = list(plan.settings.years)
    balances = _balances(plan.fund_years)
    flows = [
        *_spent(entries, years),
        *_paid(paid, unpaid, years, sum(amount for amount, _ in entries.values())),
        *_kept(balances, paid),
    ]
    rank = {name: i for i, name in enumerate(_PRIORITY)}
    ordered = sorted(flows, key=lambda flow: rank.get(flow.name[0], len(rank)))  # type: ignore[index]
    dollars = tied(ordered)
    return Spending(
        cents={flow.name: flow.cents for flow in flows},  # type: ignore[misc]
        dollars=dollars,  # type: ignore[arg-type]
        kinds=tuple(kind for kind in KINDS if any(key[0] == kind for key in entries)),
        categories={
            kind: tuple(category for category in TCO_CATEGORIES if any(key[:2] == (kind, category) for key in entries))
            for kind in KINDS
        },
        funds=tuple(sorted({fund for fund, _ in paid} | set(balances))),
        tiers=tuple(sorted({tier for tier, _ in unpaid})),
    )


def _sums(frame: pl.DataFrame, by: list[str]) -> dict[tuple[Any, ...], int]:
    sums = frame.group_by(by).agg(pl.col("amount_cents").sum()).sort(by)
    return {tuple(row[:-1]): row[-1] for row in sums.iter_rows()}


def _balances(fund_years: pl.DataFrame) -> dict[str, tuple[int, int, int, int]]:
    """Opening, revenue, lapsed and closing of each fund over the whole plan, its awards taken together.

    Revenue holds what E-rate pays back, less the indirect cost that awards bear.
    """
    by_award = (
        fund_years.sort("fund", "award", "fy")
        .group_by("fund", "award", maintain_order=True)
        .agg(
            pl.col("opening_cents").first(),
            (pl.col("revenue_cents") + pl.col("returned_cents") - pl.col("indirect_cents")).sum(),
            pl.col("lapsed_cents").sum(),
            pl.col("closing_cents").last(),
        )
    )
    by_fund = by_award.group_by("fund").agg(pl.col("^.*_cents$").sum()).sort("fund")
    return {row[0]: row[1:] for row in by_fund.iter_rows()}


def _spent(entries: dict[tuple[str, str, int], tuple[int, int]], years: list[int]) -> Iterator[Flow]:
    """From the whole plan through kinds and categories to the years; what was overdue runs apart."""
    totals: dict[tuple[Any, ...], int] = defaultdict(int)
    for (kind, category, fy), (amount, backlog) in sorted(entries.items()):
        totals["all",] += amount
        totals["kind", kind] += amount
        totals["category", kind, category] += amount
        totals["kind backlog", kind, fy] += backlog
        totals["kind rest", kind, fy] += amount - backlog
        totals["kind year", kind, fy] += amount
        here = ("entry", kind, category, fy)
        yield Flow(here, ("category", kind, category), here, amount)
        yield Flow(("entry backlog", kind, category, fy), here, ("backlog", kind, fy), backlog)
        yield Flow(("entry rest", kind, category, fy), here, ("rest", kind, fy), amount - backlog)
    yield Flow(("all",), "paid", "plan", totals["all",])
    for kind in KINDS:
        yield Flow(("kind", kind), "plan", ("kind", kind), totals["kind", kind])
        for category in TCO_CATEGORIES:
            name = ("category", kind, category)
            yield Flow(name, ("kind", kind), name, totals[name])
        for fy in years:
            year = ("kind year", kind, fy)
            yield Flow(("kind backlog", kind, fy), ("backlog", kind, fy), year, totals["kind backlog", kind, fy])
            yield Flow(("kind rest", kind, fy), ("rest", kind, fy), year, totals["kind rest", kind, fy])
            yield Flow(year, year, ("spent", fy), totals[year])
    for fy in years:
        spent = sum(totals["kind year", kind, fy] for kind in KINDS)
        yield Flow(("year", fy), ("spent", fy), ("due", fy), spent)


def _paid(
    paid: dict[tuple[Any, ...], int], unpaid: dict[tuple[Any, ...], int], years: list[int], everything: int
) -> Iterator[Flow]:
    """From the years to the funds that pay, and to the tiers that nobody pays."""
    for fy in years:
        funded = sum(cents for (_, year), cents in paid.items() if year == fy)
        unfunded = sum(cents for (_, year), cents in unpaid.items() if year == fy)
        yield Flow(("funded year", fy), ("due", fy), ("funded", fy), funded)
        yield Flow(("unfunded year", fy), ("due", fy), ("unfunded", fy), unfunded)
    for (fund, fy), cents in paid.items():
        yield Flow(("paid", fund, fy), ("funded", fy), ("fund", fund), cents)
    for (tier, fy), cents in unpaid.items():
        yield Flow(("unpaid", tier, fy), ("unfunded", fy), ("tier", tier), cents)
    for tier in sorted({tier for tier, _ in unpaid}):
        yield Flow(("tier", tier), ("tier", tier), "unfunded", sum(c for (t, _), c in unpaid.items() if t == tier))
    unfunded_all = sum(unpaid.values())
    yield Flow(("unfunded",), "unfunded", "paid", unfunded_all)
    yield Flow(("funded",), "funds", "paid", everything - unfunded_all)


def _kept(balances: dict[str, tuple[int, int, int, int]], paid: dict[tuple[Any, ...], int]) -> Iterator[Flow]:
    """Through each fund's balance: opening + revenue = paid + lapsed + closing."""
    totals = [0, 0, 0, 0]
    for fund in sorted({fund for fund, _ in paid} | set(balances)):
        figures = balances.get(fund, (0, 0, 0, 0))
        opening, revenue, lapsed, closing = figures
        totals = [total + figure for total, figure in zip(totals, figures, strict=True)]
        spent = sum(cents for (name, _), cents in paid.items() if name == fund)
        yield Flow(("fund", fund), ("fund", fund), ("balance", fund), spent)
        yield Flow(("lapsed", fund), "lapsed", ("balance", fund), lapsed)
        yield Flow(("closing", fund), "closing", ("balance", fund), closing)
        yield Flow(("opening", fund), ("balance", fund), "opening", opening)
        yield Flow(("revenue", fund), ("balance", fund), "revenue", revenue)
    opening, revenue, lapsed, closing = totals
    yield Flow(("opening all",), "opening", "funds", opening)
    yield Flow(("revenue all",), "revenue", "funds", revenue)
    yield Flow(("lapsed all",), "funds", "lapsed", lapsed)
    yield Flow(("closing all",), "funds", "closing", closing)
