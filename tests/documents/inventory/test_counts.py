"""Physical counts in the report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from techplan.documents.inventory.report import inventory_report
from techplan.planning.inventory.counting.awards import NO_AWARD

Make = Callable[..., Any]
NUMBERS = dict.fromkeys(
    ("expected", "matched", "moved_in", "missing", "not_yet_counted", "unknown", "repeats", "missing_cost_cents"), 1
)


def test_the_latest_count_comes_first_and_an_open_one_is_marked(take: Make, grid_of: Make, cells: Make) -> None:
    counts = [
        {"count_code": "A", "places": "x" * 500, "opened_on": date(2026, 1, 1), "closed_on": date(2026, 1, 2)},
        {"count_code": "B", "places": "here", "opened_on": date(2027, 1, 1)},
    ]
    report = inventory_report(take(count_certificates=[{**row, **NUMBERS} for row in counts]))
    rows = cells(grid_of(report, "counts"))
    assert [(row["Count"], row["Closed"]) for row in rows] == [("B", "open, not certified"), ("A", "2026-01-02")]
    assert len(rows[1]["Places"]) <= 120


def test_awards_say_how_they_stand(take: Make, grid_of: Make, cells: Make) -> None:
    whole = {"items": 2, "equipment": 1, "cost_cents": 150, "counted": 0, "never_counted": 1, "why": "w"}
    rows = [
        {"award": "E1", "due_on": date(2026, 1, 1), "overdue": True, **whole},
        {"award": "E2", "fain": "S425", "due_on": date(2028, 1, 1), "overdue": False, **whole},
        {"award": NO_AWARD, "overdue": False, **whole},
    ]
    grid = grid_of(inventory_report(take(award_counts=rows)), "award-counts")
    assert [(row["Award"], row["FAIN"], row["How it stands"]) for row in cells(grid)] == [
        ("Award not entered", "missing", "nothing dates it"), ("E1", "missing", "overdue"), ("E2", "S425", "in time"),
    ]  # fmt: skip
    (total,) = cells(grid, "total")
    assert (total["Things"], total["Cost, dollars"]) == ("6", "5")
