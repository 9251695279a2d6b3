from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.sources import Import, read, recognise
from techplan.sources.changes import compare

FILES = Path(__file__).parent / "files"
SEARCH = ("jamf_pro.csv", (FILES / "jamf_pro.csv").read_bytes())
COMPUTERS = ("ComputerTemplate.csv", (FILES / "jamf_mut_computers.csv").read_bytes())
MOBILE = ("MobileDeviceTemplate.csv", (FILES / "jamf_mut_mobile.csv").read_bytes())


@pytest.fixture
def imported(book: Book) -> Import:
    return read("auto", [SEARCH], book)


def test_a_search_gives_assets_and_sightings(imported: Import, one: Any) -> None:
    assert imported.source == "jamf-pro"
    row = one(imported.frames["assets"], tag="000501")
    expected = {
        "asset": "000501", "serial": "C02XK0001", "mac": "f01898000001", "model": "MacBook Air (M1, 2020)",
        "school": "020", "room": "Room 9", "cost_cents": 89900, "purchase_order": "PO-7",
        "in_service_on": date(2021, 7, 15), "warranty_end": date(2024, 7, 15), "last_seen": date(2026, 9, 12),
    }  # fmt: skip
    assert {column: row[column] for column in expected} == expected
    seen = one(imported.frames["sightings"], sighting="jamf-pro:C02XK0001")
    assert (seen["asset"], seen["seen_on"], seen["os_version"]) == ("000501", date(2026, 9, 12), "14.6.1")


def test_a_purchase_is_no_enrolment(imported: Import) -> None:
    assert "enrolled_on" not in imported.frames["sightings"].columns
    assert any("day of the order stands" in sentence for sentence in imported.assumed)


def test_of_two_rows_with_one_serial_the_one_last_seen_is_the_device(imported: Import, one: Any) -> None:
    row = one(imported.frames["assets"], serial="C02XK0002")
    assert (row["asset"], row["last_seen"]) == ("000502", date(2026, 9, 10))  # written in words in the file
    assert (imported.rows_read, imported.accepted, imported.merged) == (3, 2, 1)
    assert one(imported.frames["sightings"], serial="C02XK0002")["os_version"] == "14.5"


def test_a_filled_template_holds_what_people_know_of_a_purchase(book: Book, one: Any) -> None:
    found = read("auto", [COMPUTERS], book)
    assert found.source == "jamf-pro"
    assert "sightings" not in found.frames
    row = one(found.frames["assets"], serial="C02XK0001")
    assert (row["asset"], row["cost_cents"], row["purchase_order"]) == ("000501", 89900, "PO-7")
    assert (row["in_service_on"], row["warranty_end"]) == (date(2021, 7, 15), date(2024, 7, 15))


def test_the_word_that_empties_a_field_says_nothing(book: Book, one: Any) -> None:
    found = read("auto", [COMPUTERS], book)
    row = one(found.frames["assets"], serial="C02XK0003")
    assert (row["school"], row["room"], row["warranty_end"]) == ("040", None, None)
    assert [problem for problem in found.problems if problem.rule == "unreadable value"] == []
    assert any("CLEAR!" in sentence and "5 cells" in sentence for sentence in found.assumed)


def test_a_mobile_template_with_an_extension_attribute(book: Book, one: Any) -> None:
    found = read("auto", [MOBILE], book)
    assert one(found.frames["assets"], serial="DMPX0001")["cost_cents"] == 29400
    assert "sightings" not in found.frames


def test_a_template_yields_to_the_system_of_record(snipe: bytes, book: Book, one: Any) -> None:
    recorded = compare(book, read("snipe-it", [("a.csv", snipe)], book)).apply(book)
    name, data = COMPUTERS
    template = data.replace(b"C02XK0001", b"5CD0000AB1").replace(b"000501", b"00069")
    changes = compare(recorded, read("jamf-pro", [(name, template)], recorded))
    row = one(changes.apply(recorded).assets, asset="00069")
    assert (row["source"], row["cost_cents"], row["school"], row["purchase_order"]) == (
        "snipe-it", 33150, "040", "PO-1",
    )  # fmt: skip
    assert row["room"] == "Room 9"
    assert changes.counts()["assets"]["unseen"] == 0


def test_search_and_template_of_one_import_are_one_asset(book: Book, one: Any) -> None:
    found = read("jamf-pro", [SEARCH, COMPUTERS], book)
    assert found.files == ("jamf_pro.csv", "ComputerTemplate.csv")
    assert sorted(found.frames["assets"]["asset"]) == ["000501", "000502", "000503"]
    assert sorted(found.frames["sightings"]["asset"]) == ["000501", "000502"]
    assert found.rows_read == found.accepted + found.merged


def test_a_preload_file_is_filled_in_by_people(book: Book) -> None:
    data = (
        b"Serial Number,Device Type,Username,Building,PO Number,PO Date,Purchase Price,Life Expectancy,"
        b"Lease Expiration,Asset Tag\nC02XK0009,Computer,ann.pupil,East,PO-3,2022-07-01,949.00,4,,000509\n"
    )
    assert recognise("preload.csv", data, book).name == "jamf-pro"
    found = read("jamf-pro", [("preload.csv", data)], book)
    assert set(found.frames) == {"assets", "product_models"}
    assert found.frames["assets"].select("asset", "cost_cents", "school").rows() == [("000509", 94900, "020")]


@pytest.mark.parametrize(
    ("name", "source"),
    [("ComputerTemplate.csv", "jamf-pro"), ("MobileDeviceTemplate.csv", "jamf-pro")],
)
def test_the_empty_templates(samples: Path, book: Book, name: str, source: str) -> None:
    found = read("auto", [(name, (samples / "jamf-mut" / name).read_bytes())], book)
    assert (found.source, found.rows_read) == (source, 0)


def test_an_export_of_a_narrow_search_is_still_one_of_what_was_seen(book: Book) -> None:
    found = read("jamf-pro", [("s.csv", b"Serial Number,Asset Tag,Building\nC1,000801,East\n")], book)
    assert found.frames["sightings"].select("sighting", "asset").rows() == [("jamf-pro:C1", "000801")]
    assert found.frames["assets"].filter(pl.col("school") == "020").height == 1
