"""Every example file that other people wrote ends in rows or in a clear refusal; none in a crash, none in silence."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import read
from techplan.sources.changes import compare
from techplan.sources.source import File

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
SETS = sorted(folder.name for folder in SAMPLES.glob("oneroster*")) if SAMPLES.is_dir() else []
ALONE = (
    sorted(
        path.relative_to(SAMPLES).as_posix()
        for path in SAMPLES.rglob("*")
        if path.is_file() and path.name != "SOURCES.txt"
    )
    if SAMPLES.is_dir()
    else []
)

TEXAS = """
table = "ledger"
file = "fiscal*.csv"
[columns]
account = "NCES ID"
fy = "Year"
description = "District Name"
revised = "Total Operating Expenditures (TOP)"
actual = "Other Local & Intermediate"
[constants]
object = "TOP"
"""


def ends_well(files: list[File], book: Book) -> None:
    """Rows that can be applied, or refusals that say why; a file that nobody reads is an error that names it."""
    try:
        found = read("auto", files, book)
    except SourceError as error:
        assert files[0][0] in str(error) and len(error.problems) > 0
        assert all(problem.remedy for problem in error.problems)
        return
    assert found.rows_read == found.accepted + found.merged + len(found.refused) + len(found.skipped)
    assert all(row.reason and row.remedy for row in found.refused)
    assert found.accepted or found.merged or found.refused or found.rows_read == len(found.skipped)
    after = compare(book, found).apply(book)
    assert sum(frame.height for frame in found.frames.values()) == 0 or after != book


@pytest.mark.skipif(not ALONE, reason="the example files are not here")
@pytest.mark.parametrize("name", ALONE)
def test_each_file_alone(name: str, book: Book) -> None:
    path = SAMPLES / name
    ends_well([(path.name, path.read_bytes())], book)


@pytest.mark.skipif(not SETS, reason="the example files are not here")
@pytest.mark.parametrize("name", SETS)
def test_each_set_together(name: str, book: Book) -> None:
    ends_well([(path.name, path.read_bytes()) for path in sorted((SAMPLES / name).iterdir())], book)


def test_the_texas_excerpt_gives_120_records_with_their_numbers_as_text(samples: Path, book: Book) -> None:
    """A byte order mark, bare carriage returns, quoted thousands, spaces at the end of titles."""
    data = (samples / "real" / "fiscal_first120_raw_CR_BOM.csv").read_bytes()
    mapped = book.with_documents("mappings", {"texas": TEXAS})
    found = read("auto", [("fiscal_first120_raw_CR_BOM.csv", data)], mapped)
    frame = found.frames["ledger"]
    assert (found.rows_read, found.accepted, found.refused) == (120, 120, ())
    records = list(csv.DictReader(data.decode("utf-8-sig").replace("\r", "\n").splitlines()))
    assert frame.get_column("account").to_list() == [record["NCES ID"] for record in records]
    assert frame.schema["account"] == pl.String
    dollars = [record["Total Operating Expenditures (TOP)"].replace("$", "").replace(",", "") for record in records]
    assert frame.get_column("revised_cents").to_list() == [int(text) * 100 for text in dollars]
    assert frame.filter(account="4813200", fy=2012).select("revised_cents", "actual_cents").rows() == [
        (790477000, 45091900)
    ]
