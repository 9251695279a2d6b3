"""Every table keeps the promises that the rest of the house is derived from."""

from __future__ import annotations

import re
from dataclasses import fields

import polars as pl
import pytest

from techplan.book.book import DOCUMENTS, Book, make_book
from techplan.book.columns import Table
from techplan.book.problem import BookError
from techplan.book.tables import ROOMS, TABLES

EVERY = [pytest.param(name, table, id=name) for name, table in TABLES.items()]


def test_a_book_has_exactly_the_tables_and_documents() -> None:
    assert [field.name for field in fields(Book)] == [*TABLES, *DOCUMENTS]
    assert sum(len(tables) for tables in ROOMS.values()) == len(TABLES)


@pytest.mark.parametrize(("name", "table"), EVERY)
def test_a_table_has_a_key_a_doc_and_plain_names(name: str, table: type[Table]) -> None:
    assert table.primary_key()
    assert table.doc().endswith(".")
    assert re.fullmatch(r"[a-z][a-z_]*", name)
    for column in table.columns():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column)
        assert column not in dir(Table), f"{name}.{column} is named like a method"


@pytest.mark.parametrize(("name", "table"), EVERY)
def test_every_column_says_what_it_is(name: str, table: type[Table]) -> None:
    for column, kind in table.columns().items():
        assert (kind.description or "").rstrip().endswith("."), f"{name}.{column} needs a line of doc"
        assert (table.kind_of(column) == "money") == column.endswith("_cents")


@pytest.mark.parametrize(("name", "table"), EVERY)
def test_face_names_are_unique(name: str, table: type[Table]) -> None:
    faces = [table.face_name(column) for column in table.columns()]
    assert len(set(faces)) == len(faces)


@pytest.mark.parametrize(("name", "table"), EVERY)
def test_references_lead_to_a_column_of_the_same_kind(name: str, table: type[Table]) -> None:
    for column, (target, key) in table.references().items():
        assert key in TABLES[target].columns(), f"{name}.{column}"
        assert TABLES[target].kind_of(key) == table.kind_of(column) == "text"
        assert key in TABLES[target].primary_key()


@pytest.mark.parametrize(
    ("column", "bad"),
    [
        ("first_day_of_school", "August 20"),
        ("first_day_of_school", "8-20"),
        ("first_day_of_school", "02-29"),
        ("first_day_of_school", "13-01"),
        ("fiscal_year_start_month", 0),
        ("fiscal_year_start_month", 13),
        ("horizon_years", 0),
    ],
)
def test_settings_that_no_plan_can_follow_stay_out_of_the_book(column: str, bad: object) -> None:
    good = {
        "district": "d",
        "name": "D",
        "fiscal_year_start_month": 1,
        "horizon_years": 1,
        "first_day_of_school": "08-31",
    }
    make_book({"district": pl.DataFrame([good])})
    with pytest.raises(BookError):
        make_book({"district": pl.DataFrame([{**good, column: bad}])})
