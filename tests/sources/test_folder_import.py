from __future__ import annotations

from typing import Any

import pytest

from techplan.book.book import Book
from techplan.book.problem import BookError
from techplan.sources.folder_import import FolderImport, read_all
from techplan.sources.source import File
from techplan.sources.table_order import table_order

WORDS = b'[schools]\n"Warehouse 7" = "050"\n[funds]\n"Nobody" = "999"\n'
SITES = b'table = "schools"\nfile = "aa_sites.csv"\n[columns]\ncode = "No"\nname = "Site"\n'


@pytest.fixture
def files(snipe: bytes, google: bytes) -> list[File]:
    """In an order in which nothing would work."""
    return [
        ("a_google.csv", google),
        ("b_rooms.csv", b"school,room,type\n050,1,lab\n"),
        ("c_snipe.csv", snipe),
        ("zz/aa_sites.csv", b"No,Site\n050,Warehouse\n"),
        ("zz/mappings/sites.toml", SITES),
        ("zz/mappings/words.toml", WORDS),
    ]


@pytest.fixture
def done(files: list[File], book: Book) -> FolderImport:
    return read_all(files, book)


def test_what_others_refer_to_comes_first_and_live_systems_last(done: FolderImport) -> None:
    assert [result.file for result in done.results] == [
        "zz/mappings/sites.toml",
        "zz/mappings/words.toml",
        "zz/aa_sites.csv",
        "b_rooms.csv",
        "c_snipe.csv",
        "a_google.csv",
    ]
    assert [result.source for result in done.results[2:]] == ["spreadsheet", "spreadsheet", "snipe-it", "google-admin"]


def test_every_file_says_what_became_of_its_rows(done: FolderImport, one: Any) -> None:
    by_file = {result.file: result for result in done.results}
    assert (by_file["c_snipe.csv"].rows_read, by_file["c_snipe.csv"].count("added")) == (4, 6)
    assert by_file["a_google.csv"].count("changed") == 3
    assert done.unread() == []
    after = done.apply()
    assert one(after.assets, tag="70")["school"] == "050"
    assert after.rooms["school"].to_list() == ["050"]


def test_words_are_checked_when_all_is_there(done: FolderImport) -> None:
    (result,) = [result for result in done.results if result.file.endswith("words.toml")]
    assert [problem.key for problem in result.problems] == ["Nobody"]


def test_importing_the_folder_again_changes_nothing(done: FolderImport, files: list[File]) -> None:
    again = read_all(files, done.after)
    assert [(result.file, result.count("added"), result.count("changed")) for result in again.results] == [
        (result.file, 0, 0) for result in done.results
    ]
    assert again.after == done.after


def test_the_order_of_the_files_does_not_matter(done: FolderImport, files: list[File], book: Book) -> None:
    assert read_all(files[::-1], book).after == done.after


def test_a_file_that_nobody_knows_stops_the_whole_and_names_itself(files: list[File], book: Book) -> None:
    done = read_all([*files, ("picture.csv", b"\x89PNG\r\n\x00\x00"), ("odd.csv", b"Colour,Mood\nred,good\n")], book)
    assert {result.file for result in done.unread()} == {"picture.csv", "odd.csv"}
    with pytest.raises(BookError, match=r"odd\.csv, picture\.csv|picture\.csv, odd\.csv"):
        done.apply()
    assert {problem.file for problem in done.problems() if problem.severity == "error"} == {"picture.csv", "odd.csv"}


def test_a_faulty_mapping_names_itself_and_the_rest_is_still_looked_at(files: list[File], book: Book) -> None:
    done = read_all([*files, ("bad.toml", b"table = 3\n")], book)
    assert [result.file for result in done.unread()] == ["bad.toml"]
    assert any(result.count("added") for result in done.results)


def test_progress_goes_from_nothing_towards_one(files: list[File], book: Book) -> None:
    seen: list[tuple[str, float]] = []
    read_all(files, book, progress=lambda what, share: seen.append((what, share)))
    shares = [share for _, share in seen]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] < 1
    assert [what for what, _ in seen][-1] == "a_google.csv"


def test_tables_come_after_those_they_refer_to() -> None:
    order = list(table_order())
    for before, after in [
        ("schools", "rooms"),
        ("funds", "awards"),
        ("product_models", "assets"),
        ("assets", "coverage"),
    ]:
        assert order.index(before) < order.index(after)
