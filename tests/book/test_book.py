"""A Book lets in only what obeys its schemas, and knows itself whatever the order of rows."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.book import Book, make_book, normal
from techplan.book.problem import BookError
from techplan.book.tables import TABLES


def funds(**more: object) -> pl.DataFrame:
    return pl.DataFrame({"fund": ["003"], "name": ["Permanent improvement"], "kind": ["permanent improvement"], **more})


def test_a_new_book_is_empty_and_complete() -> None:
    book = Book()
    assert [name for name, _ in book.tables()] == list(TABLES)
    assert all(frame.height == 0 for _, frame in book.tables())
    assert all(frame.schema == TABLES[name].polars_schema() for name, frame in book.tables())


def test_columns_come_in_the_order_of_the_schema_and_rows_by_key() -> None:
    frame = pl.DataFrame({"name": ["b", "a"], "code": ["040", "004"]})
    schools = make_book({"schools": frame}).schools
    assert schools.columns == list(TABLES["schools"].columns())
    assert schools["code"].to_list() == ["004", "040"]
    assert schools["cep"].null_count() == 2


def test_leading_zeros_make_different_keys() -> None:
    tags = ["00069", "069", "69"]
    assert make_book({"assets": pl.DataFrame({"asset": tags, "tag": tags})}).assets["tag"].to_list() == tags


def test_an_unknown_table_is_refused_by_name() -> None:
    with pytest.raises(BookError, match="no table asset"):
        make_book({"asset": pl.DataFrame()})


def test_an_unknown_column_is_refused_by_name() -> None:
    with pytest.raises(BookError, match="no column colour"):
        make_book({"funds": funds(colour=["red"])})


@pytest.mark.parametrize(
    "order", [["abc"], [1.5], ["007"], [date(2026, 1, 1)]], ids=["word", "half", "leading zeros", "day"]
)
def test_a_value_that_does_not_fit_is_never_bent(order: list[object]) -> None:
    with pytest.raises(BookError, match="order in funds"):
        make_book({"funds": funds(order=order)})


def test_a_time_of_day_is_not_cut_off() -> None:
    frame = pl.DataFrame({"asset": ["1"], "in_service_on": [datetime(2026, 7, 1, 12, 0)]})
    with pytest.raises(BookError, match="in_service_on in assets"):
        make_book({"assets": frame})


def test_values_that_fit_are_taken() -> None:
    frame = pl.DataFrame({"code": ["g1"], "title": ["Read"], "weight": [0.25]})
    assert make_book({"goals": frame}).goals["weight"].to_list() == [Decimal("0.25")]
    small = funds(order=pl.Series([3], dtype=pl.UInt8))
    assert make_book({"funds": small}).funds["order"].to_list() == [3]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"name": [None]}, "name|nullability"),
        ({"name": [""]}, "name|min_length"),
        ({"kind": ["pocket"]}, "kind|check__choice"),
        ({"order": [-1]}, "order|min"),
        ({"first_fy": [27]}, "first_fy|min"),
    ],
)
def test_a_broken_rule_is_named(change: dict[str, list[object]], rule: str) -> None:
    with pytest.raises(BookError) as caught:
        make_book({"funds": funds().with_columns(**{name: pl.Series(values) for name, values in change.items()})})
    assert [problem.rule for problem in caught.value.problems] == [rule]
    assert caught.value.problems[0].column == next(iter(change))


def test_two_rows_with_one_key_are_refused() -> None:
    with pytest.raises(BookError, match="2 rows of funds"):
        make_book({"funds": pl.concat([funds(), funds()])})


def test_a_frame_without_columns_has_no_rows() -> None:
    assert normal("funds", pl.DataFrame()).height == 0


def test_a_change_makes_another_book() -> None:
    before = make_book({"funds": funds()})
    after = before.with_tables(funds=funds(order=[1]))
    assert before.funds["order"].to_list() == [None]
    assert after.funds["order"].to_list() == [1]
    assert before != after


def test_documents_are_kept_by_name_and_cannot_be_changed_in_place() -> None:
    book = Book().with_documents("mappings", {"b": "x = 1\n", "a": "y = 2\n"})
    assert list(book.mappings) == ["a", "b"]
    assert list(book.with_documents("mappings", {"a": "y = 3\n"}).mappings.values()) == ["y = 3\n", "x = 1\n"]
    with pytest.raises(TypeError):
        book.mappings["a"] = "z"  # type: ignore[index]


@given(st.permutations(["001", "002", "003", "016"]))
def test_the_order_of_rows_does_not_matter(codes: list[str]) -> None:
    def book(order: list[str]) -> Book:
        return make_book({"funds": pl.DataFrame({"fund": order, "name": order, "kind": ["general"] * 4})})

    assert book(codes) == book(sorted(codes))
    assert book(codes).fingerprint() == book(sorted(codes)).fingerprint()


def test_the_fingerprint_tells_all_differences() -> None:
    books = [
        Book(),
        make_book({"funds": funds()}),
        make_book({"funds": funds(rule_set=["\\N"])}),
        make_book({"funds": funds(rule_set=["null"])}),
        make_book({"funds": funds(order=[0])}),
        Book(rules={"a": "x"}),
        Book(mappings={"a": "x"}),
        Book(rules={"ax": ""}),
    ]
    assert len({book.fingerprint() for book in books}) == len(books)


def test_a_table_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Book().table("nothing")


def test_something_else_is_not_a_book() -> None:
    assert Book() != 1
