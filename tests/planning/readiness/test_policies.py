"""Policies on safety and use: present, complete, in date, heard in public, signed; against the law's own lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

SAFETY = "inappropriate matter;direct communication;unauthorized access;personal information;harmful material"
POLICY = {"policy": "7540.03", "kind": "Internet safety", "title": "Internet safety", "adopted_on": date(2015, 8, 17),
          "reviewed_on": date(2026, 5, 18), "review_cycle_months": 12,
          "elements": f"{SAFETY};monitoring;education;filter"}  # fmt: skip
CIPA = ("Internet safety policy", "safety topics", "monitoring and education", "filter")


def policies(small: Any, ready: Any, *rows: dict[str, Any], **more: Any) -> Any:
    return ready.of(small.book_of(**ready.joined(ready.school("010", 100), {"policies": list(rows), **more})))


def test_a_complete_policy(small: Any, ready: Any) -> None:
    found = policies(small, ready, POLICY)
    for measure in CIPA:
        row = ready.row(found, measure)
        assert (row["standing"], row["confirmed"]) == ("ready", True)
        assert "CIPA" in row["source"]
    assert ready.row(found, "safety topics")["target"] == Decimal(5)  # the law's five topics


def test_what_a_policy_does_not_name(small: Any, ready: Any) -> None:
    found = policies(small, ready, {**POLICY, "elements": "Unauthorized access; monitoring"})
    row = ready.row(found, "safety topics")
    assert (row["standing"], row["value"], row["missing"]) == ("not ready", Decimal(1), Decimal(4))
    assert "harmful material" in row["found"]
    assert ready.row(found, "monitoring and education")["missing"] == Decimal(1)
    assert ready.row(found, "filter")["standing"] == "not ready"


def test_two_policies_cover_together(small: Any, ready: Any) -> None:
    first, second = {**POLICY, "elements": SAFETY}, {**POLICY, "policy": "8", "elements": "monitoring;education;filter"}
    found = policies(small, ready, first, second)
    assert {ready.row(found, measure)["standing"] for measure in CIPA} == {"ready"}


def test_before_july_2012_schools_monitor_only(small: Any, ready: Any) -> None:
    book = small.book_of(
        district=[{"first_plan_year": 2012}], schools=[{"code": "010", "name": "A"}],
        policies=[{**POLICY, "elements": "monitoring", "reviewed_on": None, "adopted_on": date(2011, 7, 1)}],
    )  # fmt: skip
    for on, target in ((date(2012, 6, 30), 1), (date(2012, 7, 1), 2)):
        assert ready.row(ready.of(book, on=on), "monitoring and education")["target"] == Decimal(target)


def test_no_policy_and_no_list_of_elements(small: Any, ready: Any) -> None:
    none = policies(small, ready)
    assert {ready.row(none, measure)["standing"] for measure in CIPA} == {"unknown"}
    other = policies(small, ready, {"policy": "1", "kind": "disposal"})
    assert ready.row(other, "Internet safety policy")["standing"] == "not ready"
    assert ready.row(other, "safety topics")["standing"] == "unknown"
    unlisted = policies(small, ready, {**POLICY, "elements": None})
    assert ready.row(unlisted, "Internet safety policy")["standing"] == "ready"
    assert ready.row(unlisted, "safety topics")["standing"] == "unknown"


@pytest.mark.parametrize(
    ("more", "standing"),
    [
        ({"notice_on": date(2015, 7, 20), "hearing_on": date(2015, 8, 17), "evidence": "Minutes 2015-112"}, "ready"),
        ({"notice_on": date(2015, 7, 20), "hearing_on": date(2015, 8, 17)}, "unknown"),
        ({"hearing_on": date(2015, 8, 17), "evidence": "Minutes"}, "unknown"),
        ({"notice_on": date(2027, 2, 1), "hearing_on": date(2027, 3, 1), "evidence": "Agenda"}, "not ready"),
        ({}, "unknown"),
    ],
)
def test_notice_and_hearing(small: Any, ready: Any, more: dict[str, Any], standing: str) -> None:
    assert ready.row(policies(small, ready, {**POLICY, **more}), "notice and hearing")["standing"] == standing


@pytest.mark.parametrize(
    ("kind", "cycle", "reviewed", "late"),
    [
        ("disposal", 60, date(2022, 3, 21), 0),  # due 21 March 2027
        ("disposal", 24, date(2024, 5, 20), 240),  # due 20 May 2026; 240 days to 15 January 2027
        ("acceptable use", 24, date(2025, 12, 15), 31),  # a use agreement is reviewed every year: 15 December 2026
        ("acceptable use", 6, date(2026, 7, 15), 0),  # its own shorter cycle: due on the day of planning
        ("disposal", None, date(2024, 5, 20), None),
        ("disposal", 24, None, None),
    ],
)
def test_policies_in_date(
    small: Any, ready: Any, kind: str, cycle: int | None, reviewed: date | None, late: int | None
) -> None:
    one = {"policy": "1", "kind": kind, "review_cycle_months": cycle, "reviewed_on": reviewed}
    row = ready.row(policies(small, ready, one), "policy in date", about="1")
    assert row["value"] == (None if late is None else Decimal(late))
    assert row["standing"] == ("unknown" if late is None else "not ready" if late else "ready")


def test_the_parts_of_a_use_agreement(small: Any, ready: Any) -> None:
    """Six parts by the National Education Association."""
    parts = "preamble;definitions;policy statement;acceptable uses;unacceptable uses;sanctions"
    whole = policies(small, ready, {"policy": "1", "kind": "Acceptable use", "elements": parts})
    assert ready.row(whole, "use agreement")["standing"] == "ready"
    five = policies(
        small, ready, {"policy": "1", "kind": "acceptable use", "elements": parts.replace(";sanctions", "")}
    )
    row = ready.row(five, "use agreement")
    assert (row["standing"], row["value"], row["target"]) == ("not ready", Decimal(5), Decimal(6))


def test_signatures_by_school(small: Any, ready: Any) -> None:
    """88 of 100: 12 are missing; a school with none due lacks none; one that is not entered is unknown."""
    signed = [
        {"policy": "7540.03", "school": "010", "fy": 2027, "due": 100, "received": 88},
        {"policy": "7540.03", "school": "020", "fy": 2027, "due": 0, "received": 0},
        {"policy": "7540.03", "school": "030", "fy": 2027, "due": 50},
    ]
    schools = ready.joined(*(ready.school(code, 100) for code in ("010", "020", "030", "040")))
    found = ready.of(small.book_of(**ready.joined(schools, {"policies": [POLICY], "policy_signatures": signed})))
    row = ready.row(found, "signatures", "010", "7540.03")
    assert (row["standing"], row["value"], row["missing"]) == ("not ready", Decimal("0.88"), Decimal(12))
    standings = [ready.row(found, "signatures", code, "7540.03")["standing"] for code in ("020", "030", "040")]
    assert standings == ["ready", "unknown", "unknown"]
