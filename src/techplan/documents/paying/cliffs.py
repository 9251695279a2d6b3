"""Money that ends as sections of a report: recurring costs on it, waves, what is about to lapse, cash by quarter."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.facts.names import Names, names_of
from techplan.documents.facts.shapes import Finding, Grid
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import about, amount, count, day, first_upper, percent

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

MOST: Final = 20
"""Rows of a list that is cut; the tables hold the rest."""

CASH_YEARS: Final = 3
"""Fiscal years of cash by quarter that are printed."""


def cliff_sections(plan: Plan) -> tuple[Section, ...]:
    """What ends, and the cash until money comes back; parts without rows are left out."""
    names = names_of(plan.book)
    made = [
        Section(
            heading="Money that ends",
            lead="Costs that return every year, paid by one-time money, by funds with a last year or by awards that "
            "close, and who pays once that money has ended.",
            grids=(_years(plan), _costs(plan, names)),
            turned=True,
            new_page=True,
        ),
        Section(
            heading="What that money bought falls due again",
            lead="Things bought with one-time money or an award, in the year in which they must be replaced.",
            grids=(_waves(plan, names),),
            turned=True,
        ),
        Section(heading="Use it in time", grids=(_expiring(plan, names),), turned=True),
        Section(
            heading="Cash until money comes back",
            lead="The district pays first; E-rate and federal grants give back later.",
            grids=(_cash(plan),),
            turned=True,
        ),
    ]
    return tuple(section for section in made if any(grid.rows for grid in section.grids))


def cliff_findings(plan: Plan) -> tuple[Finding, ...]:
    """What stands out; none where no money ends."""
    found = (_gap(plan), _wave(plan), _lapse(plan), _outstanding(plan))
    return tuple(finding for finding in found if finding is not None)


def _gap(plan: Plan) -> Finding | None:
    rows = plan.result("cliff_years").filter(pl.col("gap_cents") > 0).sort("gap_cents", "fy", descending=[True, False])
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    nobody = row["unfunded_cents"]
    pupil = row["gap_per_student_cents"]
    each = "" if pupil is None else f", {amount(pupil)} a student"
    return Finding(
        finding="Costs that return every year outlive the money that pays them.",
        figure=f"In FY{row['fy']} the gap is widest: {amount(row['gap_cents'])}{each}.",
        reason=f"Other funds would have to carry it; nobody pays {amount(nobody)} of it." if nobody else
        "The plan moves it to other funds, which are then missing elsewhere.",
    )  # fmt: skip


def _wave(plan: Plan) -> Finding | None:
    waves = plan.result("replacement_waves")
    by_year = waves.group_by("fy").agg(pl.col("items", "cost_cents").sum()).filter(pl.col("items") > 0)
    if by_year.is_empty():
        return None
    row = by_year.sort("items", "fy", descending=[True, False]).row(0, named=True)
    cost = f", about {about(row['cost_cents'])}" if row["cost_cents"] else ""
    return Finding(
        finding="What one-time money and grants bought must be replaced, and that money does not come again.",
        figure=f"The largest wave is FY{row['fy']}: {count(row['items'], 'item')}{cost}.",
        reason=f"Over the plan {count(int(by_year['items'].sum()), 'item')} of that kind fall due.",
    )


def _lapse(plan: Plan) -> Finding | None:
    rows = plan.result("expiring").filter(pl.col("lapsed_cents") > 0).sort("last_on", "fund", "award")
    if rows.is_empty():
        return None
    first = rows.row(0, named=True)
    return Finding(
        finding="Money would lapse unused.",
        figure=f"{amount(int(rows['lapsed_cents'].sum()))}, the first {amount(first['lapsed_cents'])} "
        f"after {day(first['last_on'])} ({first['title']}).",
        reason=first["what_to_do"],
    )


def _outstanding(plan: Plan) -> Finding | None:
    rows = plan.result("cash_quarters").filter("peak")
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    return Finding(
        finding="The district lays out money that comes back later.",
        figure=f"At the most {amount(row['outstanding_cents'])} at the end of quarter {row['quarter']} of "
        f"FY{row['fy']}: {amount(row['erate_open_cents'])} from E-rate, {amount(row['grant_open_cents'])} from grants.",
        reason="Cash must carry it until then.",
    )


def _years(plan: Plan) -> Grid:
    frame = plan.result("cliff_years").sort("fy")
    told = frame.filter((pl.col("ending_cents") > 0) | (pl.col("once_paid_cents") > 0))
    rows = [
        {**row, "year": f"FY{row['fy']}", "general": _share(row["gap_of_general"]),
         "relies": f"{row['largest_fund']}, {_share(row['largest_share'])}" if row["largest_fund"] else "nobody"}
        for row in told.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Year", "year"), Column("On money that ends", "ending_cents", "dollars"),
        Column("Once paid, now ended", "once_paid_cents", "dollars"),
        Column("Its fund’s next money", "same_fund_cents", "dollars"),
        Column("Other funds", "elsewhere_cents", "dollars"), Column("Nobody", "unfunded_cents", "dollars"),
        Column("Gap a student", "gap_per_student_cents", "dollars"),
        Column("Gap of general fund", "general", share=3), Column("Largest payer", "relies", share=3),
    )  # fmt: skip
    note = f"In dollars. {rows[0]['why']} The gap is what other funds or nobody pays. " if rows else ""
    return grid(
        "cliff-years", "Year by year", columns, rows, source="cliff_years", note=note,
        empty="No cost that returns every year rests on money that ends.",
    )  # fmt: skip


def _share(value: Decimal | None) -> str:
    return "not known" if value is None else percent(value)


def _costs(plan: Plan, names: Names) -> Grid:
    """Each cost and the money that ended for it, in the first year that the money is missing."""
    keys = ["source_table", "source_key", "fund", "award"]
    ended = plan.result("cliff_lines").filter(pl.col("elsewhere_cents") + pl.col("unfunded_cents") > 0)
    first = ended.sort("fy", *keys).unique(keys, keep="first", maintain_order=True).sort(
        "fy", "remains_cents", "title", *keys, descending=[False, True, *[False] * 5]
    )  # fmt: skip
    rows = [
        {**row, "year": f"FY{row['fy']}", "name": names.fund(row["fund"]),
         "then": row["payers"] or "nobody"}
        for row in first.head(MOST).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("First missing in", "year"), Column("For", "title", share=5), Column("Fund that paid", "name", share=4),
        Column("Its money ended", "ends_on", "day", share=2),
        Column("Its part, dollars", "remains_cents", "dollars"), Column("Who pays that year", "then", share=5),
    )  # fmt: skip
    return grid(
        "cliff-costs", "Cost by cost", columns, rows, source="cliff_lines", note=_more(first.height, "cliff_lines"),
        empty="Every cost keeps its payer.",
    )  # fmt: skip


def _waves(plan: Plan, names: Names) -> Grid:
    frame = (
        plan.result("replacement_waves")
        .filter(pl.col("items") > 0)
        .sort("fy", "fund", "award", "asset_class", "origin")
    )
    rows: list[dict[str, Any]] = [
        {**row, "year": f"FY{row['fy']}", "name": names.fund(row["fund"]),
         "of": "" if row["award"] == "-" else row["award"], "what": names.asset_class(row["asset_class"]),
         "from": first_upper(row["origin"])}
        for row in frame.head(MOST * 2).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Year", "year"), Column("Bought by", "name", share=4), Column("Award", "of", share=3),
        Column("What", "what", share=4), Column("Now", "from", share=2), Column("Items", "items", "count"),
        Column("To replace, dollars", "cost_cents", "dollars", unknown="no price"),
    )  # fmt: skip
    return grid(
        "waves", "Year by year", columns, rows, source="replacement_waves",
        note=_more(frame.height, "replacement_waves", MOST * 2) + _rests(plan, "replacement waves"),
        empty="Nothing bought with such money falls due.",
    )  # fmt: skip


def _expiring(plan: Plan, names: Names) -> Grid:
    frame = plan.result("expiring").sort("last_on", "fund", "award")
    rows = [{**row, "name": names.fund(row["fund"])} for row in frame.head(MOST).iter_rows(named=True)]
    columns = (
        Column("Last day", "last_on", "day", share=2), Column("Months", "months_left", "count"),
        Column("Money", "title", share=4), Column("Left, dollars", "left_cents", "dollars"),
        Column("Planned, dollars", "planned_cents", "dollars"), Column("Lapses, dollars", "lapsed_cents", "dollars"),
        Column("What to do", "what_to_do", share=8),
    )  # fmt: skip
    return grid(
        "expiring", "Money with a last day", columns, rows, source="expiring", note=_more(frame.height, "expiring"),
        empty="No money has a last day.",
    )  # fmt: skip


def _cash(plan: Plan) -> Grid:
    frame = plan.result("cash_quarters").sort("fy", "quarter")
    if not frame["claimed_cents"].sum():
        frame = frame.clear()
    shown = frame.filter(pl.col("fy") < plan.settings.first_fy + CASH_YEARS)
    rows = [{**row, "when": f"FY{row['fy']}, quarter {row['quarter']}"} for row in shown.iter_rows(named=True)]
    columns = (
        Column("Quarter", "when", share=3), Column("To", "to_on", "day", share=2),
        Column("Paid out, dollars", "paid_cents", "dollars"),
        Column("From E-rate, dollars", "erate_cents", "dollars"),
        Column("From grants, dollars", "grant_cents", "dollars"), Column("Net, dollars", "net_cents", "dollars"),
        Column("Still to come, dollars", "outstanding_cents", "dollars"),
    )  # fmt: skip
    years = frame["fy"].n_unique() - CASH_YEARS
    later = f"The table cash_quarters goes on for {count(years, 'more year')}. " if years > 0 else ""
    return grid(
        "cash", "Quarter by quarter", columns, rows, source="cash_quarters",
        note=later + _rests(plan, "cash by quarter"), empty="Nothing comes back from E-rate or grants.",
    )  # fmt: skip


def _more(height: int, table: str, most: int = MOST) -> str:
    return f"The table {table} lists {height - most} more. " if height > most else ""


def _rests(plan: Plan, part: str) -> str:
    """What the table assumes, in a line."""
    told = [
        f"{first_upper(one.assumption)}: {one.value}."
        for one in plan.treasury.assumptions
        if one.about == part and one.rows != 0
    ]
    return " ".join(told)
