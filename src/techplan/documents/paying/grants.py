"""What grants ask of the district: records where pay is split, and that it keeps up its own spending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from techplan.documents.facts.names import Names, names_of
from techplan.documents.facts.shapes import Finding, Grid
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import amount, first_upper, percent
from techplan.rules.programs import load_programs

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def grant_sections(plan: Plan) -> tuple[Section, ...]:
    """The sections; parts without rows are left out."""
    made = (
        Section(
            heading="Who pays the technology staff",
            lead="In the year that the budget is made for. Where a federal grant pays a part, records of the work must "
            "bear it out.",
            grids=(_salaries(plan, names_of(plan.book)),),
            turned=True,
            new_page=True,
        ),
        Section(
            heading="Keeping up the district’s own spending",
            lead="What programs ask of a district that takes their money, and the forecast with the plan.",
            grids=(_effort(plan),),
            turned=True,
        ),
    )
    return tuple(section for section in made if any(grid.rows for grid in section.grids))


def grant_findings(plan: Plan) -> tuple[Finding, ...]:
    """What stands out; none where every condition is kept."""
    short = plan.result("effort").filter(pl.col("standing") == "falls short").sort("fy", "rule_set")
    if short.is_empty():
        return ()
    first = short.row(0, named=True)
    said = Finding(
        finding="The district’s own spending falls below what a grant asks for.",
        figure=f"In FY{first['fy']} {amount(first['short_cents'])} are missing for {first['rule_set']}.",
        reason=first["why"],
    )
    return (said,)


def _salaries(plan: Plan, names: Names) -> Grid:
    frame = plan.result("salary_splits").filter(pl.col("fy") == plan.settings.focus)
    rows = [
        {**row, "name": "Nobody" if row["fund"] == "-" else names.fund(row["fund"]), "part": percent(row["share"]),
         "of": "" if row["award"] == "-" else row["award"], "proof": "needed" if row["records"] else ""}
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Position", "title", share=5), Column("Paid by", "name", share=5), Column("Award", "of", share=3),
        Column("Dollars", "amount_cents", "dollars"), Column("Share", "part"), Column("Records", "proof"),
    )  # fmt: skip
    return grid(
        "salary-splits", f"Positions of FY{plan.settings.focus}", columns, rows, source="salary_splits",
        total={"title": "Together", "name": "", "amount_cents": int(frame["amount_cents"].sum())},
        empty="No technology staff is entered.",
    )  # fmt: skip


def _effort(plan: Plan) -> Grid:
    frame = plan.result("effort").filter(pl.col("fy") == plan.settings.focus)
    titles = {program.code: program.title for program in load_programs()}
    rows = [
        {**row, "says": first_upper(row["standing"]), "name": titles.get(row["rule_set"], row["rule_set"])}
        for row in frame.iter_rows(named=True)
    ]
    columns = (
        Column("Program", "name", share=3), Column("Year before, dollars", "before_cents", "dollars"),
        Column("This year, dollars", "spent_cents", "dollars"),
        Column("Asked for, dollars", "required_cents", "dollars", unknown="–"), Column("Stands", "says", share=2),
        Column("Why", "why", share=8),
    )  # fmt: skip
    return grid(
        "effort", f"FY{plan.settings.focus} beside the year before", columns, rows, source="effort",
        empty="No fund follows a program that asks for it, or the forecast is not entered.",
    )  # fmt: skip
