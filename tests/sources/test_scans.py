"""Lists of scans, as scanners, phones and people write them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from techplan.book.problem import SourceError
from techplan.sources.scans import read_scans


def pairs(text: str) -> list[tuple[str, str | None]]:
    return list(read_scans("scans.txt", text.encode()).scans)


@pytest.mark.parametrize("text", ["A1\nB2\n", "A1\r\nB2", "\ufeffA1\n\nB2\n\n", "A1\rB2\r", ' "A1"\n B2 \n'])
def test_one_number_a_line(text: str) -> None:
    assert pairs(text) == [("A1", None), ("B2", None)]


def test_a_number_scanned_twice_stays_twice() -> None:
    assert pairs("A\nA\n") == [("A", None), ("A", None)]


def test_leading_zeros_stay() -> None:
    assert pairs("000101\n") == [("000101", None)]


def test_a_barcode_at_the_door_names_the_room() -> None:
    assert pairs("A\nROOM:101\nB\nroom : MEDI-1\nC\n") == [("A", None), ("B", "101"), ("C", "MEDI-1")]


@pytest.mark.parametrize(
    "text", ["Room,Asset Tag\n101,A\n102,B\n", "Asset Tag;Room\nA;101\nB;102\n", "barcode\tlocation\nA\t101\nB\t102\n"]
)
def test_a_table_says_itself_what_is_what(text: str) -> None:
    found = read_scans("scans.csv", text.encode())
    assert list(found.scans) == [("A", "101"), ("B", "102")]
    assert found.assumed


def test_a_table_without_rooms() -> None:
    assert pairs("Serial Number,Scanned at\nS1,2027-01-01\n") == [("S1", None)]


def test_several_values_a_line_without_titles_are_not_guessed() -> None:
    found = read_scans("scans.txt", b"101,A\n101,B\n")
    assert [(problem.severity, problem.line) for problem in found.problems] == [("error", 1)]


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\xff" * 50])
def test_empty_and_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_scans("scans.bin", data)


def workbook(*sheets: list[tuple[object, ...]]) -> bytes:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        page = book.worksheets[0] if number == 0 else book.create_sheet("Notes")
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_list_in_any_encoding(encoding: str) -> None:
    found = read_scans("scans.txt", "A1\r\nÄ2\r\n".encode(encoding))
    assert (found.scans, found.problems) == ((("A1", None), ("Ä2", None)), ())


def test_a_workbook_as_list_and_as_table() -> None:
    doors = workbook([("A",), ("A",), ("ROOM:101",), ("00102",), (7,)])
    assert read_scans("s.xlsx", doors).scans == (("A", None), ("A", None), ("00102", "101"), ("7", "101"))
    table = workbook([("Room", "Tag"), ("101", "A"), (102, "A")])
    assert read_scans("s.xlsx", table).scans == (("A", "101"), ("A", "102"))
    wide = read_scans("s.xlsx", workbook([("101", "A"), ("101", "B")]))
    assert [problem.rule for problem in wide.problems] == ["list of scans"]


def test_a_worksheet_without_numbers_is_named() -> None:
    found = read_scans("s.xlsx", workbook([("Room", "Tag"), ("101", "A")], [("who", "when"), ("me", "today")]))
    assert found.scans == (("A", "101"),)
    assert [(problem.rule, problem.value) for problem in found.problems] == [("worksheet left out", "Notes")]


def test_a_title_in_the_midst_of_a_list_is_a_scan() -> None:
    assert [value for value, _ in pairs("A\nB\ncode\nC\n")] == ["A", "B", "code", "C"]


@pytest.mark.parametrize(
    ("line", "room"), [("room 101", "101"), ("Room:Media center", "Media center"), ("ROOM  B-12", "B-12")]
)
def test_what_a_door_says(line: str, room: str) -> None:
    assert pairs(f"{line}\nA\n") == [("A", room)]


@pytest.mark.parametrize("line", ["Room heater", "Room 12 projector", "ROOM101", "room:"])
def test_what_only_looks_like_a_door_is_a_scan(line: str) -> None:
    assert pairs(f"{line}\nA\n") == [(line, None), ("A", None)]


def test_doors_count_only_in_a_table_that_has_no_rooms() -> None:
    assert pairs("tag\nA\nROOM:101\nB\n") == [("A", None), ("B", "101")]
    assert pairs("tag,room\nROOM:101,102\nB,102\n") == [("ROOM:101", "102"), ("B", "102")]


def test_a_row_without_a_tag_has_its_serial_number_and_one_without_both_is_named() -> None:
    found = read_scans("s.csv", b"Asset Tag,Serial,Room\nA,S1,101\n,S2,101\n,,102\n")
    assert found.scans == (("A", "101"), ("S2", "101"))
    assert [(problem.rule, problem.line) for problem in found.problems] == [("scan without a number", 4)]


def test_rows_left_out_are_said() -> None:
    found = read_scans("s.csv", b"Scans of Oak,\nTag,Room\nA,101\nTotal,1\n")
    assert found.scans == (("A", "101"),)
    assert [said for said in found.assumed if "left out" in said] == [
        "s.csv, line 1: left out, above the header (Scans of Oak).", "s.csv, line 4: left out, total (Total, 1).",
    ]  # fmt: skip


def test_a_torn_row_is_an_error() -> None:
    found = read_scans("s.csv", b"Tag,Room\nA,101\nB,102,x\n")
    assert [(problem.severity, problem.line) for problem in found.problems] == [("error", 3)]
