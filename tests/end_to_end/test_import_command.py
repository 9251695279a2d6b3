"""What ``import`` shows and does, beyond bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Techplan = Callable[..., Any]


@pytest.fixture
def assets(root: Path) -> Path:
    return root / "examples" / "first-steps" / "assets.csv"


def test_by_name_and_by_looking_it_is_the_same(
    assets: Path, fresh_book: Path, book: Path, tmp_path: Path, techplan: Techplan
) -> None:
    assert techplan("import", "snipe-it", assets, "--book", book, "--without-refused").status == 0
    other = tmp_path / "other"
    other.mkdir()
    for path in fresh_book.iterdir():
        if path.is_file():
            (other / path.name).write_bytes(path.read_bytes())
    assert techplan("import", "auto", assets, "--book", other, "--without-refused").status == 0
    assert (book / "assets.csv").read_bytes() == (other / "assets.csv").read_bytes()


def test_a_second_import_finds_nothing_new(assets: Path, book: Path, techplan: Techplan) -> None:
    first = json.loads(techplan("import", "auto", assets, "--book", book, "--json", "--without-refused").out)
    second = json.loads(techplan("import", "auto", assets, "--book", book, "--json", "--without-refused").out)
    assert (first["tables"]["assets"]["added"], second["tables"]["assets"]["added"]) == (40, 0)
    assert second["tables"]["assets"] == {"added": 0, "changed": 0, "same": 40, "unseen": 0, "refused": 0}
    assert first["saved"]
    assert first["assumed"]


def test_what_changes_is_shown_from_and_to(book: Path, tmp_path: Path, techplan: Techplan) -> None:
    (tmp_path / "schools.csv").write_text("code,name\n010,Oak Primary\n")
    answer = techplan("import", "auto", tmp_path / "schools.csv", "--book", book)
    assert "schools 010, name: Oak Elementary → Oak Primary" in answer.out
    assert "Oak Primary" in (book / "schools.csv").read_text("utf-8")


def test_a_folder_brings_its_mappings_and_says_what_it_did_not_read(
    book: Path, tmp_path: Path, techplan: Techplan
) -> None:
    exports = tmp_path / "exports"
    (exports / "mappings").mkdir(parents=True)
    (exports / "mappings" / "places.toml").write_text(
        'table = "rooms"\nfile = "places*.csv"\n\n[columns]\nschool = "Bldg"\nroom = "No."\n'
    )
    (exports / "places 2027.csv").write_text("Bldg,No.\n010,101\n010,102\n")
    (exports / "notes.md").write_text("not data")
    answer = techplan("import", "auto", exports, "--book", book)
    assert answer.status == 0, answer.text
    assert "Read 2 rows from 1 file (spreadsheet) and 1 mapping." in answer.out
    assert "Not read:\n  notes.md" in answer.out
    assert (book / "mappings" / "places.toml").is_file()
    assert len((book / "rooms.csv").read_text().splitlines()) == 3


def test_an_unknown_source_is_wrong_usage_and_names_those_there_are(
    assets: Path, book: Path, techplan: Techplan
) -> None:
    answer = techplan("import", "snipeit", assets, "--book", book)
    assert answer.status == 2
    for name in ("auto", "snipe-it", "google-admin", "spreadsheet"):
        assert name in answer.err


def test_a_file_that_one_source_cannot_read_stops_it(book: Path, tmp_path: Path, techplan: Techplan) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    answer = techplan("import", "snipe-it", tmp_path / "empty.csv", "--book", book)
    assert answer.status == 1
    assert "empty.csv is empty" in answer.err


def test_a_file_that_is_not_there(book: Path, techplan: Techplan) -> None:
    answer = techplan("import", "auto", "nowhere.csv", "--book", book)
    assert answer.status == 1
    assert "There is no file or folder nowhere.csv" in answer.err


HEAD = "Asset Tag,Serial Number,Model,Purchase Date,Purchase Cost,Location\n"
LOST = {
    "negative price": ("1,A1,Macbook Pro,2023-01-05,-20.00,Oak Elementary\n", "Purchase Cost"),
    "unreadable date": ("1,A1,Macbook Pro,someday,20.00,Oak Elementary\n", "Purchase Date"),
    "unknown school": ("1,A1,Macbook Pro,2023-01-05,20.00,Ash Middle\n", "Ash Middle"),
}


@pytest.mark.parametrize("fault", LOST)
def test_an_export_whose_values_would_be_lost_changes_nothing_until_a_person_says_so(
    fault: str, tmp_path: Path, book: Path, techplan: Techplan
) -> None:
    row, place = LOST[fault]
    (tmp_path / "assets.csv").write_text(HEAD + row)
    before = {file: file.read_bytes() for file in book.rglob("*") if file.is_file()}
    stopped = techplan("import", "auto", tmp_path / "assets.csv", "--book", book)
    assert (stopped.status, place in stopped.text) == (1, True)
    assert "1 value cannot be used as written" in stopped.text
    assert {file: file.read_bytes() for file in book.rglob("*") if file.is_file()} == before
    assert techplan("import", "auto", tmp_path / "assets.csv", "--book", book, "--without-refused").status == 0
    assert (book / "assets.csv").read_text().count("A1") == 1


def test_a_changed_tag_is_one_asset_with_a_history(book: Path, tmp_path: Path, techplan: Techplan) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("Asset Tag,Serial,Model\nT9,S9,Dell Chromebook 3100\n")
    second.write_text("Asset Tag,Serial,Model\nT99,S9,Dell Chromebook 3100\n")
    assert techplan("import", "snipe-it", first, "--book", book, "--on", "2027-01-15").status == 0
    assert not (book / "asset_changes.csv").exists()
    assert techplan("import", "snipe-it", second, "--book", book, "--on", "2027-02-01").status == 0
    (asset,) = (book / "assets.csv").read_text("utf-8").splitlines()[1:]
    assert asset.startswith("T9,T99,S9,")
    (change,) = (book / "asset_changes.csv").read_text("utf-8").splitlines()[1:]
    assert change.startswith("T9,tag,1,2027-02-01,T9,T99,")
    assert techplan("import", "snipe-it", second, "--book", book, "--on", "2027-03-01").status == 0
    assert len((book / "asset_changes.csv").read_text("utf-8").splitlines()) == 2


def test_a_partial_file_changes_only_its_fields(book: Path, tmp_path: Path, techplan: Techplan) -> None:
    whole, partial = tmp_path / "whole.csv", tmp_path / "assets.csv"
    whole.write_text("Asset Tag,Serial,Model,Purchase Cost\nT9,S9,Dell Chromebook 3100,330.00\n")
    assert techplan("import", "snipe-it", whole, "--book", book).status == 0
    before = (book / "assets.csv").read_text("utf-8")
    partial.write_text("serial,last_seen\nS9,2027-01-10\n")
    answer = json.loads(techplan("import", "auto", partial, "--book", book, "--json").out)
    assert answer["tables"]["assets"] == {"added": 0, "changed": 1, "same": 0, "unseen": 0, "refused": 0}
    after = (book / "assets.csv").read_text("utf-8")
    assert after.replace("2027-01-10", "") == before
    assert "2027-01-10" in after
