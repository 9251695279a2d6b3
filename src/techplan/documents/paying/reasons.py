"""Who pays in words: what waits, what is not funded and how it could be, what E-rate takes off, what a dollar buys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.facts.names import Names, names_of
from techplan.documents.facts.shapes import Finding, Grid
from techplan.documents.facts.waiting import waiting
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import amount, count

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

MOST: Final = 20
"""Rows of a list that is cut; the tables hold the rest."""

NO_WAY: Final = "No fund or award that is entered may pay, not even with a paper."


def reason_sections(plan: Plan) -> tuple[Section, ...]:
    """What waits, what is short, E-rate, and the value of another dollar; parts without rows are left out."""
    names = names_of(plan.book)
    made = [
        Section(heading="What waits for money", grids=(_slips(plan, names),), turned=True),
        Section(
            heading="What is not funded, and what would fund it",
            lead="Each way stands for itself: lines compete for the same money. A paper costs nothing, so papers come "
            "before new money.",
            grids=(_ways(plan, names),),
            turned=True,
            new_page=True,
        ),
        Section(heading="E-rate", grids=(_erate(plan),), turned=True),
        Section(
            heading="What another dollar would buy",
            lead="In the year that the budget is made for: the best thing not funded that a dollar of each fund "
            "reaches, directly or by freeing another fund’s dollar.",
            grids=(_values(plan, names),),
            turned=True,
        ),
    ]
    return tuple(
        section
        for section in made
        if any(one.rows or (one.id == "ways" and not plan.unfunded.is_empty()) for one in section.grids)
    )


def reason_findings(plan: Plan) -> tuple[Finding, ...]:
    """What a board should hear first."""
    found = [waiting(plan), _papers(plan), _erate_finding(plan)]
    return tuple(finding for finding in found if finding is not None)


def _papers(plan: Plan) -> Finding | None:
    free = plan.result("ways_to_fund").filter((pl.col("rank") == 1) & (pl.col("new_money_cents") == 0))
    if free.is_empty():
        return None
    return Finding(
        finding="Some of what is not funded needs a paper, not money.",
        figure=f"{count(free.height, 'line')}, {amount(int(free['short_cents'].sum()))}, each taken by itself.",
        reason="A certificate, an answer of the treasurer or an appropriation would do; the list says which.",
    )


def _erate_finding(plan: Plan) -> Finding | None:
    lines = plan.erate_lines
    if lines.is_empty():
        return None
    counted = lines.filter("counted")
    waiting = int(lines.filter(~pl.col("counted"))["discount_cents"].fill_null(0).sum())
    off, back = int(plan.cost_lines["discount_cents"].sum()), int(counted["returns_cents"].fill_null(0).sum())
    return Finding(
        finding="E-rate is counted only where a request is funded.",
        figure=f"{amount(off)} is taken off bills, and {amount(back)} comes back to the fund that pays.",
        reason=f"Requests planned or filed would bring {amount(waiting)}; it is not counted." if waiting else
        "No other request is on its way.",
    )  # fmt: skip


def _slips(plan: Plan, names: Names) -> Grid:
    rows = (
        plan.slips.group_by("title", "school", "from_fy", "to_fy", "past_support")
        .agg(pl.col("quantity", "amount_cents", "later_cents").sum())
        .sort(
            "from_fy",
            "amount_cents",
            "title",
            "school",
            "to_fy",
            "past_support",
            descending=[False, True, False, False, False, False],
        )
    )
    shown = [
        {
            **row,
            "school": names.school(row["school"]),
            "from": f"FY{row['from_fy']}",
            "to": f"FY{row['to_fy']}" if row["to_fy"] <= plan.settings.last_fy else "after the plan",
            "support": "yes" if row["past_support"] else "no",
        }
        for row in rows.head(MOST).iter_rows(named=True)
    ]
    rest = rows.height - len(shown)
    return grid(
        "slips",
        "What is paid later than it falls due",
        (
            Column("What", "title", share=4), Column("School", "school", share=3), Column("Due", "from"),
            Column("Paid", "to"), Column("Items", "quantity", "count"),
            Column("Amount when due", "amount_cents", "dollars"),
            Column("Amount when paid", "later_cents", "dollars"), Column("Past support", "support"),
        ),
        shown,
        source="slips",
        empty="Nothing waits.",
        note=f"The table slips lists {rest} more." if rest > 0 else "",
    )  # fmt: skip


def _ways(plan: Plan, names: Names) -> Grid:
    first = plan.result("ways_to_fund").filter(pl.col("rank") == 1)
    lines = plan.cost_lines.select("line", "fy", "title", "tier", "school")
    rows = first.join(lines, on="line").sort(
        "tier", "fy", "short_cents", "line", descending=[False, False, True, False]
    )
    shown = [
        {**row, "year": f"FY{row['fy']}", "school": names.school(row["school"]), "tier": str(row["tier"])}
        for row in rows.head(MOST).iter_rows(named=True)
    ]
    rest, none = rows.height - len(shown), plan.unfunded.height - rows.height
    more = f"The table ways_to_fund lists {rest} more, with up to three ways each. " if rest > 0 else ""
    return grid(
        "ways",
        "The cheapest way for each line, the lowest tier first",
        (
            Column("Tier", "tier"), Column("Year", "year"), Column("What", "title", share=3),
            Column("School", "school", share=3), Column("Not funded", "short_cents", "dollars"),
            Column("New money", "new_money_cents", "dollars"), Column("Way", "way", share=6),
        ),
        shown,
        source="ways_to_fund",
        empty=NO_WAY if none else "Everything is funded.",
        note=more + (f"For {count(none, 'more line')} {NO_WAY[0].lower()}{NO_WAY[1:]}" if none and shown else ""),
    )  # fmt: skip


def _erate(plan: Plan) -> Grid:
    keys = ("funding_year", "request", "category", "invoicing", "status", "counted")
    rows = (
        plan.erate_lines.group_by(keys)
        .agg(pl.col("eligible_cents", "discount_cents", "returns_cents").sum(), pl.col("returns_fy").max())
        .sort(keys)
    )
    shown: list[dict[str, Any]] = [
        {
            **row,
            "year": str(row["funding_year"]),
            "counts": "yes" if row["counted"] else "not until funded",
            "back": f"FY{row['returns_fy']}" if row["returns_fy"] else "",
        }
        for row in rows.iter_rows(named=True)
    ]
    return grid(
        "erate",
        "Requests for discount on lines of this plan",
        (
            Column("Request", "request", share=3), Column("Funding year", "year"),
            Column("Category", "category", share=3), Column("Billed by", "invoicing"), Column("Status", "status"),
            Column("Eligible", "eligible_cents", "dollars"), Column("Discount", "discount_cents", "dollars"),
            Column("Counted", "counts", share=3), Column("Comes back", "back"),
        ),
        shown,
        source="erate_lines",
        empty="No request covers a line of this plan.",
    )  # fmt: skip


def _values(plan: Plan, names: Names) -> Grid:
    rows = plan.result("fund_values").filter(pl.col("fy") == plan.settings.focus).sort("fund", "award")
    shown = [
        {**row, "name": names.funds.get(row["fund"], row["fund"]), "of": "" if row["award"] == "-" else row["award"]}
        for row in rows.iter_rows(named=True)
    ]
    return grid(
        "values",
        f"A dollar more in FY{plan.settings.focus}",
        (
            Column("Fund", "name", share=3), Column("Award", "of", share=2), Column("Left", "left_cents", "dollars"),
            Column("It would buy", "buys", share=6),
        ),
        shown,
        source="fund_values",
        empty="No fund is entered.",
    )  # fmt: skip
