"""Losses, repairs and lives in the report."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from techplan.documents.inventory.report import inventory_report

Make = Callable[..., Any]
CLASSES = [
    {"code": "laptop", "name": "Laptop", "category": "client computers"},
    {"code": "aac", "name": "Communication aid", "category": "peripherals", "private": True},
]


def year(fy: int, asset_class: str, cause: str, incidents: int, cost: int, collected: int) -> dict[str, Any]:
    return {
        "fy": fy, "asset_class": asset_class, "cause": cause, "incidents": incidents, "cost_cents": cost,
        "recovered_cents": 0, "charged_cents": collected, "waived_cents": 0, "collected_cents": collected,
        "outstanding_cents": 0, "net_cents": cost - collected, "barred_cents": 0,
    }  # fmt: skip


ROWS = [
    year(2026, "laptop", "loss", 2, 60_000, 10_000), year(2027, "laptop", "loss", 1, 30_000, 0),
    year(2027, "laptop", "theft", 1, 90_000, 0), year(2027, "aac", "breakage", 1, 500_000, 0),
]  # fmt: skip


def test_years_and_causes_sum_the_same_rows(take: Make, grid_of: Make, cells: Make) -> None:
    report = inventory_report(take({"asset_classes": CLASSES}, incident_years=ROWS))
    years = grid_of(report, "incidents-by-year")
    assert [(row["Year"], row["Incidents"], row["Borne by the district"]) for row in cells(years)] == [
        ("FY2027 (2026–27)", "3", "6,200"), ("FY2026 (2025–26)", "2", "500"),
    ]  # fmt: skip
    (total,) = cells(years, "total")
    assert (total["Cost"], total["Collected"], total["Borne by the district"]) == ("6,800", "100", "6,700")
    causes = grid_of(report, "incidents-by-cause")
    assert sum(row.exact[-1] or 0 for row in causes.rows) == 670_000


def test_few_incidents_of_a_private_class_are_not_named(take: Make, grid_of: Make, cells: Make) -> None:
    report = inventory_report(take({"asset_classes": CLASSES}, incident_years=ROWS))
    assert [row["Class and cause"] for row in cells(grid_of(report, "incidents-by-cause"))] == [
        "Kept private", "Laptop: theft", "Laptop: loss",
    ]  # fmt: skip


def test_what_was_learnt_stands_beside_policy(take: Make, grid_of: Make, cells: Make) -> None:
    whole = {"grade": "all", "items": 400, "events": 20, "months": 60, "why": "w"}
    rows = [
        {"asset_class": "laptop", "measure": "loss a year", "estimate": Decimal("0.031"), "low": Decimal("0.02"),
         "high": Decimal("0.045"), "policy": Decimal("0.01"), "policy_within": False, **whole},
        {"asset_class": "laptop", "measure": "months in service", **whole},
    ]  # fmt: skip
    (line,) = cells(grid_of(inventory_report(take({"asset_classes": CLASSES}, learnt=rows)), "learnt"))
    assert (line["Learnt"], line["95 % interval"], line["The plan uses"], line["The plan’s figure is"]) == (
        "3.1%", "2.0% to 4.5%", "1.0%", "outside the interval",
    )  # fmt: skip


def test_a_policy_figure_that_the_plan_lacks_is_not_known(take: Make, grid_of: Make, cells: Make) -> None:
    row = {"asset_class": "laptop", "grade": "all", "measure": "months in service", "items": 40, "events": 20,
           "months": 60, "estimate": Decimal("61.4"), "low": Decimal(58), "high": Decimal("64.6"),
           "why": "w"}  # fmt: skip
    (line,) = cells(grid_of(inventory_report(take({"asset_classes": CLASSES}, learnt=[row])), "learnt"))
    assert (line["Learnt"], line["95 % interval"]) == ("61 months", "58 months to 65 months")
    assert (line["The plan uses"], line["The plan’s figure is"]) == ("not known", "–")
