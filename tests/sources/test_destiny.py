from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import Import, read

RESOURCES = (Path(__file__).parent / "files" / "destiny.csv").read_bytes()


@pytest.fixture
def imported(book: Book) -> Import:
    return read("auto", [("resources.csv", RESOURCES)], book)


def test_a_resource_that_somebody_has(imported: Import, one: Any) -> None:
    assert imported.source == "destiny"
    row = one(imported.frames["assets"], serial="5CD0000D1")
    expected = {
        "asset": "T 12345", "tag": "T 12345", "model": "Chromebook 3100", "school": "020", "room": "Room 4",
        "status": "active", "condition": "good", "fund": "003", "purchase_order": "PO-11", "cost_cents": 28900,
        "in_service_on": date(2021, 8, 2),
    }  # fmt: skip
    assert {column: row[column] for column in expected} == expected


def test_a_lost_one_whose_site_is_a_code(imported: Import, one: Any) -> None:
    row = one(imported.frames["assets"], tag="T 12346")
    assert (row["status"], row["condition"], row["school"], row["room"]) == ("missing", "poor", "040", "Library")
    assert (row["fund"], row["cost_cents"]) == ("003", 45000)


def test_lines_above_the_table_are_skipped_and_listed(imported: Import, book: Book) -> None:
    above = b"Lakeside City School District\nResource list,,Generated on 11/20/2026\n\n"
    found = read("auto", [("resources.csv", above + RESOURCES)], book)
    assert found.source == "destiny"
    assert all(frame.equals(found.frames[name]) for name, frame in imported.frames.items())
    assert found.rows_read == found.accepted + len(found.skipped) == 5


def test_only_the_names_of_the_help_are_needed(book: Book) -> None:
    data = (
        b"Barcode,District Identifier,Serial Number,Purchase Order,Funding Source,Status,Condition,Home Location,Site\n"
        b"70001,D-7,S7,PO-1,001,Available,New,Office,040\n"
    )
    found = read("auto", [("d.csv", data)], book)
    assert found.source == "destiny"
    assert found.frames["assets"].select("asset", "status", "school", "room").rows() == [
        ("70001", "active", "040", "Office")
    ]


def test_the_xml_is_not_read_and_says_what_to_do(book: Book) -> None:
    with pytest.raises(SourceError, match="Export the resources as CSV or XLSX"):
        read("destiny", [("export.xml", b'<?xml version="1.0"?><resources/>')], book)
