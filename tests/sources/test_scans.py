"""Lists of scans, as scanners, phones and people write them."""

from __future__ import annotations

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
