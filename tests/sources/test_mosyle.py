from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import Import, read
from techplan.sources.source import Import as Imported

DEVICES = (Path(__file__).parent / "files" / "mosyle.csv").read_bytes()
DEVICE = {
    "deviceudid": "u-1", "serial_number": "DMPX0004", "device_name": "Ann Pupil iPad", "os": "ios",
    "device_model": "iPad12,1", "device_model_name": "iPad (9th generation)", "osversion": "17.6.1",
    "total_disk": "64.0000000000", "wifi_mac_address": "f0:18:98:00:01:01", "ethernet_mac_address": None,
    "asset_tag": "000604", "date_last_beat": 1757684706, "is_supervised": "1", "userid": "1001",
    "username": "Ann Pupil", "usertype": "Student", "SharedCartName": None, "location": "East", "tags": ["Ann"],
}  # fmt: skip


@pytest.fixture
def imported(book: Book) -> Import:
    return read("auto", [("devices.csv", DEVICES)], book)


def test_an_ipad_whose_last_beat_is_in_seconds(imported: Imported, one: Any) -> None:
    assert imported.source == "mosyle"
    row = one(imported.frames["assets"], serial="DMPX0004")
    expected = {
        "asset": "000604", "mac": "f01898000101", "model": "iPad (9th generation)", "school": "020",
        "assigned_to": "student", "last_seen": date(2025, 9, 12),
    }  # fmt: skip
    assert {column: row[column] for column in expected} == expected
    assert imported.frames["product_models"]["asset_class"].to_list() == ["tablet"]
    assert any("seconds since 1970" in sentence for sentence in imported.assumed)


def test_a_cart_is_a_room_and_days_may_be_written_out(imported: Imported, one: Any) -> None:
    row = one(imported.frames["assets"], serial="DMPX0005")
    assert (row["room"], row["school"], row["last_seen"], row["assigned_to"]) == (
        "Cart 3", "040", date(2026, 9, 1), None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "envelope",
    [[DEVICE], {"status": "OK", "response": {"devices": [DEVICE]}}, {"response": [{"devices": [DEVICE], "page": 1}]}],
)
def test_the_apis_devices_are_found_in_whatever_holds_them(
    envelope: Any, imported: Imported, book: Book, one: Any
) -> None:
    found = read("auto", [("mosyle.json", json.dumps(envelope).encode())], book)
    assert (found.source, found.rows_read) == ("mosyle", 1)
    mine, same = (one(part.frames["assets"], serial="DMPX0004") for part in (found, imported))
    assert mine == {column: same[column] for column in mine}
    assert "Ann" not in "".join(frame.write_csv() for frame in found.frames.values())


def test_json_without_devices_is_refused(book: Book) -> None:
    with pytest.raises(SourceError, match="Mosyle"):
        read("mosyle", [("m.json", b'{"status": "OK", "response": {"devices": []}}')], book)
