from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from techplan.book.book import Book
from techplan.book.history import changed_fields, record_changes
from techplan.book.links import check_links

FIRST, SECOND = date(2027, 1, 15), date(2027, 6, 1)


def a_book(**columns: list[object]) -> Book:
    return Book().with_tables(assets=pl.DataFrame({"asset": ["A"], **columns}))


def rows(book: Book) -> list[tuple[object, ...]]:
    return book.asset_changes.select("asset", "column", "number", "changed_on", "before", "after", "source").rows()


def test_a_tag_that_changes_is_kept_in_the_history() -> None:
    before, after = a_book(tag=["T9"], serial=["S9"]), a_book(tag=["T99"], serial=["S9"])
    book = record_changes(before, after, on=FIRST, source="import: snipe-it")
    assert rows(book) == [("A", "tag", 1, FIRST, "T9", "T99", "import: snipe-it")]
    assert check_links(book) == []


def test_the_second_change_of_a_field_is_number_two() -> None:
    once = record_changes(a_book(tag=["T9"]), a_book(tag=["T99"]), on=FIRST, source="a")
    again = once.with_tables(assets=pl.DataFrame({"asset": ["A"], "tag": ["T9"]}))
    twice = record_changes(once, again, on=SECOND, source="b")
    assert [row[1:6] for row in rows(twice)] == [
        ("tag", 1, FIRST, "T9", "T99"),
        ("tag", 2, SECOND, "T99", "T9"),
    ]


def test_values_are_written_as_in_the_books_files() -> None:
    before = a_book(cost_cents=[None], federal_share=[Decimal("0.5")], in_service_on=[date(2022, 8, 1)])
    before = before.with_tables(assets=before.assets.with_columns(cost_cents=pl.lit(None, pl.Int64)))
    after = a_book(cost_cents=[123450], federal_share=[Decimal("0.25")], in_service_on=[date(2022, 8, 2)])
    assert changed_fields(before.assets, after.assets).rows() == [
        ("A", "cost", None, "1234.50"),
        ("A", "federal_share", "0.5", "0.25"),
        ("A", "in_service_on", "2022-08-01", "2022-08-02"),
    ]


def test_a_new_asset_a_gone_one_and_being_seen_are_no_history() -> None:
    before = Book().with_tables(assets=pl.DataFrame({"asset": ["A", "B"], "last_seen": [FIRST, FIRST]}))
    after = Book().with_tables(assets=pl.DataFrame({"asset": ["A", "C"], "last_seen": [SECOND, SECOND]}))
    assert record_changes(before, after, on=SECOND, source="x") is after
