from __future__ import annotations

import csv
import io

from techplan.book.book import Book
from techplan.sources import read
from techplan.sources.changes import compare
from techplan.sources.refused import RefusedRow, refused_csv, refused_files, without_people


def row(line: int, *cells: str, file: str = "exports/a.csv", sheet: str | None = None) -> RefusedRow:
    return RefusedRow(
        file=file, sheet=sheet, line=line, titles=("Tag", "Note"), cells=cells, reason="Why, so.", remedy='Do "this".'
    )


def test_columns_are_kept_and_reason_and_remedy_come_after() -> None:
    parsed = list(csv.reader(io.StringIO(refused_csv([row(9, "00069", "b", "c"), row(2, "=1+1")]).decode())))
    assert parsed == [
        ["Tag", "Note", "extra 1", "refused line", "refused reason", "refused remedy"],
        ["=1+1", "", "", "2", "Why, so.", 'Do "this".'],
        ["00069", "b", "c", "9", "Why, so.", 'Do "this".'],
    ]


def test_one_file_for_each_file_and_sheet() -> None:
    rows = [row(2, "a"), row(3, "b", file="b.xlsx", sheet="Gear"), row(4, "c")]
    found = refused_files(rows)
    assert sorted(found) == ["a-refused.csv", "b-Gear-refused.csv"]
    assert found["a-refused.csv"].count(b"\r\n") == 3


def test_nothing_refused_is_no_file() -> None:
    assert refused_files([]) == {}


def test_a_person_is_left_out_and_so_are_the_neighbours_where_cells_have_moved() -> None:
    assert without_people(("1", "Ann", "x"), 3, [1]) == ("1", "(left out)", "x")
    assert without_people(("1", "Pupil", " Ann", "x", "y"), 4, [1]) == (
        "(left out)",
        "(left out)",
        "(left out)",
        "x",
        "y",
    )
    assert without_people(("1", "ann@x.org", ""), 3, []) == ("1", "(left out)", "")


def test_what_was_refused_and_put_right_can_be_imported(book: Book) -> None:
    data = b"school,room,type\nEast,101,lab\nEst,102,lab\n"
    first = read("spreadsheet", [("rooms.csv", data)], book)
    after = compare(book, first).apply(book)
    ((name, kept),) = refused_files(first.refused).items()
    assert name == "rooms-refused.csv"
    second = read("spreadsheet", [(name, kept.replace(b"Est,", b"East,"))], after)
    assert compare(after, second).apply(after).rooms["room"].to_list() == ["101", "102"]
