"""Bandwidth by student and by user against the published targets; by hand, and from the reports' figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

DAY = date(2026, 10, 13)


def measured(code: str, mbps: int | None, **more: Any) -> dict[str, Any]:
    return {"connectivity": [{"school": code, "measured_on": DAY, "internet_mbps": mbps, **more}]}


def test_five_hundred_students_on_four_hundred_megabits(small: Any, ready: Any) -> None:
    """0.8 Mbps for each student; 1 Gbps for 1,000 students asks for 500, so 100 are lacking."""
    book = small.book_of(**ready.joined(ready.school("010", 500), measured("010", 400)))
    row = ready.row(ready.of(book), "Internet per student")
    assert (row["standing"], row["value"], row["target"]) == ("not ready", Decimal("0.8"), Decimal(1))
    assert (row["gap"], row["missing"], row["missing_unit"]) == (Decimal("0.2"), Decimal(100), "Mbps")
    assert row["target_on"] == date(2020, 7, 1)
    assert row["confirmed"]
    assert "FCC" in row["source"]


def test_before_2020_the_short_term_goal_holds(small: Any, ready: Any) -> None:
    """100 Mbps for 1,000 students: 500 students need 50."""
    book = small.book_of(
        district=[{"first_plan_year": 2017}], schools=[{"code": "010", "name": "A"}],
        enrollment=[{"school": "010", "grade": "5", "fy": 2017, "students": 500}],
        connectivity=[{"school": "010", "measured_on": date(2016, 10, 1), "internet_mbps": 400}],
    )  # fmt: skip
    row = ready.row(ready.of(book, on=date(2017, 1, 15)), "Internet per student")
    assert (row["standing"], row["target"]) == ("ready", Decimal("0.1"))


@pytest.mark.parametrize(
    ("students", "staff", "mbps", "target", "standing", "missing"),
    [
        (500, 100, 1_680, "2.8", "ready", 0),  # small: 600 users at 2.8 are 1,680
        (500, 100, 1_000, "2.8", "not ready", 680),
        (60, 15, 200, "4", "not ready", 100),  # small: 75 users at 2.8 are 210, but no less than 300
        (60, 15, 300, "4", "ready", 0),
        (3_000, 400, 6_800, "2", "ready", 0),  # medium: 3,400 users at 2.0
        (999, 1, 2_800, "2.8", "ready", 0),
        (1_000, 1, 2_800, "2", "ready", 0),  # between the bands: medium
        (10_000, 1, 14_000, "2", "not ready", 6_002),
        (12_000, 1_000, 18_200, "1.4", "ready", 0),  # large: 13,000 users at 1.4
    ],
)
def test_setda_2019_by_size(
    small: Any, ready: Any, students: int, staff: int, mbps: int, target: str, standing: str, missing: int
) -> None:
    people = {"staff": [{"school": "010", "role": "teacher", "fy": 2027, "fte": Decimal(staff)}]}
    found = ready.of(small.book_of(**ready.joined(ready.school("010", students), measured("010", mbps), people)))
    row = ready.row(found, "Internet per user")
    assert (row["standing"], row["target"], row["missing"]) == (standing, Decimal(target), Decimal(missing))
    assert [one.value.split(",")[0] for one in found.assumptions if one.assumption == "SETDA's band of size"]


@pytest.mark.parametrize(
    ("on", "target"), [(date(2018, 1, 15), "1.5"), (date(2021, 1, 15), "4.3"), (date(2024, 1, 15), "2.8")]
)
def test_setda_of_a_small_district_by_year(small: Any, ready: Any, on: date, target: str) -> None:
    fy = on.year
    book = small.book_of(
        district=[{"first_plan_year": fy}], schools=[{"code": "010", "name": "A"}],
        enrollment=[{"school": "010", "grade": "5", "fy": fy, "students": 500}],
        staff=[{"school": "010", "role": "teacher", "fy": fy, "fte": Decimal(50)}],
    )  # fmt: skip
    assert ready.row(ready.of(book, on=on), "Internet per user")["target"] == Decimal(target)


def test_the_district_may_choose_its_band(small: Any, ready: Any) -> None:
    people = {"staff": [{"school": "010", "role": "teacher", "fy": 2027, "fte": Decimal(10)}]}
    book = small.book_of(**ready.joined(ready.school("010", 2_000), measured("010", 5_000), people))
    rule = """[[bandwidth.setda.band]]\nvalue = "small"\nunit = "text"\neffective = 2026-07-01\npublished = 2026-07-01
