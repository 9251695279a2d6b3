"""Safety and security: the state's program, answers of the self-assessment, systems past support."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

DAY = date(2026, 12, 1)
PARTS = "critical functions and risks;threat detection;response;recovery;training"


def answers(
    small: Any, ready: Any, *rows: dict[str, Any], state: str = "OH", on: date | None = None, **more: Any
) -> Any:
    given = [{"question": f"Q{i}", "answered_on": DAY, **row} for i, row in enumerate(rows)]
    parts = {"security_answers": given, "district": [{"state": state}], **more}
    return ready.of(small.book_of(**ready.joined(ready.school("010", 100), parts)), on=on or ready.on)


@pytest.mark.parametrize(
    ("answer", "standing"),
    [("yes", "ready"), ("partly", "not ready"), ("no", "not ready"), ("not known", "unknown"), (None, "unknown")],
)
def test_an_answer_decides_its_measure(small: Any, ready: Any, answer: str | None, standing: str) -> None:
    found = answers(small, ready, {"measure": "second factor", "function": "Protect", "answer": answer})
    row = ready.row(found, "second factor", about="Q0")
    assert (row["standing"], row["measured_on"]) == (standing, DAY if standing != "unknown" else None)
    assert "CISA" in row["source"]
    assert ready.row(found, "tested backups")["standing"] == "unknown"


def test_an_answer_after_the_day_of_planning_is_not_known_yet(small: Any, ready: Any) -> None:
    later = {"measure": "second factor", "answer": "yes", "answered_on": date(2027, 2, 1)}
    assert ready.row(answers(small, ready, later), "second factor", about="Q0")["standing"] == "unknown"


def test_ohio_asks_by_law_what_the_agency_advises_elsewhere(small: Any, ready: Any) -> None:
    given = {"measure": "security training", "answer": "yes"}
    assert "ORC 9.64" in ready.row(answers(small, ready, given), "security training", about="Q0")["source"]
    michigan = answers(small, ready, given, state="MI")
    assert "CISA" in ready.row(michigan, "security training", about="Q0")["source"]
    assert "annual notice" not in michigan.result("readiness")["measure"].to_list()


def test_before_the_law_there_is_no_target(small: Any, ready: Any) -> None:
    """ORC 9.64 took effect on 30 September 2025."""
    policy = [{"policy": "1", "kind": "cybersecurity", "elements": PARTS}]
    for on, standing in ((date(2025, 9, 29), "unknown"), (date(2025, 9, 30), "ready")):
        found = answers(small, ready, on=on, policies=policy, district=[{"state": "OH", "first_plan_year": 2026}])
        assert ready.row(found, "cybersecurity program")["standing"] == standing


def test_six_functions_each_question_by_itself(small: Any, ready: Any) -> None:
    found = answers(
        small, ready, {"function": "protect", "answer": "yes"}, {"function": "Protect", "answer": "no"},
        {"function": "Govern", "answer": "not known"},
    )  # fmt: skip
    rows = found.result("readiness").filter(pl.col("measure") == "self-assessment")
    assert dict(rows.select("about", "standing").iter_rows()) == {
        "Detect": "unknown", "Govern: Q2": "unknown", "Identify": "unknown", "Protect: Q0": "ready",
        "Protect: Q1": "not ready", "Recover": "unknown", "Respond": "unknown",
    }  # fmt: skip


def test_systems_past_support_by_place(small: Any, ready: Any) -> None:
    """One of three at the school: a panel is no such system; the office's support is not known."""
    classes = [
        {"code": "server", "name": "Server", "category": "servers and storage", "life_months": 60},
        {"code": "panel", "name": "Panel", "category": "peripherals", "life_months": 60},
    ]
    ends = {"a": date(2026, 6, 30), "b": date(2030, 6, 30), "c": date(2030, 6, 30)}
    assets: list[dict[str, Any]] = [
        {"asset": key, "asset_class": "server", "school": "010", "support_end": end, "status": "active"}
        for key, end in ends.items()
    ]
    assets += [
        {"asset": "p", "asset_class": "panel", "school": "010", "support_end": date(2020, 1, 1), "status": "active"},
        {"asset": "o", "asset_class": "server", "school": "090", "status": "active"},
        {"asset": "gone", "asset_class": "server", "school": "010", "support_end": date(2020, 1, 1),
         "status": "retired"},
    ]  # fmt: skip
    office = [{"code": "090", "name": "Office", "instructional": False}]
    found = answers(small, ready, asset_classes=classes, assets=assets, schools=office)
    row = ready.row(found, "supported systems", "010")
    assert (row["standing"], row["value"], row["missing"]) == ("not ready", Decimal(1), Decimal(1))
    assert ready.row(found, "supported systems", "090")["standing"] == "unknown"
    assert ready.row(found, "supported systems")["standing"] == "not ready"
