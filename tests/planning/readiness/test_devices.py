"""Devices of pupils and educators, now and in every year of the plan; by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

CLASSES = [
    {"code": "chromebook", "name": "Chromebook", "category": "client computers", "life_months": 48,
     "unit_price_cents": 30_000, "price_fy": 2027, "refresh_rule": "earlier of both"},
    {"code": "laptop", "name": "Laptop", "category": "client computers", "life_months": 60,
     "unit_price_cents": 90_000, "price_fy": 2027},
    {"code": "panel", "name": "Panel", "category": "peripherals", "life_months": 84},
]  # fmt: skip
EVERY_PUPIL = {
    "standard": "S1",
    "kind": "device",
    "asset_class": "chromebook",
    "driver": "student",
    "ratio": Decimal(1),
}
EVERY_TEACHER = {"standard": "S2", "kind": "device", "asset_class": "laptop", "driver": "teacher", "ratio": Decimal(1)}
OFFICE = {"standard": "S3", "kind": "device", "asset_class": "laptop", "driver": "staff", "role": "support",
          "ratio": Decimal(1)}  # fmt: skip


def things(
    code: str, n: int, *, since: date = date(2025, 8, 1), school: str = "010", **more: Any
) -> list[dict[str, Any]]:
    return [
        {"asset": f"{code}-{school}-{since}-{i}", "asset_class": code, "school": school, "in_service_on": since,
         "status": "active", "support_end": date(2033, 6, 30), **more}
        for i in range(n)
    ]  # fmt: skip


def table(found: Any, school: str = "010", at: str = "now", fy: int = 2027) -> dict[str, Any]:
    rows = found.result("readiness_devices")
    (row,) = rows.filter((pl.col("school") == school) & (pl.col("at") == at) & (pl.col("fy") == fy)).iter_rows(
        named=True
    )
    return dict(row)


def district(small: Any, ready: Any, assets: list[dict[str, Any]], **more: Any) -> Any:
    staff = [{"school": "010", "role": "teacher", "fy": 2027, "fte": Decimal(4)},
             {"school": "010", "role": "support", "fy": 2027, "fte": Decimal(2)}]  # fmt: skip
    parts = {"asset_classes": CLASSES, "assets": assets, "staff": staff,
             "standards": [EVERY_PUPIL, EVERY_TEACHER, OFFICE], **more}  # fmt: skip
    return ready.of(small.book_of(**ready.joined(ready.school("010", 20), parts)))


def test_pupils_for_each_serviceable_device(small: Any, ready: Any) -> None:
    """20 pupils, 12 Chromebooks, of which two are past support: 2 pupils for each of ten; ten are lacking."""
    late = things("chromebook", 2, since=date(2020, 8, 1), support_end=date(2026, 6, 30))
    found = district(small, ready, things("chromebook", 10) + late + things("panel", 3))
    row = table(found)
    assert (row["students"], row["student_devices"], row["students_per_device"]) == (20, 10, Decimal(2))
    assert (row["in_service"], row["beyond_support"], row["beyond_share"]) == (12, 2, Decimal("0.166667"))
    judged = ready.row(found, "students per device", "010", "now")
    assert (judged["standing"], judged["value"], judged["target"]) == ("not ready", Decimal(2), Decimal(1))
    assert (judged["gap"], judged["missing"], judged["missing_unit"]) == (Decimal(1), Decimal(10), "devices")
    support = ready.row(found, "supported devices", "010", "now")
    assert (support["standing"], support["value"], support["missing"]) == ("not ready", Decimal(2), Decimal(2))


def test_the_plan_closes_it_and_says_when_with_which_lines(small: Any, ready: Any) -> None:
    found = district(small, ready, things("chromebook", 12))
    judged = ready.row(found, "students per device", "010", "now")
    assert judged["closing_fy"] == 2027
    assert judged["closing_cents"] >= 8 * 30_000  # eight more Chromebooks
    assert judged["closing_unfunded_cents"] == judged["closing_cents"]  # no fund is entered
    end = table(found, at="year end")
    assert (end["student_devices"], end["students_per_device"]) == (20, Decimal(1))
    rows = found.result("readiness").filter(
        (pl.col("measure") == "students per device") & (pl.col("school") == "010") & (pl.col("about") == "year end")
    )
    assert rows["fy"].to_list() == [2027, 2028, 2029, 2030, 2031]
    assert set(rows["standing"].to_list()) == {"ready"}


def test_what_other_staff_are_to_have_is_set_aside(small: Any, ready: Any) -> None:
    """Five laptops, two for the office: three are left for four teachers."""
    found = district(small, ready, things("laptop", 5))
    row = table(found)
    assert (row["educators"], row["educator_devices"], row["staff_devices"]) == (4, 3, 2)
    judged = ready.row(found, "educators' devices", "010", "now")
    assert (judged["standing"], judged["missing"]) == ("not ready", Decimal(1))


def test_of_a_class_that_both_use_educators_come_first(small: Any, ready: Any) -> None:
    both = {**EVERY_TEACHER, "asset_class": "chromebook"}
    found = district(small, ready, things("chromebook", 10), standards=[EVERY_PUPIL, both])
    row = table(found)
    assert (row["educator_devices"], row["student_devices"]) == (4, 6)


def test_computers_that_no_standard_asks_for_may_be_anybodys(small: Any, ready: Any) -> None:
    """15 for sure and ten perhaps: 20 pupils may have enough or not."""
    found = district(small, ready, things("chromebook", 15) + things("laptop", 10), standards=[EVERY_PUPIL])
    assert table(found)["other_devices"] == 10
    assert ready.row(found, "students per device", "010", "now")["standing"] == "unknown"


def test_support_that_is_not_known_is_not_good(small: Any, ready: Any) -> None:
    found = district(small, ready, things("chromebook", 19) + things("chromebook", 1, school="010", support_end=None,
                     since=date(2025, 8, 2)))  # fmt: skip
    row = ready.row(found, "supported devices", "010", "now")
    assert (row["standing"], row["value"]) == ("unknown", None)
    assert table(found)["support_unknown"] == 1


def test_a_school_without_devices_entered_is_unknown(small: Any, ready: Any) -> None:
    found = district(small, ready, [], standards=[])
    assert ready.row(found, "students per device", "010", "now")["standing"] == "unknown"
    assert ready.row(found, "supported devices", "010", "now")["standing"] == "unknown"


def test_only_devices_past_support_are_no_devices(small: Any, ready: Any) -> None:
    found = district(small, ready, things("chromebook", 20, since=date(2019, 8, 1), support_end=date(2026, 6, 30)))
    row = ready.row(found, "students per device", "010", "now")
    assert (row["standing"], row["value"], row["missing"]) == ("not ready", None, Decimal(20))


def test_models_too_old_for_what_a_standard_asks(small: Any, ready: Any) -> None:
    """Three of five appeared before 2022; of one it is not known."""
    models = [
        {"model": "old", "asset_class": "chromebook", "released_on": date(2019, 3, 1)},
        {"model": "new", "asset_class": "chromebook", "released_on": date(2023, 3, 1)},
        {"model": "some", "asset_class": "chromebook"},
    ]
    asks = {**EVERY_PUPIL, "released_since": date(2022, 1, 1), "title": "Coding in a browser"}
    assets = things("chromebook", 3, model="old") + things("chromebook", 1, since=date(2025, 9, 1), model="new")
    some = things("chromebook", 1, since=date(2025, 9, 2), model="some")
    found = district(small, ready, assets + some, product_models=models, standards=[asks])
    row = ready.row(found, "capable devices", "010", "S1")
    assert (row["standing"], row["value"], row["missing"]) == ("not ready", Decimal(3), Decimal(3))
    assert "3 of 5 devices" in row["found"]
    only_some = ready.row(
        district(small, ready, some, product_models=models, standards=[asks]), "capable devices", "010", "S1"
    )
    assert (only_some["standing"], only_some["value"]) == ("unknown", None)
