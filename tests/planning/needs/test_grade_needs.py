"""Classes that follow the pupil, checked by hand: grades 9 to 12 of ten pupils each, new devices in grade 9."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.planning.drivers import driver_counts
from techplan.planning.needs import NeedsFound, find_needs
from techplan.planning.needs.due import due_dates
from techplan.planning.results import Needs, Stock
from techplan.planning.settings import settings_of

ON = date(2026, 11, 25)

CLASS = {
    "code": "cb", "name": "Chromebook", "category": "client computers", "life_months": 48,
    "refresh_rule": "grade entry", "entry_grades": "9",
}  # fmt: skip


def held(items: int, grade: str | None, prefix: str = "a", **more: Any) -> list[dict[str, Any]]:
    return [
        {"asset": f"{prefix}{grade}-{n}", "asset_class": "cb", "grade": grade, "in_service_on": date(2025, 8, 1)} | more
        for n in range(items)
    ]


def high_school(small: SimpleNamespace, **more: Any) -> Book:
    grades = ("9", "10", "11", "12")
    rows = {
        "schools": [{"code": "H", "name": "High"}, {"code": "M", "name": "Middle"}],
        "asset_classes": [CLASS],
        "enrollment": [{"school": "H", "grade": grade, "fy": 2027, "students": 10} for grade in grades],
        "assets": [row for grade in grades for row in held(10, grade)],
    }
    book: Book = small.book_of(**(rows | more))
    return book


def found(book: Book, on: date = ON) -> NeedsFound:
    settings = settings_of(book, on)[0]
    needs = find_needs(book, settings, driver_counts(book, settings))
    Needs.validate(needs.needs)
    Stock.validate(needs.stock)
    return needs


def bought(book: Book, on: date = ON) -> dict[int, int]:
    sums = found(book, on).needs.group_by("paying_fy").agg(pl.col("quantity").sum()).sort("paying_fy")
    return dict(sums.iter_rows())


def test_leavers_hand_in_what_entrants_get_new(small: SimpleNamespace) -> None:
    needs = found(high_school(small))
    rows = needs.needs.select("school", "cause", "replaces", "due_on", "quantity").sort("due_on").rows()
    assert rows == [("H", "replacement", "cb", date(fy - 1, 8, 20), 10) for fy in range(2028, 2032)]
    stock = needs.stock.sort("fy").select("opening", "retired", "bought", "closing").rows()
    assert stock == [(40, 0, 0, 40)] + [(40, 10, 10, 40)] * 4


@pytest.mark.parametrize(("first", "years"), [(2027, range(2028, 2032)), (2028, range(2028, 2033))])
def test_a_plan_that_begins_next_year_moves_pupils_up_once(small: SimpleNamespace, first: int, years: range) -> None:
    book = high_school(small, district=[{"first_plan_year": first}])
    assert bought(book) == dict.fromkeys(years, 10)


@pytest.mark.parametrize(
    ("start", "on", "comes_back"),
    [
        (7, date(2026, 11, 25), date(2027, 8, 20)),
        (7, date(2026, 8, 19), date(2026, 8, 20)),
        (7, date(2026, 8, 20), date(2027, 8, 20)),
        (1, date(2027, 3, 1), date(2027, 8, 20)),
        (1, date(2027, 9, 1), date(2028, 8, 20)),
        (10, date(2026, 11, 25), date(2027, 8, 20)),
        (10, date(2027, 9, 1), date(2028, 8, 20)),
    ],
)
def test_grade_12_hands_in_on_the_next_first_day_of_school(
    small: SimpleNamespace, start: int, on: date, comes_back: date
) -> None:
    book = high_school(small, district=[{"fiscal_year_start_month": start}])
    settings = settings_of(book, on)[0]
    due = due_dates(book, settings).filter(pl.col("grade") == "12")["due_on"].unique().to_list()
    assert due == [comes_back]
    assert found(book, on).needs["due_on"].min() == comes_back


def test_teachers_get_theirs_beside_the_pupils(small: SimpleNamespace) -> None:
    """Five teachers, two devices without a pupil: three more, replaced by age; the pupils' rows are as before."""
    standards = [
        {"standard": "P", "kind": "device", "asset_class": "cb", "driver": "student"},
        {"standard": "T", "kind": "device", "asset_class": "cb", "driver": "teacher"},
    ]
    assets = [row for grade in ("9", "10", "11", "12") for row in held(10, grade)] + held(2, None, school="H")
    staff = [{"school": "H", "role": "teacher", "fy": 2027, "fte": 5}]
    needs = found(high_school(small, standards=standards, staff=staff, assets=assets))
    growth = needs.needs.filter(pl.col("cause") == "growth")
    assert growth.select("school", "due_on", "quantity").rows() == [("H", date(2026, 8, 20), 3)]
    at_school = needs.stock.filter((pl.col("school") == "H") & (pl.col("fy") == 2027))
    assert at_school.select("opening", "bought", "required", "undated").rows() == [(2, 3, 5, 2)]


