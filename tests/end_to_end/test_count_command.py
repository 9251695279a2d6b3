"""A physical count from opening to its certificate, as a person does it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from techplan.book.folder import read_folder
from techplan.book.problem import TechplanError
from techplan.cli.count import save
from techplan.cli.opening import state_of
from techplan.cli.running import run

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
    assert "each will count as a repeat" in again.err
    told = json.loads(techplan("count", "scan", rooms, "C1", tmp_path / "s.txt", "--room", "101", "--json", *ON).out)
    rules = [(one["severity"], one["rule"]) for one in told["problems"] if one["table"] == "count_scans"]
    assert rules == [("warning", "scanned again")]


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
        (["close", "C1", "--by", "x", "--on", "2027-02-01"], 1, "it cannot close before"),
        (["scan", "C1", "SCANS", "--room", "1O1"], 1, "has no such room"),
        (["scan", "C1", "SCANS", "--school", "030"], 1, "There is no such school."),
        (["scan", "C1", "SCANS"], 1, "do not say which room"),
        (["scan", "C1", "DOOR"], 1, "has no such room"),
        (["scan", "C1", "NOSUCHFILE", "--room", "101"], 1, "There is no file"),
    ],
)
def test_wrong_input(words: list[str], status: int, said: str, rooms: Path, tmp_path: Path, techplan: Techplan) -> None:
    opened(rooms, techplan)
    files = {
        "SCANS": b"A\n",
        "EMPTY": b"",
        "BINARY": bytes(range(256)) * 9,
        "WIDE": b"101,A\n",
        "DOOR": b"ROOM:109\nA\n",
    }
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
    opened(rooms, techplan)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"A\nB\n")))
    assert "Took 2 scans." in techplan("count", "scan", rooms, "C1", "-", "--room", "101", *ON).out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    assert techplan("count", "scan", rooms, "C1", "-").status == 1


def test_a_room_is_checked_before_anybody_scans(
    rooms: Path, techplan: Techplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(rooms, techplan)

    class Unread:
        @property
        def buffer(self) -> io.BytesIO:
            pytest.fail("the scanner was read although the room is not known")

    monkeypatch.setattr(sys, "stdin", Unread())
    answer = techplan("count", "scan", rooms, "C1", "-", "--room", "1O1", *ON)
    assert (answer.status, "has no such room" in answer.text) == (1, True)


def test_what_others_scanned_meanwhile_is_kept(
    rooms: Path, tmp_path: Path, techplan: Techplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(rooms, techplan)
    (tmp_path / "s.txt").write_text("E\n")

    class Typed:
        """A scanner on which somebody scans while a second person takes in a list."""

        @property
        def buffer(self) -> io.BytesIO:
            other = ["count", "scan", str(rooms), "C1", str(tmp_path / "s.txt"), "--room", "102", *ON]
            assert run(other) == 0
            return io.BytesIO(b"A\n")

    monkeypatch.setattr(sys, "stdin", Typed())
    assert techplan("count", "scan", rooms, "C1", "-", "--room", "101", *ON).status == 0
    scans = (rooms / "count_scans.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[1:3] for line in scans] == [["1", "E"], ["2", "A"]]


def test_a_book_that_changed_is_not_written_over(rooms: Path) -> None:
    state = state_of(rooms)
    book, _ = read_folder(rooms)
    (rooms / "rooms.csv").write_text("school,room\n010,101\n010,102\n010,103\n")
    with pytest.raises(TechplanError, match="Nothing was changed"):
        save(book, rooms, state)
    assert "103" in (rooms / "rooms.csv").read_text("utf-8")


def test_closing_shows_what_moves_and_then_what_was_certified(rooms: Path, tmp_path: Path, techplan: Techplan) -> None:
    opened(rooms, techplan)
    (tmp_path / "s.txt").write_text("A\nB\nE\nZZ\n")
    techplan("count", "scan", rooms, "C1", tmp_path / "s.txt", "--room", "101", *ON)
    asked = techplan("count", "close", rooms, "C1", "--by", "Treasurer", "--mark-missing", *ON).out
    assert "3 fields of assets would change:" in asked
    assert "E: room 102 → 101" in asked
    assert "C: status empty → missing" in asked
    assert "unknown: ZZ (found in 010 101; No asset has this tag, serial number or network address.)" in asked
    done = techplan("count", "close", rooms, "C1", "--by", "Treasurer", "--mark-missing", "--confirm", *ON).out
    assert "Count C1, closed on 2027-03-01 by Treasurer: Oak Elementary, rooms 101, 102" in done
    assert "3 fields of assets changed:" in done
    assert "What is missing cost 200.00 dollars." in done
    again = techplan("count", "close", rooms, "C1", "--by", "Treasurer", "--confirm", *ON)
    assert (again.status, "what is certified stays as it is" in again.text) == (1, True)
    late = techplan("count", "scan", rooms, "C1", tmp_path / "s.txt", "--room", "101", *ON)
    assert (late.status, "what is certified stays as it is" in late.text) == (1, True)


def test_show_has_rooms_and_lines_for_other_programs(rooms: Path, tmp_path: Path, techplan: Techplan) -> None:
    assert "There are no counts yet." in techplan("count", "show", rooms).out
    opened(rooms, techplan)
    (tmp_path / "s.txt").write_text("A\n")
    techplan("count", "scan", rooms, "C1", tmp_path / "s.txt", "--room", "101", *ON)
    shown = json.loads(techplan("count", "show", rooms, "C1", "--json").out)
    assert [(r["room"], r["matched"], r["missing"]) for r in shown["rooms"]] == [("101", 1, 3), ("102", 0, 0)]
    assert [line["outcome"] for line in shown["lines"]] == ["matched", *["missing"] * 3, "not yet counted"]
