from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from techplan.book.book import Book
from techplan.sources import Import, read

REPORT = (Path(__file__).parent / "files" / "lansweeper.csv").read_bytes()


@pytest.fixture
def imported(book: Book) -> Import:
    return read("auto", [("report.csv", REPORT)], book)


def test_a_computer(imported: Import, one: Any) -> None:
    assert imported.source == "lansweeper"
    row = one(imported.frames["assets"], serial="5CD0000L1")
    expected = {
        "asset": "serial:5CD0000L1", "model": "OptiPlex 3080", "school": "020", "status": "active",
        "in_service_on": date(2021, 8, 1), "warranty_end": date(2024, 8, 1), "last_seen": date(2026, 9, 12),
    }  # fmt: skip
    assert {column: row[column] for column in expected} == expected


def test_a_renamed_computer_is_one_and_the_later_row(imported: Import, one: Any) -> None:
    assert one(imported.frames["assets"], serial="5CD0000L2")["last_seen"] == date(2026, 9, 11)
    assert (imported.rows_read, imported.accepted, imported.merged) == (5, 3, 1)


def test_a_monitor_goes_by_the_serial_in_its_key(imported: Import, one: Any) -> None:
    assert one(imported.frames["assets"], serial="CN0AB12")["asset"] == "serial:CN0AB12"
    assert dict(imported.frames["product_models"].select("model", "asset_class").iter_rows())["P2422H"] == "monitor"
    assert any("serials of monitors" in sentence for sentence in imported.assumed)


def test_what_is_known_by_its_address_alone_is_listed(imported: Import) -> None:
    assert [(row.line, row.why) for row in imported.skipped] == [
        (6, "neither a serial number nor an asset tag to know it by")
    ]


def test_no_name_of_a_computer_is_kept_and_a_purchase_is_no_enrolment(imported: Import) -> None:
    assert "ANN-PC" not in "".join(frame.write_csv() for frame in imported.frames.values())
    assert "enrolled_on" not in imported.frames["sightings"].columns