def test_needs_of_both_kinds_at_one_school_and_day_are_one_need(small: SimpleNamespace) -> None:
    standards = [
        {"standard": "P", "kind": "device", "asset_class": "cb", "driver": "student"},
        {
            "standard": "T",
            "kind": "device",
            "asset_class": "cb",
            "driver": "stated count",
            "stated_count": 4,
            "school": "H",
        },
    ]
    needs = found(high_school(small, standards=standards, assets=[])).needs
    first = needs.filter(pl.col("paying_fy") == 2027)
    assert first.select("cause", "quantity").rows() == [("growth", 44)]


def test_a_persons_date_brings_a_pupils_device_back(small: SimpleNamespace) -> None:
    """Grade 10's ten are to be replaced in March 2027; the new ones go on with their pupils."""
    assets = held(10, "9") + held(10, "10", replace_on=date(2027, 3, 10)) + held(10, "11") + held(10, "12")
    needs = found(high_school(small, assets=assets)).needs
    first = needs.filter(pl.col("paying_fy") == 2027)
    assert first.select("cause", "due_on", "deploy_by", "why", "quantity").rows() == [
        ("replacement", date(2027, 3, 10), date(2027, 3, 10), "a person's date", 10)
    ]
    assert bought(high_school(small, assets=assets)) == {2027: 10, 2028: 10, 2029: 10, 2030: 10, 2031: 10}


def test_a_persons_date_counts_where_no_grade_is_known(small: SimpleNamespace) -> None:
    assets = held(3, None, school="H", replace_on=date(2027, 3, 10))
    needs = found(high_school(small, assets=assets, enrollment=[])).needs
    assert needs.select("replaces", "due_on", "quantity").rows()[0] == ("cb", date(2027, 3, 10), 3)


def test_an_older_class_in_pupils_hands_is_replaced_by_its_own_rule(small: SimpleNamespace) -> None:
    """Ten of grade 9 are of an older class, due by age on 1 August 2028, when their pupils go to grade 11."""
    old = {**CLASS, "code": "old", "refresh_rule": "age", "replacement_class": "cb", "entry_grades": None}
    assets = held(10, "9", asset_class="old", in_service_on=date(2024, 8, 1)) + [
        row for grade in ("10", "11", "12") for row in held(10, grade)
    ]
    needs = found(high_school(small, asset_classes=[CLASS, old], assets=assets))
    replaced = needs.needs.filter(pl.col("replaces") == "old")
    assert replaced.select("due_on", "paying_fy", "why", "quantity").rows() == [(date(2028, 8, 1), 2029, "age", 10)]
    assert needs.stock.filter(pl.col("fy") == 2027).select("opening", "bought").rows() == [(40, 0)]


def test_what_is_bought_is_shared_by_the_schools_of_a_grade(small: SimpleNamespace) -> None:
    """Grade 9 is at two schools, seven and three pupils."""
    enrollment = [
        {"school": school, "grade": "9", "fy": 2027, "students": students} for school, students in (("H", 7), ("M", 3))
    ]
    needs = found(high_school(small, enrollment=enrollment, assets=[])).needs
    assert needs.filter(pl.col("paying_fy") == 2027).select("school", "quantity").rows() == [("H", 7), ("M", 3)]


def test_losses_of_the_year_in_progress_are_those_still_to_come(small: SimpleNamespace) -> None:
    """20 % of ten a grade is two; of the year in progress 218 of 365 days are left, so one (1.19)."""
    book = high_school(small, asset_classes=[{**CLASS, "attrition": "0.2"}])
    assert found(book).stock.sort("fy")["lost"].to_list()[:2] == [4, 6]  # new devices of grade 9 are lost later
