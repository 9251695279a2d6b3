"""What all readers of asset and device lists share, beyond the contract of every source."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.rules.seed import seed_book
from techplan.sources import Source, read, recognise, registry
from techplan.sources.changes import compare

FILES = Path(__file__).parents[1] / "files"
PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "add-a-source.md"

SERIALS = {
    "incident_iq.csv": "Serial Number", "destiny.csv": "Serial Number", "netbox.csv": "serial",
    "jamf_pro.csv": "Serial Number", "jamf_mut_computers.csv": "Computer Serial", "jamf_school.csv": "SerialNumber",
    "mosyle.csv": "serial_number",
}  # fmt: skip
"""Files whose rows have a tag beside the serial, and what they call the serial."""


@pytest.fixture
def book() -> Book:
    seeded = seed_book(district="lakeside", state="OH", first_plan_year=2027)
    return seeded.with_tables(schools=pl.DataFrame({"code": ["020"], "name": ["East"]}))


def changed(file: str, title: str, line: int, value: str) -> bytes:
    """A file of ours with another value in one cell; lines count from 2, after the header."""
    header, *rows = csv.reader(io.StringIO((FILES / file).read_text("utf-8"), newline=""))
    rows[line - 2][header.index(title)] = value
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


@pytest.mark.parametrize("file", SERIALS)
def test_a_serial_that_a_spreadsheet_shortened_is_flagged_and_not_stored(file: str, book: Book) -> None:
    found = read("auto", [(file, changed(file, SERIALS[file], 2, "5.02E+18"))], book)
    flagged = [problem for problem in found.problems if problem.rule == "number shortened by a spreadsheet"]
    assert [(problem.line, problem.column, problem.value) for problem in flagged] == [(2, SERIALS[file], "5.02E+18")]
    assert "5.02E+18" not in found.frames["assets"].write_csv()
    assert found.frames["assets"].height >= 1


def test_an_asset_keeps_its_key_when_its_tag_changes(book: Book) -> None:
    after = compare(book, read("mosyle", [("m.csv", (FILES / "mosyle.csv").read_bytes())], book)).apply(book)
    again = compare(after, read("mosyle", [("m.csv", changed("mosyle.csv", "asset_tag", 2, "999"))], after))
    assert again.counts()["assets"] == {"added": 0, "changed": 1, "same": 1, "unseen": 0, "refused": 0}
    row = again.apply(after).assets.filter(pl.col("serial") == "DMPX0004").row(0, named=True)
    assert (row["asset"], row["tag"]) == ("000604", "999")


def test_words_of_the_district_go_before_everything(book: Book) -> None:
    words = '[schools]\n"Campus One" = "020"\n[classes]\n"iPad (9th generation)" = "laptop"\n'
    told = book.with_documents("mappings", {"words": words})
    found = read("mosyle", [("m.csv", changed("mosyle.csv", "location", 2, "campus  one"))], told)
    assert found.frames["assets"].filter(pl.col("serial") == "DMPX0004")["school"].to_list() == ["020"]
    assert found.frames["product_models"]["asset_class"].to_list() == ["laptop"]


def test_another_systems_file_says_whose_it_is(book: Book) -> None:
    data = (FILES / "jamf_pro.csv").read_bytes()
    with pytest.raises(SourceError, match=r"what Jamf Pro writes.*Import it as jamf-pro"):
        read("incident-iq", [("x.csv", data)], book)


def test_one_live_system_does_not_miss_what_another_saw(book: Book) -> None:
    after = compare(book, read("mosyle", [("m.csv", (FILES / "mosyle.csv").read_bytes())], book)).apply(book)
    jamf = compare(after, read("jamf-pro", [("j.csv", (FILES / "jamf_pro.csv").read_bytes())], after))
    assert jamf.counts()["sightings"]["unseen"] == 0
    fewer = b"".join((FILES / "mosyle.csv").read_bytes().splitlines(keepends=True)[:2])
    gone = compare(after, read("mosyle", [("m.csv", fewer)], after))
    assert [table.unseen.rows() for table in gone.tables if table.table == "sightings"] == [[("mosyle:DMPX0005",)]]


def test_the_how_tos_reader_reads(monkeypatch: pytest.MonkeyPatch, book: Book) -> None:
    block = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert block is not None
    space: dict[str, Any] = {}
    exec(compile(block[1], PAGE.name, "exec"), space)
    meraki: Source = space["Meraki"]()
    monkeypatch.setattr(registry, "BUILT_IN", (*registry.BUILT_IN, meraki))
    registry.sources.cache_clear()
    data = (
        b"MAC address,Serial number,Network name,Model,Claimed on\n00:18:0a:00:00:01,Q2XX-0001,East,MR44,2024-05-01\n"
    )
    try:
        assert recognise("inventory.csv", data, book).name == "meraki"
        found = read("meraki", [("inventory.csv", data)], book)
    finally:
        registry.sources.cache_clear()
    assert found.frames["assets"].select("asset", "mac", "school").rows() == [
        ("serial:Q2XX-0001", "00180a000001", "020")
    ]
    assert found.frames["sightings"]["sighting"].to_list() == ["meraki:Q2XX-0001"]
