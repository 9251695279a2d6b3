"""A Book is opened whole: its tables, mappings and rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from techplan.book.folder import write_folder
from techplan.cli.opening import read, state_of
from techplan.rules.seed import seed_book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(seed_book(district="trial"), tmp_path / "book")
    return tmp_path / "book"


DOCUMENTS = {
    "unknown table": ("mappings/x.toml", 'table = "desks"\nfile = "d*"\n[columns]\na = "A"\n', "no table 'desks'"),
    "unknown column": ("mappings/x.toml", 'table = "schools"\nfile = "d*"\n[columns]\na = "A"\n', "no column 'a'"),
    "unknown rule": (
        "rules/own.toml",
        '[[nothing.known]]\nvalue = 1\nunit = "months"\neffective = 2026-07-01\npublished = 2026-07-01\n'
        'citation = "Board policy"\nstatus = "final"\nconfirmed = false\nkeyed_by = "calendar date"\n',
        "No rule has this name.",
    ),
    "no TOML": ("mappings/x.toml", "table = [", "cannot be read from here on"),
    "not UTF-8": ("rules/own.toml", "a = 'é'".encode("cp1252").decode("latin-1"), "not text in UTF-8"),
}


@pytest.mark.parametrize("fault", DOCUMENTS)
def test_a_faulty_document_is_an_error_told_once(folder: Path, fault: str) -> None:
    name, text, words = DOCUMENTS[fault]
    (folder / name).parent.mkdir()
    (folder / name).write_bytes(text.encode("latin-1"))
    problems = read(folder)[1]
    assert [problem.file for problem in problems] == [name]
    assert problems[0].severity == "error"
    assert words in problems[0].what


def test_a_sound_book_has_no_problem(folder: Path) -> None:
    assert read(folder)[1] == []


def test_the_state_of_a_folder_differs_once_a_file_does(folder: Path) -> None:
    before = state_of(folder)
    assert state_of(folder) == before
    (folder / "district.csv").write_bytes((folder / "district.csv").read_bytes() + b" ")
    assert state_of(folder) != before
    assert state_of(folder / "none") == {}


def test_a_book_without_a_district_is_told_so_and_can_still_be_planned(folder: Path) -> None:
    (folder / "district.csv").write_text("district,name\n")
    (problem,) = read(folder)[1]
    assert (problem.severity, problem.table) == ("warning", "district")
