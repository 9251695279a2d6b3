"""Students, staff, rooms and schools in years that the Book states and in those it does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from techplan.book.book import Book, make_book
from techplan.planning.drivers import driver_counts, year_spans
from techplan.planning.settings import Settings, settings_of


def settings(book: Book, years: int = 3) -> Settings:
    return settings_of(book, date(2026, 11, 25), years=years)[0]


def a_book() -> Book:
    return make_book(
        {
            "district": pl.DataFrame({"district": ["d"], "name": ["D"], "first_plan_year": [2027]}),
            "schools": pl.DataFrame(
                {
                    "code": ["010", "020", "090"],
                    "name": ["High", "Middle", "Garage"],
                    "instructional": [True, None, False],
                    "closes_fy": [None, 2028, None],
                }
            ),
            "enrollment": pl.DataFrame(
                {
                    "school": ["010", "010", "010", "020"],
                    "grade": ["9", "10", "9", "6"],
                    "fy": [2028, 2028, 2029, 2028],
                    "students": [100, 90, 110, 50],
                }
            ),
            "staff": pl.DataFrame(
                {
                    "school": ["010", "010", "020"],
                    "role": ["teacher", "aide", "teacher"],
                    "fy": [2027, 2027, 2027],
                    "fte": [Decimal("7.5"), Decimal("1.2"), Decimal("3")],
                    "heads": [9, None, None],
                }
            ),
            "rooms": pl.DataFrame(
                {
                    "school": ["010", "010", "010", "020"],
                    "room": ["1", "2", "3", "1"],
                    "type": ["classroom", "classroom", None, "lab"],
                    "from_fy": [None, 2029, None, None],
                    "to_fy": [None, None, 2027, None],
                }
            ),
        }
    )


def test_years_before_the_first_take_it_and_years_after_the_last_hold_it():
    book = a_book()
    counts = driver_counts(book, settings(book))
    nines = counts.students.filter((pl.col("school") == "010") & (pl.col("grade") == "9"))
    assert dict(nines.select("fy", "students").iter_rows()) == {
        2027: 100, 2028: 100, 2029: 110, 2030: 110, 2031: 110, 2032: 110,
    }  # fmt: skip
    held = [item for item in counts.assumptions if item.about == "enrollment"]
    assert [(item.assumption, item.value) for item in held] == [
        (
            "numbers held in years not entered",
            "FY2027 as FY2028; FY2030–FY2032 as FY2029",
        )
    ]


def test_a_grade_without_a_row_in_an_entered_year_is_empty_in_that_year():
    book = a_book()
    tens = driver_counts(book, settings(book)).students.filter(pl.col("grade") == "10")
    assert tens["fy"].to_list() == [2027, 2028]


def test_a_closed_school_has_no_one_and_no_room():
    book = a_book()
    counts = driver_counts(book, settings(book))
    for frame in (counts.students, counts.staff, counts.rooms, counts.schools):
        assert frame.filter(pl.col("school") == "020")["fy"].unique().sort().to_list() == [2027, 2028]


def test_persons_are_heads_else_full_time_equivalents_rounded_up():
    book = a_book()
    counts = driver_counts(book, settings(book))
    first = counts.staff.filter(pl.col("fy") == 2027).select("school", "role", "persons").rows()
    assert first == [("010", "aide", 2), ("010", "teacher", 9), ("020", "teacher", 3)]
    rounded = [item for item in counts.assumptions if item.assumption.startswith("persons counted")]
    assert [item.rows for item in rounded] == [2]


def test_rooms_count_while_in_use_and_keep_an_unknown_type_apart():
    book = a_book()
    rooms = driver_counts(book, settings(book)).rooms.filter(pl.col("school") == "010")
    assert rooms.filter(pl.col("fy") == 2027).select("type", "rooms").rows() == [(None, 1), ("classroom", 1)]
    assert rooms.filter(pl.col("fy") == 2029).select("type", "rooms").rows() == [("classroom", 2)]


def test_only_a_building_said_to_be_without_pupils_is_not_instructional():
    book = a_book()
    schools = driver_counts(book, settings(book)).schools.filter(pl.col("fy") == 2027)
    assert schools.select("school", "instructional").rows() == [("010", True), ("020", True), ("090", False)]


def test_a_school_first_entered_later_than_others_begins_then():
    rows = {"school": ["A", "B"], "grade": ["1", "1"], "fy": [2027, 2029], "students": [10, 20]}
    book = make_book({"enrollment": pl.DataFrame(rows)})
    counts = driver_counts(book, settings(book))
    assert counts.students.filter(pl.col("school") == "B")["fy"].to_list() == [2029, 2030, 2031, 2032]
    late = [item for item in counts.assumptions if "before a school" in item.assumption]
    assert [item.value for item in late] == ["B from FY2029"]


def test_schools_that_hold_different_years_are_named():
    rows = {
        "school": ["A", "A", "B"],
        "grade": ["1", "1", "1"],
        "fy": [2027, 2031, 2027],
        "students": [10, 11, 20],
    }
    book = make_book({"enrollment": pl.DataFrame(rows)})
    (held,) = driver_counts(book, settings(book)).assumptions
    assert held.value == (
        "FY2028–FY2030 as FY2027 (schools A); FY2028–FY2032 as FY2027 (schools B); FY2032 as FY2031 (schools A)"
    )


def test_an_empty_book_counts_nothing_and_assumes_nothing():
    book = make_book()
    counts = driver_counts(book, settings(book))
    assert counts.students.is_empty()
    assert counts.rooms.is_empty()
    assert counts.assumptions == ()
    assert counts.staff.schema["persons"] == pl.Int64


def test_year_spans_join_runs():
    assert year_spans([2031, 2027, 2028, 2029, 2033]) == "FY2027–FY2029, FY2031, FY2033"
