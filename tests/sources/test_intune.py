from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import Import, read, recognise
from techplan.sources.changes import compare

FILES = Path(__file__).parent / "files"
REPORT = (FILES / "intune.csv").read_bytes()
API = (FILES / "intune_devices_api.csv").read_bytes()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), data)
    return out.getvalue()


@pytest.fixture
def imported(book: Book) -> Import:
    return read("intune", [("intune.csv", REPORT)], book)


def test_a_windows_laptop(imported: Import, one: Any) -> None:
    row = one(imported.frames["assets"], serial="5CD0000W1")
    expected = {
        "asset": "serial:5CD0000W1", "tag": None, "mac": "a4bb6d000001", "model": "Latitude 3420", "school": "020",
        "in_service_on": date(2023, 8, 2), "last_seen": date(2026, 9, 12), "source": "intune",
    }  # fmt: skip
    assert {column: row.get(column) for column in expected} == expected
    models = imported.frames["product_models"].select("model", "maker", "asset_class").rows()
    assert models == [("Latitude 3420", "Dell Inc.", "laptop"), ("OptiPlex 3080", "Dell Inc.", "desktop")]


def test_what_is_seen_is_kept_as_it_was_said_with_the_number_in_entra(imported: Import, one: Any) -> None:
    row = one(imported.frames["sightings"], sighting="intune:i-1")
    assert (row["asset"], row["status"], row["os_version"]) == ("serial:5CD0000W1", "Managed", "10.0.22631.4037")
    assert (row["directory_id"], row["seen_on"], row["enrolled_on"]) == ("aad-1", date(2026, 9, 12), date(2023, 8, 2))


def test_a_device_enrolled_again_is_one_asset_by_its_cable_and_two_sightings(imported: Import, one: Any) -> None:
    row = one(imported.frames["assets"], serial="5CD0000W2")
    assert (row["mac"], row["last_seen"], row["in_service_on"]) == (
        "a4bb6d000002",
        date(2026, 9, 11),
        date(2022, 8, 2),
    )
    seen = imported.frames["sightings"].filter(pl.col("serial") == "5CD0000W2")
    assert sorted(seen["sighting"]) == ["intune:i-0", "intune:i-2"]
    assert set(seen["asset"]) == {"serial:5CD0000W2"}
    assert (imported.rows_read, imported.accepted, imported.merged) == (5, 2, 1)


def test_personal_devices_and_nameless_ones_are_listed_and_left_out(imported: Import) -> None:
    assert [(row.line, row.why) for row in imported.skipped] == [
        (5, "a person's own device, not the district's"),
        (6, "neither a serial number nor an asset tag to know it by"),
    ]


def test_the_day_of_enrolment_is_taken_only_where_there_is_none(imported: Import, snipe: bytes, book: Book) -> None:
    assert any("day of enrolment" in sentence and "2 rows" not in sentence for sentence in imported.assumed)
    recorded = compare(book, read("snipe-it", [("a.csv", snipe)], book)).apply(book)
    data = REPORT.replace(b"5CD0000W1", b"PF2ABCDE")
    after = compare(recorded, read("intune", [("intune.csv", data)], recorded)).apply(recorded)
    row = after.assets.filter(pl.col("serial") == "PF2ABCDE").row(0, named=True)
    assert (row["asset"], row["source"], row["in_service_on"]) == ("69", "snipe-it", date(2023, 3, 10))
    assert (row["status"], row["last_seen"]) == ("in repair", date(2026, 9, 12))


def test_the_report_under_the_names_of_the_api_gives_the_same_device(imported: Import, book: Book, one: Any) -> None:
    found = read("auto", [("Devices_1.csv", API)], book)
    assert found.source == "intune"
    mine, same = (one(part.frames["assets"], serial="5CD0000W1") for part in (found, imported))
    assert {k: v for k, v in mine.items() if v} == {k: v for k, v in same.items() if v and k in mine}
    assert [row.why for row in found.skipped] == ["a person's own device, not the district's"]
    assert one(found.frames["sightings"], sighting="intune:i-1")["directory_id"] == "aad-1"


def test_the_archive_that_intune_sends_is_read_as_its_csv(imported: Import, book: Book) -> None:
    archive = zipped(DevicesWithInventory_1_csv=REPORT, **{"__MACOSX___csv": b"x"})
    found = read("auto", [("DevicesWithInventory.zip", archive)], book)
    assert found.source == "intune"
    assert all(frame.equals(found.frames[name]) for name, frame in imported.frames.items())
    assert {row.file for row in found.skipped} == {"DevicesWithInventory.zip"}


def test_an_archive_without_a_report_is_refused(book: Book) -> None:
    with pytest.raises(SourceError, match=r"x\.zip"):
        read("intune", [("x.zip", zipped(readme=b"hello"))], book)


def test_newer_tenants_call_the_directory_entra(book: Book) -> None:
    data = REPORT.replace(b"Azure AD Device ID", b"Microsoft Entra Device ID")
    assert recognise("x.csv", data, book).name == "intune"
    found = read("intune", [("x.csv", data)], book)
    assert found.frames["sightings"]["directory_id"].drop_nulls().to_list() == ["aad-1", "aad-2"]


def test_the_sample(samples: Path, book: Book) -> None:
    name = "intune_DevicesWithInventory.csv"
    found = read("auto", [(name, (samples / "synthetic" / name).read_bytes())], book)
    assert found.source == "intune"
    assert found.frames["assets"].select("serial", "model", "mac", "last_seen", "in_service_on").rows() == [
        ("0000-0012-3456", "OptiPlex 3080", "a4bb6d000001", date(2026, 9, 12), date(2023, 8, 2))
    ]
