"""Every row that names another finds it, for every reference of every table."""

from __future__ import annotations

import polars as pl
import pytest

from techplan.book.book import Book, make_book
from techplan.book.links import EXAMPLES, broken_links, check_links
from techplan.book.problem import Problem
from techplan.book.tables import TABLES

REFERENCES = [(name, column) for name, table in TABLES.items() for column in table.references()]


def goals(**parents: str | None) -> Book:
    rows = [{"code": code, "title": code, "parent": parent} for code, parent in parents.items()]
    return make_book({"goals": pl.DataFrame(rows, schema_overrides={"parent": pl.String})})


def schools(*codes: str) -> pl.DataFrame:
    return pl.DataFrame({"code": codes, "name": codes})


def rooms(*places: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(places, schema=["school", "room"], orient="row")


def test_an_empty_book_is_whole() -> None:
    assert check_links(Book()) == []


@pytest.mark.parametrize(("name", "column"), REFERENCES)
def test_no_reference_is_forgotten(name: str, column: str) -> None:
    """One row of each table, all columns but the referring one empty: its break is found, whatever the table."""
    table = TABLES[name]
    row = pl.DataFrame([{column: "nowhere"}], schema=table.polars_schema()).with_columns(
        pl.lit("k").alias(key)
        for key in table.primary_key()
        if key != column and table.polars_schema()[key] == pl.String
    )
    found = check_links(Book(**{name: row}))
    (problem,) = [one for one in found if one.column == column]
    target, key = table.references()[column]
    assert (problem.table, problem.value, problem.rule) == (name, "nowhere", f"found in {target}.{key}")
    assert problem.severity == "error"
    assert target in problem.what
    assert problem.remedy


def test_the_first_row_and_the_number_of_rows_are_named() -> None:
    book = make_book({"schools": schools("040"), "rooms": rooms(("041", "2"), ("040", "1"), ("041", "10"))})
    assert check_links(book) == [
        Problem(
            severity="error",
            table="rooms",
            key="041, 10",
            column="school",
            value="041",
            rule="found in schools.code",
            what="2 rows name something that the table schools does not have.",
            remedy="Add '041' to schools, or correct or clear the value here.",
        )
    ]


def test_a_lost_leading_zero_is_recognised() -> None:
    book = make_book({"schools": schools("040"), "rooms": rooms(("40", "1"))})
    assert check_links(book)[0].remedy.startswith("Did you mean '040'?")


def test_where_the_other_table_has_lost_its_zeros_they_are_to_be_put_back_there() -> None:
    book = make_book({"schools": schools("40"), "rooms": rooms(("040", "1"))})
    remedy = check_links(book)[0].remedy
    assert "Did you mean" not in remedy
    assert remedy.startswith("The table schools has '40': a spreadsheet may have taken its zeros off.")


def test_many_breaks_of_one_reference_are_counted_after_a_few() -> None:
    book = make_book({"rooms": rooms(*((f"{i:02d}", str(j)) for i in range(EXAMPLES + 3) for j in range(i + 1)))})
    found = check_links(book)
    assert [one.value for one in found[:-1]] == ["07", "06", "05", "04", "03"]  # most rows first
    assert found[-1].what == "3 more values in 6 rows are missing from the table schools."
    assert len(check_links(book, examples=None)) == EXAMPLES + 3


def test_one_more_is_said_in_the_singular() -> None:
    book = make_book({"rooms": rooms(*((f"{i:02d}", "1") for i in range(EXAMPLES + 1)))})
    assert check_links(book)[-1].what == "1 more value in 1 row is missing from the table schools."


def test_keys_known_elsewhere_count_as_there() -> None:
    book = make_book({"rooms": rooms(("040", "1"), ("041", "1"))})
    (breaks,) = broken_links(book, {("schools", "code"): frozenset({"040"})})
    assert [one.value for one in breaks] == ["041"]


def test_a_part_of_a_longer_key_may_be_named() -> None:
    orders = pl.DataFrame({"order": ["PO1", "PO1"], "line": ["1", "2"], "quantity": [1, 1]})
    receipts = pl.DataFrame({"receipt": ["1", "2"], "order": ["PO1", "PO2"], "line": ["1", "1"], "quantity": [1, 1]})
    found = check_links(make_book({"purchase_orders": orders, "receipts": receipts}))
    assert [(one.key, one.value) for one in found] == [("2", "PO2")]


@pytest.mark.parametrize(
    ("parents", "circles"),
    [
        ({"a": None, "b": "a", "c": "b"}, []),
        ({"a": "a"}, ["a → a"]),
        ({"a": "c", "b": "a", "c": "b"}, ["a → c → b → a"]),
        ({"a": "b", "b": "a", "c": "a", "d": "d"}, ["a → b → a", "d → d"]),
    ],
)
def test_circles_of_goals(parents: dict[str, str | None], circles: list[str]) -> None:
    assert [one.value for one in check_links(goals(**parents))] == circles


def test_circles_of_replacement_classes() -> None:
    classes = pl.DataFrame(
        {"code": ["lab", "laptop"], "name": ["Lab", "Laptop"], "category": ["client computers"] * 2}
        | {"replacement_class": ["laptop", "lab"]}
    )
    (problem,) = check_links(make_book({"asset_classes": classes}))
    assert (problem.table, problem.column, problem.value) == (
        "asset_classes",
        "replacement_class",
        "lab → laptop → lab",
    )


def test_a_book_holds_one_district() -> None:
    (problem,) = check_links(make_book({"district": pl.DataFrame({"district": ["a", "b"], "name": ["A", "B"]})}))
    assert problem.rule == "one district"
    assert "a, b" in problem.what
