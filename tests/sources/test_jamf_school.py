from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from techplan.book.book import Book
from techplan.sources import read
from techplan.sources.jamf_school import JamfSchool

PLACEHOLDERS = (Path(__file__).parent / "files" / "jamf_school.csv").read_bytes()


def test_placeholders_are_assets_that_nobody_has_seen(book: Book, one: Any) -> None:
    found = read("auto", [("placeholders.csv", PLACEHOLDERS)], book)
    assert (found.source, found.accepted) == ("jamf-school", 2)
    assert "sightings" not in found.frames
    assert one(found.frames["assets"], serial="DMPX0002")["asset"] == "000602"
    assert "Ann" not in found.frames["assets"].write_csv()


def test_a_device_export_is_read_when_it_is_named_and_never_claimed(book: Book) -> None:
    data = (
        b"Name,Serial Number,Asset Tag,Model,OS Version,Location,Last Seen\n"
        b"Ann iPad,DMPX0009,000609,iPad (9th generation),17.6,East,2026-09-12 08:00\n"
    )
    assert not JamfSchool().recognise("devices.csv", data, book)
    found = read("jamf-school", [("devices.csv", data)], book)
    assert found.frames["assets"].select("asset", "school", "last_seen").rows() == [
        ("000609", "020", date(2026, 9, 12))
    ]
    assert found.frames["sightings"]["sighting"].to_list() == ["jamf-school:DMPX0009"]
