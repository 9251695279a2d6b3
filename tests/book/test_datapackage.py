"""The descriptor says what the schemas say, and the Frictionless validator takes the folder."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.book.book import Book
from techplan.book.datapackage import datapackage, table_schema
from techplan.book.folder import write_folder
from techplan.book.tables import TABLES


def validate(folder: Path) -> list[str]:
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [error.message for error in report.errors] + [
        f"{task.name}: {error.message}" for task in report.tasks for error in task.errors
    ]


def field(table: str, name: str, **more: Any) -> dict[str, Any]:
    schema = table_schema(TABLES[table], written=[], **more)
    return next(one for one in schema["fields"] if one["name"] == name)


def test_the_validator_takes_a_written_book(tmp_path: Path, small_book: Book) -> None:
    write_folder(small_book, tmp_path)
    assert validate(tmp_path) == []


def test_the_validator_takes_every_table(tmp_path: Path) -> None:
    """A row in each table with only its keys and required columns, all of them sound."""

    def least(table: str, column: str) -> Any:
        about = TABLES[table].columns()[column]
        choices = (about.metadata or {}).get("choices")
        kind = TABLES[table].kind_of(column)
        values = {
            "text": "x",
            "money": 1,
            "count": 1,
            "fiscal year": 2027,
            "number": Decimal(1),
            "date": date(2026, 7, 1),
        }
        return choices[0] if choices else values[kind]

    frames = {
        name: pl.DataFrame(
            [{column: least(name, column) for column, about in table.columns().items() if not about.nullable}],
            schema=table.polars_schema(),
        )
        for name, table in TABLES.items()
    }
    write_folder(Book(**frames), tmp_path)
    assert validate(tmp_path) == []
    assert len(json.loads((tmp_path / "datapackage.json").read_bytes())["resources"]) == len(TABLES)


@settings(max_examples=15)
@given(data=st.data())
def test_the_validator_takes_odd_texts(
    data: st.DataObject, frames: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    decisions = data.draw(frames(TABLES["decisions"]).filter(lambda frame: frame.height))
    folder = tmp_path_factory.mktemp("book")
    write_folder(Book(decisions=decisions), folder)
    if b"\x00" not in (folder / "decisions.csv").read_bytes():
        assert validate(folder) == []


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("rooms.csv", "040,1,", "049,1,", "foreign key"),
        ("assets.csv", ",123", ",-123", "minimum"),
        ("schools.csv", "PK;KG;1", "PK;K", "pattern"),
        ("schools.csv", "true", "yes", "boolean"),
        ("rooms.csv", "lab", "attic", "enum"),
        ("goals.csv", "a,A,0.5", "a,,0.5", "required"),
        ("purchase_orders.csv", "P,2,", "P,1,", "primary key"),
    ],
)
def test_the_validator_finds_what_we_refuse(
    tmp_path: Path, small_book: Book, file: str, before: str, after: str, said: str
) -> None:
    write_folder(small_book, tmp_path)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert before in text
    (tmp_path / file).write_text(text.replace(before, after, 1), encoding="utf-8", newline="")
    assert any(said in message for message in validate(tmp_path))


def test_equal_books_have_equal_descriptors(small_book: Book) -> None:
    shuffled = Book(**{name: frame.reverse() for name, frame in small_book.tables()})
    assert datapackage(shuffled) == datapackage(small_book)


def test_only_what_is_written_is_referred_to(small_book: Book) -> None:
    resources = {one["name"]: one for one in json.loads(datapackage(small_book))["resources"]}
    assert list(resources) == [name for name, frame in small_book.tables() if frame.height]
    targets = {key["reference"]["resource"] for key in resources["assets"]["schema"]["foreignKeys"]}
    assert targets == {"asset_classes", "schools"}
    assert resources["goals"]["schema"]["foreignKeys"] == [
        {"fields": ["parent"], "reference": {"resource": "", "fields": ["code"]}}
    ]


def test_fields_say_type_doc_and_limits() -> None:
    assert field("assets", "cost") == {
        "name": "cost",
        "type": "number",
        "description": "What it cost.",
        "unit": "dollars",
        "constraints": {"minimum": 0},
    }
    assert field("assets", "cost_cents", inside=True)["type"] == "integer"
    assert field("schools", "grades")["constraints"]["pattern"].startswith("^(?:PK|KG|1|")
    assert field("funds", "pays")["constraints"] == {"enum": ["capital", "operating", "both"]}
    assert field("assets", "asset")["constraints"] == {"required": True}
    assert field("asset_classes", "attrition")["constraints"] == {"minimum": 0, "maximum": 1}
    assert field("assets", "last_seen")["constraints"] == {"minimum": "1970-01-01", "maximum": "2199-12-31"}


def test_every_table_has_a_key_and_a_field_for_every_column() -> None:
    for table in TABLES.values():
        schema = table_schema(table, written=TABLES)
        assert [one["name"] for one in schema["fields"]] == [table.face_name(column) for column in table.columns()]
        assert schema["primaryKey"] == [table.face_name(column) for column in table.primary_key()]
        assert "fieldsMatch" not in schema


def test_parquet_is_described_as_it_is(small_book: Book) -> None:
    package = json.loads(datapackage(small_book, format="parquet"))
    assets = next(one for one in package["resources"] if one["name"] == "assets")
    assert assets["path"] == "assets.parquet"
    assert "cost_cents" in [one["name"] for one in assets["schema"]["fields"]]
