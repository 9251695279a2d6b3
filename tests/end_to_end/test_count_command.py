"""A physical count from opening to its certificate, as a person does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

Techplan = Callable[..., Any]
ON = ("--on", "2027-03-01")


@pytest.fixture
def rooms(book: Path) -> Path:
    """Room 101 holds A B C D, room 102 holds E."""
    (book / "rooms.csv").write_text("school,room\n010,101\n010,102\n")
    lines = [f"{tag},{tag},010,{102 if tag == 'E' else 101},100.00" for tag in "ABCDE"]
    (book / "assets.csv").write_text("asset,tag,school,room,cost\n" + "\n".join(lines) + "\n")
    return book


def opened(rooms: Path, techplan: Techplan) -> None:
    answer = techplan("count", "open", rooms, "C1", "--school", "010", "--room", "101", "--room", "102", *ON)
    assert answer.status == 0, answer.text


def test_from_opening_to_the_certificate(rooms: Path, tmp_path: Path, techplan: Techplan) -> None:
    opened(rooms, techplan)
    scans = tmp_path / "room101.txt"
    scans.write_text("A\nA\nB\nE\nZZ\n")
    assert techplan("count", "scan", rooms, "C1", scans, "--room", "101", *ON).status == 0
    (count,) = json.loads(techplan("count", "show", rooms, "C1", "--json").out)["counts"].values()
    names = ("expected", "matched", "moved_in", "missing", "unknown", "repeats", "not_yet_counted")
    assert [count[name] for name in names] == [5, 2, 1, 2, 1, 1, 0]
    before = (rooms / "assets.csv").read_bytes()
    asked = techplan("count", "close", rooms, "C1", "--by", "Treasurer", *ON)
    assert "Nothing was changed" in asked.out
    assert (rooms / "assets.csv").read_bytes() == before
    done = techplan("count", "close", rooms, "C1", "--by", "Treasurer", "--mark-missing", "--confirm", *ON)
    assert done.status == 0, done.text
    assert "E,E," in (rooms / "assets.csv").read_text("utf-8")
    assert "room,1,2027-03-01,102,101,count C1" in (rooms / "asset_changes.csv").read_text("utf-8")
    assert techplan("inventory", rooms, "--out", tmp_path / "out", *ON).status == 0
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "out" / "count-C1.pdf").pages)
    assert "Certificate of a physical count" in text
    assert "Treasurer" in text


def test_a_list_that_was_taken_before_is_noticed(rooms: Path, tmp_path: Path, techplan: Techplan) -> None:
    opened(rooms, techplan)
    (tmp_path / "s.txt").write_text("A\n")
    techplan("count", "scan", rooms, "C1", tmp_path / "s.txt", "--room", "101", *ON)
    again = techplan("count", "scan", rooms, "C1", tmp_path / "s.txt", "--room", "101", *ON)
    assert "each will count as a repeat" in again.out


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["open", "C1", "--school", "010"], 1, "A count of this code is there already."),
        (["open", "C2", "--school", "019"], 1, "There is no such school."),
        (["open", "C2", "--school", "010", "--room", "103"], 1, "has no such room"),
        (["open", "C2", "--school", "010", "--school", "020", "--room", "101"], 2, "one school at a time"),
        (["open", "C2", "--school", "010", "--award", "X"], 1, "There is no such award."),
        (["scan", "C9", "SCANS"], 1, "There is no such count."),
        (["scan", "C1", "EMPTY"], 1, "empty"),
        (["scan", "C1", "BINARY"], 1, ""),
        (["scan", "C1", "WIDE"], 1, "This line holds several values"),
        (["show", "C9"], 1, "There is no count C9"),
        (["close", "C9", "--by", "x"], 1, "There is no such count."),
    ],
)
def test_wrong_input(words: list[str], status: int, said: str, rooms: Path, tmp_path: Path, techplan: Techplan) -> None:
    opened(rooms, techplan)
    files = {"SCANS": b"A\n", "EMPTY": b"", "BINARY": bytes(range(256)) * 9, "WIDE": b"101,A\n"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    before = {path.name: path.read_bytes() for path in rooms.iterdir() if path.is_file()}
    verb, *rest = words
    answer = techplan("count", verb, rooms, *(tmp_path / word if word in files else word for word in rest))
    assert answer.status == status, answer.text
    assert said in answer.text
    assert {path.name: path.read_bytes() for path in rooms.iterdir() if path.is_file()} == before


def test_two_open_counts_of_one_room_are_warned_of(rooms: Path, techplan: Techplan) -> None:
    opened(rooms, techplan)
    answer = techplan("count", "open", rooms, "C2", "--school", "010", *ON)
    assert answer.status == 0
    assert "The open count C1 covers it too." in answer.err


def test_what_a_scanner_types(rooms: Path, techplan: Techplan, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    opened(rooms, techplan)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"A\nB\n")))
    assert "Took 2 scans." in techplan("count", "scan", rooms, "C1", "-", "--room", "101", *ON).out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    assert techplan("count", "scan", rooms, "C1", "-").status == 1
