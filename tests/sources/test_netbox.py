from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import Import, read, recognise

FILES = Path(__file__).parent / "files"


@pytest.fixture
def imported(book: Book) -> Import:
    return read("auto", [("devices.csv", (FILES / "netbox.csv").read_bytes())], book)


def test_a_switch(imported: Import, one: Any) -> None:
    assert imported.source == "netbox"
    row = one(imported.frames["assets"], tag="000731")
    expected = {
        "asset": "000731", "serial": "FCW0000A001", "model": "C9300-48P", "school": "020", "room": "MDF",
        "status": "active", "source": "netbox",
    }  # fmt: skip
    assert {column: row[column] for column in expected} == expected
    classes = dict(imported.frames["product_models"].select("model", "asset_class").iter_rows())
    assert classes == {"AP-515": "access-point", "C9300-48P": "switch"}


def test_statuses_of_its_own_are_said_and_what_is_planned_is_not_there(imported: Import, one: Any) -> None:
    assert one(imported.frames["assets"], tag="000732")["status"] == "active"
    assert any("offline (1)" in sentence for sentence in imported.assumed)
    assert [(row.line, row.why) for row in imported.skipped] == [(4, "planned in NetBox, and not there yet")]
    assert [problem for problem in imported.problems if problem.rule == "status not known"] == []


def test_an_export_has_labels_and_gives_the_same(imported: Import, book: Book, one: Any) -> None:
    found = read("auto", [("export.csv", (FILES / "netbox_export.csv").read_bytes())], book)
    assert found.source == "netbox"
    mine, same = (one(part.frames["assets"], tag="000731") for part in (found, imported))
    assert mine == {column: same[column] for column in mine}


def test_netboxs_own_choice_of_columns_lacks_every_number(book: Book) -> None:
    data = b"Name,Status,Tenant,Site,Location,Rack,Role,Manufacturer,Type,IP Address\nSW,Active,,East,,R1,,Cisco,C,\n"
    assert recognise("e.csv", data, book).name == "netbox"
    with pytest.raises(SourceError, match="a serial number or an asset tag"):
        read("auto", [("e.csv", data)], book)


def test_a_location_may_be_the_school(book: Book) -> None:
    data = (
        b"name,role,device_type,manufacturer,serial,status,site,location,rack\nS,Switch,C9,Cisco,F1,active,All,East,\n"
    )
    found = read("netbox", [("n.csv", data)], book)
    assert found.frames["assets"].select("school", "room").rows() == [("020", None)]


def test_the_sample(samples: Path, book: Book) -> None:
    name = "netbox_devices_import.csv"
    found = read("auto", [(name, (samples / "synthetic" / name).read_bytes())], book)
    assert found.source == "netbox"
    assert found.frames["assets"].select("asset", "serial", "status").rows() == [("000731", "FCW0000A001", "active")]
    assert [problem.value for problem in found.problems if problem.rule == "place not known"] == ["East Elementary"]