citation = "Board of education, 1 June 2026"\nstatus = "final"\nconfirmed = false\nkeyed_by = "calendar date"\n"""
    found = ready.of(book.with_documents("rules", {"own": rule}))
    assert ready.row(found, "Internet per user")["target"] == Decimal("2.8")
    assert not [one for one in found.assumptions if one.assumption == "SETDA's band of size"]


def test_a_shared_connection_counts_once(small: Any, ready: Any) -> None:
    """Two schools of 400 each on one circuit of 600: 0.75; on circuits of their own 1.5."""
    schools = ready.joined(ready.school("010", 400), ready.school("020", 400))
    shared = ready.joined(schools, measured("010", 600, circuit="north"), measured("020", 600, circuit="north"))
    row = ready.row(ready.of(small.book_of(**shared)), "Internet per student")
    assert (row["standing"], row["value"], row["missing"]) == ("not ready", Decimal("0.75"), Decimal(200))
    own = ready.joined(schools, measured("010", 600, circuit="north"), measured("020", 600, circuit="south"))
    row = ready.row(ready.of(small.book_of(**own)), "Internet per student")
    assert (row["standing"], row["value"]) == ("ready", Decimal("1.5"))


def test_without_a_name_the_same_connection_may_serve_both(small: Any, ready: Any) -> None:
    """600 at two schools is 600 or 1,200 in all: for 800 students not known, for 500 ready, for 1,400 not ready."""
    for students, standing in ((400, "unknown"), (250, "ready"), (700, "not ready")):
        book = small.book_of(
            **ready.joined(
                ready.school("010", students), ready.school("020", students), measured("010", 600), measured("020", 600)
            )
        )
        row = ready.row(ready.of(book), "Internet per student")
        assert row["standing"] == standing
        assert ("circuit" in row["why"]) == (row["found"].startswith("600 to 1,200"))


def test_an_unmeasured_school_is_unknown_and_no_school_is_graded_by_the_goal(small: Any, ready: Any) -> None:
    book = small.book_of(**ready.joined(ready.school("010", 500), ready.school("020", 500), measured("010", 400)))
    found = ready.of(book)
    row = ready.row(found, "Internet per student")
    assert (row["standing"], row["value"], row["gap"]) == ("unknown", None, None)
    assert "Measure every school" in row["why"]
    table = found.result("readiness")
    for measure in ("Internet at peak", "Internet until", "Wi-Fi in rooms", "Internet at home"):
        assert ready.row(found, measure, "020")["standing"] == "unknown"
    assert table.filter(table["measure"] == "Internet per student")["school"].to_list() == ["(district)"]


def test_wide_area_links_of_all_schools(small: Any, ready: Any) -> None:
    """10 Gbps for 1,000 students: 1,000 students on 10,000 and 1,000 Mbps have 11 each; the narrow link is named."""
    schools = ready.joined(ready.school("010", 900), ready.school("020", 100))
    book = small.book_of(
        **ready.joined(schools, measured("010", 1, wan_mbps=10_000), measured("020", 1, wan_mbps=1_000))
    )
    row = ready.row(ready.of(book), "WAN per student")
    assert (row["standing"], row["value"], row["target"]) == ("ready", Decimal(11), Decimal(10))
    assert "1,000 Mbps, at 020" in row["found"]


def test_one_school_has_no_wide_area_network(small: Any, ready: Any) -> None:
    found = ready.of(small.book_of(**ready.joined(ready.school("010", 500), measured("010", 400))))
    assert not found.result("readiness")["measure"].is_in(["WAN per student", "WAN at peak"]).any()


def test_wifi_where_pupils_are_taught(small: Any, ready: Any) -> None:
    """Three of four: a gym is not asked for, and a room closed last year neither."""
    types = ["classroom", "classroom", "lab", "media", "gym"]
    rooms: list[dict[str, Any]] = [{"school": "010", "room": str(n), "type": kind} for n, kind in enumerate(types)]
    rooms.append({"school": "010", "room": "old", "type": "classroom", "to_fy": 2026})
    parts = ready.joined(ready.school("010", 500), measured("010", 400, rooms_with_wifi=3), {"rooms": rooms})
    row = ready.row(ready.of(small.book_of(**parts)), "Wi-Fi in rooms", "010")
    assert (row["standing"], row["value"], row["missing"]) == ("not ready", Decimal("0.75"), Decimal(1))
    rooms.append({"school": "010", "room": "6"})
    parts = ready.joined(ready.school("010", 500), measured("010", 400, rooms_with_wifi=4), {"rooms": rooms})
    assert ready.row(ready.of(small.book_of(**parts)), "Wi-Fi in rooms", "010")["standing"] == "unknown"


def test_a_later_measurement_counts_and_one_after_the_day_does_not(small: Any, ready: Any) -> None:
    rows = [
        {"school": "010", "measured_on": date(2025, 10, 1), "internet_mbps": 100},
        {"school": "010", "measured_on": date(2026, 10, 1), "internet_mbps": 600},
        {"school": "010", "measured_on": date(2026, 11, 1)},
        {"school": "010", "measured_on": date(2027, 3, 1), "internet_mbps": 50},
    ]
    row = ready.row(ready.of(small.book_of(**ready.joined(ready.school("010", 500), {"connectivity": rows}))),
                    "Internet per student")  # fmt: skip
    assert (row["standing"], row["value"], row["measured_on"]) == ("ready", Decimal("1.2"), date(2026, 10, 1))
