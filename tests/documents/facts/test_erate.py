"""What the packet says of E-rate below its budget tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from techplan.documents.facts import facts_of
from techplan.documents.facts.erate import erate_note
from techplan.planning.plan import Plan
from techplan.planning.results import ErateLines


def asked(plan: Plan, *rows: dict[str, Any]) -> Plan:
    """The plan with these rows of ``erate_lines``, all of its first line."""
    line = plan.cost_lines.row(0, named=True)["line"]
    common = {"line": line, "funding_year": 2026, "eligible_cents": 1, "counted": True, "why": "Stated."}
    frame = pl.DataFrame([{**common, **row} for row in rows], schema=ErateLines.polars_schema())
    return replace(plan, erate_lines=frame)


def test_without_e_rate_nothing_is_said(sample_plan: Plan) -> None:
    assert erate_note(sample_plan, sample_plan.settings.years) == ""


def test_what_is_taken_off_what_returns_and_what_is_hoped_for(sample_plan: Plan) -> None:
    plan = asked(
        sample_plan,
        {"request": "A", "discount_cents": 100_00},
        {"request": "B", "discount_cents": 900_00, "returns_cents": 850_00, "returns_fy": 2029},
        {"request": "C", "discount_cents": 1_234_56, "counted": False, "returns_fy": 2030},
    )
    first = plan.cost_lines.row(0, named=True)
    here = pl.col("line") == first["line"]
    lines = plan.cost_lines.with_columns(discount_cents=pl.when(here).then(100_00).otherwise(0).cast(pl.Int64))
    plan = replace(plan, cost_lines=lines)
    said = erate_note(plan, [first["fy"]])
    year = f"FY{first['fy']}"
    assert f"E-rate pays vendors $100 in {year} directly" in said
    assert "E-rate pays back $850 in FY2029;" in said
    assert f"would bring $1,235 in {year}; they are not counted." in said
    assert erate_note(plan, [first["fy"] + 1]) == ""
    notes = {grid.id: grid.note for grid in facts_of(plan).grids}
    assert said in notes["forecast"]
