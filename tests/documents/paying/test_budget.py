"""The report's part about the budget says what the plan's tables say, and can be set."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pypdf
import pytest

import techplan
from techplan.documents.facts.shapes import Grid
from techplan.documents.paying.budget import budget_findings, budget_sections
from techplan.documents.report import Report, write_report
from techplan.planning.budget import budget_tables
from techplan.planning.plan import Plan

LAKESIDE = Path(__file__).parents[3] / "examples" / "lakeside"
ON = date(2027, 1, 15)


class WithBudget:
    """A plan that hands out the tables of its budget too."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tables = budget_tables(
            plan.book, plan.cost_lines, plan.allocations, plan.fund_years, plan.settings, plan.rules, plan.known
        )

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plan, name)

    def result(self, name: str) -> pl.DataFrame:
        return self.tables[name] if name in self.tables else self.plan.result(name)


@pytest.fixture(scope="module")
def plan() -> Any:
    return WithBudget(techplan.plan(techplan.read_book(LAKESIDE), on=ON))


@pytest.fixture(scope="module")
def without_rules() -> Any:
    """Lakeside where nothing is certified and no set of rules binds the permanent improvement fund, so that it pays."""
    book = techplan.read_book(LAKESIDE)
    unbound = pl.when(pl.col("kind") != "permanent improvement").then("rule_set")
    nothing = pl.lit(None, dtype=pl.Int64)
    book = book.with_tables(
        funds=book.funds.with_columns(rule_set=unbound),
        asset_classes=book.asset_classes.with_columns(certified_life_months=nothing),
    )
    return WithBudget(techplan.plan(book, on=ON))


def report_of(plan: Any) -> Report:
    return Report(
        title="Paying", district="D", span="S", on=ON.isoformat(), on_words="15 January 2027", about="Paying of",
        lead="Who pays.", table_word="plan table", findings=budget_findings(plan), sections=budget_sections(plan),
    )  # fmt: skip


def grids(plan: Any) -> dict[str, Grid]:
    return {grid.id: grid for section in budget_sections(plan) for grid in section.grids}


def test_funds_and_accounts_have_one_total(plan: Any) -> None:
    whole = plan.allocations.filter(pl.col("fy") == 2028)["amount_cents"].sum()
    found = grids(plan)
    accounts, funds = found["budget-accounts"].rows, found["budget-funds"].rows
    assert accounts[-1].exact[2] == whole
    assert funds[-1].exact[2] == whole
    groups = sum(row.exact[2] or 0 for row in accounts if row.role == "group")
    body = sum(row.exact[2] or 0 for row in accounts if row.role == "body")
    assert groups == body == whole
    assert found["budget-totals"].rows[-1].exact[4] == whole


def test_it_is_set_with_the_treasurers_line(plan: Any) -> None:
    pdf = write_report(report_of(plan))
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    for said in ("for adoption", "Treasurer", "forecast with the plan", "Set aside for capital", "Certificates"):
        assert said in text
    assert write_report(report_of(plan)) == pdf


def test_the_findings_are_those_of_the_tables(plan: Any) -> None:
    found = {finding.finding: finding for finding in budget_findings(plan)}
    thin = found["The general fund’s cash falls below what the state advises in FY2031."]
    days = plan.result("forecast_cash").filter(pl.col("fy") == 2031)["days_with"].item()
    assert f"{days:.1f} days" in thin.figure


def test_permanent_improvement_money_for_what_nobody_certified_is_told(plan: Any, without_rules: Any) -> None:
    said = "Permanent improvement money is planned for things whose life nobody has certified."
    assert said in {finding.finding for finding in budget_findings(without_rules)}
    assert said not in {finding.finding for finding in budget_findings(plan)}
    assert "ask your treasurer" in {row.cells[-1] for row in grids(without_rules)["papers"].rows}


def test_what_is_not_confirmed_says_whom_to_ask(plan: Any) -> None:
    found = grids(plan)
    for name in ("budget-accounts", "forecast-lines", "set-aside", "forecast-cash"):
        assert "ask your treasurer" in found[name].note


def test_a_book_with_nothing_in_it_is_set_too() -> None:
    empty: Any = WithBudget(techplan.plan(techplan.Book(), on=ON))
    assert write_report(report_of(empty)).startswith(b"%PDF")
    assert budget_findings(empty) == ()
    assert [section.heading for section in budget_sections(empty)][1:] == ["The district’s forecast with the plan"]
