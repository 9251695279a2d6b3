"""What standards ask for, checked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.planning.drivers import driver_counts
from techplan.planning.needs import NeedsFound, find_needs
from techplan.planning.settings import settings_of

CLASS = {"code": "t", "name": "Tablet", "category": "client computers", "life_months": 240, "refresh_rule": "age"}


def standard(code: str, **more: Any) -> dict[str, Any]:
    return {"standard": code, "kind": "device", "asset_class": "t", "driver": "student"} | more


def hundred(small: SimpleNamespace, *standards: Mapping[str, Any], **more: Any) -> Book:
    """A hundred pupils of grade 3 at one school."""
    rows = {
        "schools": [{"code": "N", "name": "North"}],
        "asset_classes": [CLASS],
        "enrollment": [{"school": "N", "grade": "3", "fy": 2027, "students": 100}],
        "standards": standards,
    }
    book: Book = small.book_of(**(rows | more))
    return book


def found(book: Book) -> NeedsFound:
    settings = settings_of(book, date(2026, 11, 25))[0]
    return find_needs(book, settings, driver_counts(book, settings))


def bought(book: Book) -> dict[int, int]:
    sums = found(book).needs.group_by("paying_fy").agg(pl.col("quantity").sum()).sort("paying_fy")
    return dict(sums.iter_rows())


@pytest.mark.parametrize(
    ("first", "second", "items"),
    [
        ({"ratio": "1", "spare_share": "0"}, {"ratio": "0.5", "spare_share": "0.5"}, 100),  # not 150
        ({"ratio": "1", "spare_share": "0"}, {"ratio": "0.9", "spare_share": "0.2"}, 108),
        ({"ratio": "1", "spare_share": "0"}, {"ratio": "1", "spare_share": "0.05"}, 105),
    ],
)
def test_of_two_programs_that_share_a_device_the_one_that_asks_for_most_counts(
    first: dict[str, Any], second: dict[str, Any], items: int, small: SimpleNamespace
) -> None:
    assert bought(hundred(small, standard("A", **first), standard("B", **second))) == {2027: items}


@pytest.mark.parametrize(
    ("own", "programs", "years"),
    [
        (2028, None, {2028: 25, 2029: 75}),
        (None, 2029, {2029: 25, 2030: 75}),
        (2028, 2029, {2029: 25, 2030: 75}),
        (2025, None, {2027: 100}),  # the pilot's year is past
        (None, None, {2027: 100}),
    ],
)
def test_a_pilot_is_of_the_first_year_of_the_standard_and_its_program(
    own: int | None, programs: int | None, years: dict[int, int], small: SimpleNamespace
) -> None:
    pilot = standard("A", program="P", pilot_share="0.25", first_fy=own)
    book = hundred(small, pilot, programs=[{"code": "P", "title": "P", "first_fy": programs}])
    assert bought(book) == years
    listed = [item.about for item in found(book).assumptions if item.assumption == "pilot share not used"]
    assert listed == (["standard A"] if own is programs is None else [])


def test_a_school_that_is_not_open_yet_asks_for_nothing(small: SimpleNamespace) -> None:
    count = standard("A", driver="stated count", stated_count=7, school="N")
    assert bought(hundred(small, count, schools=[{"code": "N", "name": "North", "opens_fy": 2030}])) == {2030: 7}


def test_an_order_that_no_school_is_short_of_is_listed(small: SimpleNamespace) -> None:
    order = {"order": "P", "line": "1", "asset_class": "t", "quantity": 9, "expected_on": date(2027, 1, 5)}
    left = [item for item in found(hundred(small, purchase_orders=[order])).assumptions if "nowhere" in item.assumption]
    assert [(item.about, item.value) for item in left] == [("class t", "9 items not placed")]
    needed = hundred(small, standard("A", ratio="0.05"), purchase_orders=[order])
    left = [item for item in found(needed).assumptions if "nowhere" in item.assumption]
    assert [(item.about, item.value) for item in left] == [("class t", "4 items not placed")]
