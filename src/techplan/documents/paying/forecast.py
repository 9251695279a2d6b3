"""The district's forecast with the plan, as grids of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from techplan.documents.facts.shapes import Grid
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import first_upper

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

ASK: Final = "ask your treasurer"


def cash_grid(plan: Plan) -> Grid:
    """Cash through the years, and how long it would last."""
    frame = plan.result("forecast_cash").sort("fy")
    rows = [
        {**row, "year": f"FY{row['fy']}", "now": _days(row["days"]), "then": _days(row["days_with"]),
         "says": _judgement(row)}
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Year", "year", share=2), Column("Revenue, dollars", "revenue_with_cents", "dollars"),
        Column("Expenditure, dollars", "expenditure_with_cents", "dollars"),
        Column("Cash at the end, dollars", "ending_with_cents", "dollars"),
        Column("Without the plan, dollars", "ending_cents", "dollars"),
        Column("Days of cash", "then", share=2), Column("Without", "now", share=2), Column("Reads", "says", share=6),
    )  # fmt: skip
    note = f"{frame['why'][0].rstrip('. ')}. " if frame.height else ""
    return grid(
        "forecast-cash", "Cash of the general fund, with the plan", columns, rows, source="forecast_cash", note=note,
        empty="The district’s forecast is not in the Book: enter forecast_lines.",
    )  # fmt: skip


def _judgement(row: dict[str, Any]) -> str:
    if row["deficit"]:
        return "Below zero: the state asks for a written plan."
    return first_upper(row["advice"]) if row["advice"] else "–"


def _days(value: Any) -> str:
    return "not known" if value is None else f"{value:.1f}"


def lines_grid(plan: Plan) -> Grid:
    """The lines that the plan touches, all years of the forecast side by side: how much each changes."""
    frame = plan.result("forecast_with_plan").with_columns(
        (pl.col("with_cents") - pl.col("without_cents")).alias("change"),
    )
    touched = frame.filter((pl.col("plan_cents") > 0) | (pl.col("technology_cents") > 0))
    years = sorted(set(touched["fy"]))
    rows = []
    for (line,), part in touched.sort("line", "fy").group_by("line", maintain_order=True):
        of_year = dict(part.select("fy", "change").iter_rows())
        rows.append({"name": f"{line} {part['title'][0] or ''}".strip(), **{str(fy): of_year.get(fy) for fy in years}})
    columns = (
        Column("Line", "name", share=5),
        *(Column(f"FY{fy}, dollars", str(fy), "dollars") for fy in years),
    )  # fmt: skip
    unsure = not touched["confirmed"].all()
    note = f"Which object goes to which line is not confirmed at its source: {ASK}. " if unsure else ""
    sums = {str(fy): _known_sum(touched.filter(pl.col("fy") == fy)["change"]) for fy in years}
    return grid(
        "forecast-lines", "How the plan changes the forecast", columns, rows, source="forecast_with_plan", note=note,
        total={"name": "Together", **sums}, empty="The plan changes no line of the forecast.",
    )  # fmt: skip


def _known_sum(values: pl.Series) -> int | None:
    return None if values.null_count() else int(values.sum())
