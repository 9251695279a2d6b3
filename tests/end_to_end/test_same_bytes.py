"""The same Book gives the same bytes, in whatever order its rows stand; and Lakeside's Book is what importing gives."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

import pytest

from techplan.book.folder import read_book, write_folder
from techplan.cli.files import gather
from techplan.documents.facts import facts_of
from techplan.documents.packet import write_packet
from techplan.documents.plan_json import write_plan_json
from techplan.documents.tables import write_tables
from techplan.documents.workbook import write_workbook
from techplan.planning.plan import plan
from techplan.rules.seed import seed_book
from techplan.sources.folder_import import read_all

LAKESIDE = Path(__file__).parents[2] / "examples" / "lakeside"


def every_document(folder: Path) -> dict[str, bytes]:
    made = plan(read_book(folder), on=date(2027, 1, 15))
    return {
        **write_tables(made),
        "plan.json": write_plan_json(made),
        "plan.xlsx": write_workbook(made),
        "board-packet.pdf": write_packet(facts_of(made)),
    }


def shuffled(folder: Path, source: Path) -> None:
    """A copy of a Book's tables with the rows of each file in another order."""
    folder.mkdir()
    for file in source.glob("*.csv"):
        with file.open(newline="", encoding="utf-8") as lines:
            head, *rows = csv.reader(lines)
        random.Random(file.name).shuffle(rows)
        with (folder / file.name).open("w", newline="", encoding="utf-8") as out:
            csv.writer(out, lineterminator="\n").writerows([head, *rows])


@pytest.fixture(scope="module")
def once() -> dict[str, bytes]:
    return every_document(LAKESIDE)


def test_planning_twice_gives_the_same_bytes(once: dict[str, bytes]) -> None:
    assert every_document(LAKESIDE) == once


def test_the_order_of_rows_changes_no_byte(once: dict[str, bytes], tmp_path: Path) -> None:
    shuffled(tmp_path / "book", LAKESIDE)
    for document in (LAKESIDE / "mappings").glob("*.toml"):  # they are part of the Book's fingerprint
        (tmp_path / "book" / "mappings").mkdir(exist_ok=True)
        (tmp_path / "book" / "mappings" / document.name).write_bytes(document.read_bytes())
    again = every_document(tmp_path / "book")
    assert [name for name in once if again[name] != once[name]] == []


def test_lakesides_book_is_what_importing_its_exports_gives(tmp_path: Path) -> None:
    files, _ = gather([LAKESIDE / "exports"])
    begun = seed_book(district="lakeside", name="Lakeside City School District", state="OH", first_plan_year=2027)
    write_folder(read_all(files, begun).apply(), tmp_path / "book")
    fresh = {file.relative_to(tmp_path / "book"): file.read_bytes() for file in (tmp_path / "book").rglob("*.*")}
    assert {name: (LAKESIDE / name).read_bytes() for name in fresh} == fresh
