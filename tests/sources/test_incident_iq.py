from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from techplan.book.book import Book
from techplan.sources import Import, read

VIEW = (Path(__file__).parent / "files" / "incident_iq.csv").read_bytes()
ASSET = {
    "AssetId": "a-1", "SiteId": "s-1", "AssetTypeName": "Chromebooks", "IsDeleted": False,
    "Status": {"Name": "In Service", "IsRetired": False}, "AssetTag": "000701", "SerialNumber": "5CD0000Q1",
    "Name": "Ann Pupil's Chromebook", "Model": {"Name": "Chromebook 3110", "Manufacturer": {"Name": "Dell"}},
    "OwnerId": "o-1", "Owner": {"Name": "Ann Pupil", "SchoolIdNumber": "123456"}, "Location": {"Name": "East"},
    "LocationRoom": {"Name": "Room 2"}, "Notes": "Ann broke it", "PurchasedDate": "2022-08-15T00:00:00",
    "DeployedDate": "2022-09-01T00:00:00", "RetiredDate": "0001-01-01T00:00:00", "PurchasePrice": 331.5,
    "PurchasePoNumber": "PO-1", "WarrantyExpirationDate": "2023-08-15T00:00:00", "FundingSource": {"Name": "001"},
    "LastInventoryDate": None, "LastVerificationDateTime": "2026-05-20T14:00:00",
    "CustomFieldValues": [{"Value": "Ann"}],
}  # fmt: skip
RETIRED = {
    **ASSET, "AssetTag": "000709", "SerialNumber": "5CD0000Q9", "Owner": None, "OwnerId": None,
    "Status": {"Name": "Out of use", "IsRetired": True}, "PurchasedDate": None, "LocationRoom": None,
}  # fmt: skip


@pytest.fixture
def imported(book: Book) -> Import:
    return read("auto", [("assets.csv", VIEW)], book)


@pytest.fixture
def from_api(book: Book) -> Import:
    page = {"ItemCount": 2, "Items": [ASSET, RETIRED]}
    return read("auto", [("assets.json", json.dumps(page).encode())], book)


def test_a_chromebook_of_a_view(imported: Import, one: Any) -> None:
    assert imported.source == "incident-iq"
    row = one(imported.frames["assets"], tag="000701")
    expected = {
        "asset": "000701", "serial": "5CD0000Q1", "model": "Chromebook 3110", "school": "020", "room": "Room 2",
        "status": "active", "in_service_on": date(2022, 8, 15), "cost_cents": 33150, "purchase_order": "PO-1",
        "fund": "001", "warranty_end": date(2023, 8, 15),
    }  # fmt: skip
    assert {column: row[column] for column in expected} == expected
    assert one(imported.frames["assets"], tag="000702")["status"] == "spare"


def test_the_api_gives_the_same_asset_and_its_last_inventory(from_api: Import, imported: Import, one: Any) -> None:
    assert from_api.source == "incident-iq"
    mine, same = (one(part.frames["assets"], tag="000701") for part in (from_api, imported))
    assert {column: mine[column] for column in same} == same
    assert mine["last_seen"] == date(2026, 5, 20)


def test_a_retired_status_retires_and_the_day_of_deployment_stands_in(from_api: Import, one: Any) -> None:
    row = one(from_api.frames["assets"], tag="000709")
    assert (row["status"], row["in_service_on"], row["room"]) == ("retired", date(2022, 9, 1), None)


def test_a_day_that_is_none_does_not_retire(from_api: Import, one: Any) -> None:
    assert one(from_api.frames["assets"], tag="000701")["status"] == "active"


def test_nobody_comes_along_from_the_api(from_api: Import) -> None:
    said = "".join(frame.write_csv() for frame in from_api.frames.values()) + repr(from_api.problems)
    assert "Ann" not in said
    assert "123456" not in said


def test_deleted_assets_are_retired(book: Book) -> None:
    data = json.dumps([{**ASSET, "IsDeleted": True}]).encode()
    found = read("incident-iq", [("a.json", data)], book)
    assert found.frames["assets"]["status"].to_list() == ["retired"]
    assert any("taken as retired (1 row)" in sentence for sentence in found.assumed)
