"""Access at home: who answered is known, who did not is neither with nor without."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest


def survey(code: str, grade: str, **more: Any) -> dict[str, Any]:
    return {"home_access": [{"school": code, "grade": grade, "fy": 2027, **more}]}


def test_a_pupil_known_to_be_without_decides(small: Any, ready: Any) -> None:
    """72 of 80 who answered have it: eight are without, whatever the other 20 would say."""
    asked = survey("010", "5", asked=100, answered=80, adequate_internet=72, device=80, hotspots=6)
    found = ready.of(small.book_of(**ready.joined(ready.school("010", 100), asked)))
    for school, about in (("010", "5"), ("010", "-"), ("(district)", "-")):
        row = ready.row(found, "Internet at home", school, about)
        assert (row["standing"], row["value"], row["gap"]) == ("not ready", Decimal("0.9"), Decimal("0.1"))
        assert (row["missing"], row["missing_unit"]) == (Decimal(8), "pupils")
        assert "80 % of those asked answered" in row["why"]
        assert "6 hotspots" in row["found"]
    device = ready.row(found, "device at home", "010", "5")
    assert (device["standing"], device["value"]) == ("unknown", Decimal(1))  # 20 did not answer


def test_every_family_asked_and_all_have_it(small: Any, ready: Any) -> None:
    asked = survey("010", "5", asked=80, answered=80, adequate_internet=80)
    found = ready.of(small.book_of(**ready.joined(ready.school("010", 80), asked)))
    assert ready.row(found, "Internet at home")["standing"] == "ready"
    assert ready.row(found, "device at home")["standing"] == "unknown"


def test_how_many_were_asked_is_not_known(small: Any, ready: Any) -> None:
    for having, standing in ((79, "not ready"), (80, "unknown")):
        asked = survey("010", "5", answered=80, adequate_internet=having)
        found = ready.of(small.book_of(**ready.joined(ready.school("010", 80), asked)))
        assert ready.row(found, "Internet at home")["standing"] == standing


def test_a_school_without_a_survey_leaves_the_district_unknown(small: Any, ready: Any) -> None:
    schools = ready.joined(ready.school("010", 80), ready.school("020", 80))
    asked = survey("010", "5", asked=80, answered=80, adequate_internet=80)
    found = ready.of(small.book_of(**ready.joined(schools, asked)))
    assert ready.row(found, "Internet at home", "010")["standing"] == "ready"
    assert ready.row(found, "Internet at home", "020")["standing"] == "unknown"
    assert ready.row(found, "Internet at home")["standing"] == "unknown"


def test_grades_add_up_and_an_older_year_stands_until_it_is_asked_again(small: Any, ready: Any) -> None:
    """45 of 50 in grade 5 of FY2027, 30 of 40 in grade 4 of FY2026: 75 of 90."""
    old = {"home_access": [{"school": "010", "grade": "4", "fy": 2026, "asked": 40, "answered": 40,
                            "adequate_internet": 30}]}  # fmt: skip
    newer = survey("010", "5", asked=50, answered=50, adequate_internet=45)
    empty = survey("010", "4", asked=40)
    row = ready.row(
        ready.of(small.book_of(**ready.joined(ready.school("010", 90), old, newer, empty))), "Internet at home", "010"
    )
    assert row["value"] == Decimal("0.833333")
    assert row["missing"] == Decimal(15)


@pytest.mark.parametrize(("share", "standing"), [("0.9", "ready"), ("0.95", "not ready")])
def test_a_district_may_set_its_own_target(small: Any, ready: Any, share: str, standing: str) -> None:
    rule = f"""[[readiness.home_internet]]\nvalue = "{share}"\nunit = "fraction"\neffective = 2026-07-01
published = 2026-07-01\ncitation = "Strategic plan"\nstatus = "final"\nconfirmed = false
keyed_by = "calendar date"\n"""
    asked = survey("010", "5", asked=100, answered=100, adequate_internet=92)
    book = small.book_of(**ready.joined(ready.school("010", 100), asked)).with_documents("rules", {"own": rule})
    row = ready.row(ready.of(book), "Internet at home")
    assert row["standing"] == standing
    assert row["confirmed"]
    assert row["source"] == "the district's own rule (Strategic plan)"


def test_help_that_has_ended_is_named_once_for_the_district(small: Any, ready: Any) -> None:
    found = ready.of(small.book_of(**ready.school("010", 100)))
    assert "E-rate for hotspots and bus Wi-Fi (2025-09-30)" in ready.row(found, "Internet at home")["why"]
    assert "ended" not in ready.row(found, "Internet at home", "010")["why"]
