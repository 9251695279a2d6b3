"""Digital content: programs, what is on file, licences that end during school, what an active user costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

PROGRAMS = [{"code": "ELA", "title": "English"}, {"code": "MATH", "title": "Mathematics"}]
LICENCE = {"agreement": "A1", "title": "Reader", "category": "software", "basis": "flat", "amount_cents": 700_000,
           "price_fy": 2027, "start_on": date(2026, 7, 1), "end_on": date(2027, 6, 30), "program": "ELA",
           "renews": True, "term_months": 12}  # fmt: skip
USE = {"agreement": "A1", "measured_on": date(2026, 12, 1), "seats": 1_000, "active_users": 380,
       "privacy_agreement": True, "accessibility_statement": False}  # fmt: skip


def content(small: Any, ready: Any, licence: dict[str, Any], *uses: dict[str, Any], **more: Any) -> Any:
    parts = {"agreements": [licence], "content": list(uses), "programs": PROGRAMS, **more}
    return ready.of(small.book_of(**ready.joined(ready.school("010", 100), parts)))


def test_cost_of_an_active_user(small: Any, ready: Any) -> None:
    """1,000 seats at 7.00 are 7,000.00; of 380 users each costs 18.42."""
    row = content(small, ready, LICENCE, USE).result("readiness_content").row(0, named=True)
    assert (row["cost_cents"], row["user_cents"], row["seats"], row["active_users"]) == (700_000, 1_842, 1_000, 380)


def test_nobody_uses_it_or_nobody_counted(small: Any, ready: Any) -> None:
    for users in (0, None):
        row = (
            content(small, ready, LICENCE, {**USE, "active_users": users})
            .result("readiness_content")
            .row(0, named=True)
        )
        assert (row["user_cents"], row["active_users"]) == (None, users)


def test_programs_with_and_without_content(small: Any, ready: Any) -> None:
    found = content(small, ready, LICENCE, USE)
    assert ready.row(found, "content of programs", about="ELA")["standing"] == "ready"
    lacks = ready.row(found, "content of programs", about="MATH")
    assert (lacks["standing"], lacks["missing"]) == ("not ready", Decimal(1))
    unnamed = content(small, ready, {**LICENCE, "program": None})
    assert ready.row(unnamed, "content of programs", about="MATH")["standing"] == "unknown"


def test_an_ended_licence_is_no_content(small: Any, ready: Any) -> None:
    ended = {**LICENCE, "start_on": date(2025, 7, 1), "end_on": date(2026, 6, 30), "renews": False}
    assert content(small, ready, ended, USE).result("readiness_content").is_empty()


def test_what_is_on_file(small: Any, ready: Any) -> None:
    found = content(small, ready, LICENCE, USE)
    assert ready.row(found, "student-data agreement", about="A1")["standing"] == "ready"
    assert ready.row(found, "accessibility statement", about="A1")["standing"] == "not ready"
    later = {"agreement": "A1", "measured_on": date(2027, 1, 1), "active_users": 400}  # says nothing of either
    found = content(small, ready, LICENCE, USE, later)
    assert ready.row(found, "student-data agreement", about="A1")["standing"] == "ready"
    assert ready.row(found, "accessibility statement", about="A1")["standing"] == "not ready"
    assert ready.row(content(small, ready, LICENCE), "student-data agreement", about="A1")["standing"] == "unknown"


@pytest.mark.parametrize(
    ("end", "renews", "standing"),
    [
        (date(2027, 6, 30), False, "ready"),
        (date(2027, 2, 28), False, "not ready"),
        (date(2027, 2, 28), True, "ready"),
        (date(2027, 2, 28), None, "unknown"),
        (None, None, "unknown"),
        (None, True, "ready"),
    ],
)
def test_a_licence_that_ends_during_school(
    small: Any, ready: Any, end: date | None, renews: bool | None, standing: str
) -> None:
    found = content(small, ready, {**LICENCE, "end_on": end, "renews": renews}, USE)
    assert ready.row(found, "licence through the year", about="A1")["standing"] == standing


def test_ohio_asks_for_terms_and_other_states_do_not(small: Any, ready: Any) -> None:
    terms = {**USE, "terms": "District property; security safeguards;access only as needed;breach notice"}
    found = content(small, ready, LICENCE, terms, district=[{"state": "OH"}])
    row = ready.row(found, "contract terms", about="A1")
    assert (row["standing"], row["value"], row["target"]) == ("not ready", Decimal(4), Decimal(5))
    assert "not named: no sale" in row["found"]
    unsaid = ready.row(content(small, ready, LICENCE, USE, district=[{"state": "OH"}]), "contract terms", about="A1")
    assert unsaid["standing"] == "unknown"
    elsewhere = content(small, ready, LICENCE, terms, district=[{"state": "MI"}]).result("readiness")
    assert "contract terms" not in elsewhere["measure"].to_list()
    assert "cybersecurity program" not in elsewhere["measure"].to_list()
