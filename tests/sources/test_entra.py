from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import Import, read
from techplan.sources.changes import compare
from techplan.sources.refused import refused_csv

FILES = Path(__file__).parent / "files"
ENTRA = ("entra.csv", (FILES / "entra.csv").read_bytes())
INTUNE = ("intune.csv", (FILES / "intune.csv").read_bytes())


def taken(book: Book, source: str, *files: tuple[str, bytes]) -> Book:
    return compare(book, read(source, files, book)).apply(book)


@pytest.fixture
def imported(book: Book) -> Import:
    return read("auto", [ENTRA], book)


def test_the_list_makes_sightings_and_no_assets(imported: Import, one: Any) -> None:
    assert imported.source == "entra"
    assert set(imported.frames) == {"sightings"}
    row = one(imported.frames["sightings"], sighting="entra:aad-2")
    expected = {
        "system": "entra", "asset": None, "seen_on": date(2026, 9, 11), "enrolled_on": date(2022, 8, 2),
        "model": "OptiPlex 3080", "os_version": "Windows 10.0.22631.4037",
        "status": "disabled, Microsoft Entra joined", "directory_id": "aad-2",
    }  # fmt: skip
    assert {column: row[column] for column in expected} == expected


def test_it_says_that_nothing_can_be_joined_without_intune(imported: Import) -> None:
    assert any("3 devices of 3" in sentence and "no serial numbers" in sentence for sentence in imported.assumed)


def test_it_does_not_matter_which_file_comes_first(book: Book) -> None:
    one_way = taken(taken(book, "intune", INTUNE), "entra", ENTRA)
    other_way = taken(taken(book, "entra", ENTRA), "intune", INTUNE)
    columns = ["sighting", "asset", "seen_on", "directory_id"]
    both = [way.sightings.select(columns).sort("sighting") for way in (one_way, other_way)]
    assert both[0].equals(both[1])
    joined = dict(both[0].select("sighting", "asset").iter_rows())
    assert {key: asset for key, asset in joined.items() if key.startswith("entra:")} == {
        "entra:aad-1": "serial:5CD0000W1",
        "entra:aad-2": "serial:5CD0000W2",
        "entra:aad-9": None,
    }
    for book_after in (one_way, other_way):
        for source, file in (("intune", INTUNE), ("entra", ENTRA)):
            again = compare(book_after, read(source, [file], book_after))
            assert again.nothing()
            assert again.counts()["sightings"]["unseen"] == 0


def test_a_number_that_two_assets_claim_joins_neither(book: Book) -> None:
    header, *rows = INTUNE[1].decode().splitlines()
    both = "\n".join([header, rows[0], rows[1].replace("aad-2", "aad-1")]).encode()
    after = taken(taken(book, "intune", ("intune.csv", both)), "entra", ENTRA)
    assert after.sightings.filter(pl.col("sighting") == "entra:aad-1")["asset"].to_list() == [None]


def test_a_row_without_its_number_is_refused_without_persons(book: Book) -> None:
    data = ENTRA[1].replace(b"aad-9", b"")
    found = read("entra", [("e.csv", data)], book)
    assert [(row.line, row.column) for row in found.refused] == [(4, "deviceId")]
    assert (found.rows_read, found.accepted) == (3, 2)
    assert b"Bo" not in refused_csv(found.refused)
    assert b"bo.pupil" not in refused_csv(found.refused)


def test_rows_of_one_number_are_the_one_last_seen(book: Book) -> None:
    older = b"X,True,Windows,9,J,,,,,,2020-01-01T00:00:00Z,aad-1,,,,,Old\n"
    found = read("entra", [("e.csv", ENTRA[1] + older)], book)
    assert (found.rows_read, found.accepted, found.merged) == (4, 3, 1)
    assert found.frames["sightings"].filter(pl.col("directory_id") == "aad-1")["seen_on"].to_list() == [
        date(2026, 9, 12)
    ]


def test_a_list_of_assets_is_not_entras(snipe: bytes, book: Book) -> None:
    with pytest.raises(SourceError, match="deviceId"):
        read("entra", [("a.csv", snipe)], book)


def test_the_sample(samples: Path, book: Book) -> None:
    data = (samples / "synthetic" / "entra_devices.csv").read_bytes()
    found = read("auto", [("entra_devices.csv", data)], book)
    assert (found.source, found.rows_read, found.accepted) == ("entra", 1, 1)
    assert "Teacher" not in found.frames["sightings"].write_csv()
