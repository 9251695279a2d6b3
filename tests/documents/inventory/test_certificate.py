"""The certificate of a count of two rooms: A B C D are in 101 by the books, E in 102; scanned in 101: A A B E ZZ."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdf
import pytest

from techplan.documents.inventory import certificate_report, write_count_certificate

Make = Callable[..., Any]
ROOMS = {"expected_school": "010", "expected_room": "101"}
SCANNED = {"found_school": "010", "found_room": "101"}


def line(number: int, outcome: str, asset: str | None, **fields: Any) -> dict[str, Any]:
    return {"count_code": "C1", "number": number, "outcome": outcome, "asset": asset, **fields}


LINES = [
    line(1, "matched", "A", scanned="A", **ROOMS, **SCANNED),
    line(2, "repeat", "A", scanned="A", **SCANNED),
    line(3, "matched", "B", scanned="B", **ROOMS, **SCANNED),
    line(4, "moved in", "E", scanned="E", expected_school="010", expected_room="102", **SCANNED),
    line(5, "unknown", None, scanned="ZZ", note="No asset has this tag.", **SCANNED),
    line(6, "missing", "C", cost_cents=30_000, **ROOMS),
    line(7, "missing", "D", **ROOMS),
]


def room(name: str, *numbers: int) -> dict[str, Any]:
    keys = ("expected", "matched", "moved_in", "moved_out", "missing", "unknown", "repeats", "not_yet_counted")
    return {"count_code": "C1", "school": "010", "room": name, "counted": True, **dict(zip(keys, numbers, strict=True))}


@pytest.fixture
def counted(take: Make) -> Make:
    """The count of the example, closed on a day or open."""

    def made(closed_on: date | None = date(2027, 1, 12), **tables: Any) -> Any:
        row = {
            "count_code": "C1", "title": "Winter count", "places": "Birch School, rooms 101, 102",
            "opened_on": date(2027, 1, 11), "closed_on": closed_on, "by": "Treasurer", "award": None, "expected": 5,
            "matched": 2, "moved_in": 1, "missing": 2, "not_yet_counted": 0, "unknown": 1, "repeats": 1,
            "missing_cost_cents": 30_000, "exceptions": "2 missing",
        }  # fmt: skip
        given = {"count_lines": LINES, "count_rooms": [room("101", 4, 2, 1, 0, 2, 1, 1, 0),
                                                       room("102", 1, 0, 0, 1, 0, 0, 0, 0)]}  # fmt: skip
        assets = [{"asset": name, "model": "Panel" if name == "C" else None} for name in "ABCDE"]
        models = [{"model": "Panel"}]
        book = {"assets": assets, "product_models": models}
        return take(book, count_certificates=[row], **{**given, **tables})

    return made


def test_every_exception_stands_under_its_kind(counted: Make, grid_of: Make, cells: Make) -> None:
    report = certificate_report(counted(), "C1")
    missing = grid_of(report, "missing")
    assert missing.title == "Missing: 2, recorded cost $300; 1 thing without"
    assert [(row["Thing"], row["What"], row["By the books"], row["Cost, dollars"]) for row in cells(missing)] == [
        ("C", "Panel", "room 101", "300"), ("D", "not known", "room 101", "not known"),
    ]  # fmt: skip
    assert cells(missing, "total")[0]["Cost, dollars"] == "300"
    (moved,) = cells(grid_of(report, "moved"))
    assert (moved["Thing"], moved["By the books"], moved["Found"]) == ("E", "room 102", "room 101")
    unknown = grid_of(report, "unknown")
    assert cells(unknown) == [{"Scanned": "ZZ", "Where": "room 101"}]
    assert unknown.note == "No asset has this tag. "
    assert cells(grid_of(report, "repeats")) == [{"Scanned": "A", "Thing": "A", "Where": "room 101"}]


def test_the_rooms_add_up(counted: Make, grid_of: Make, cells: Make) -> None:
    (total,) = cells(grid_of(certificate_report(counted(), "C1"), "rooms"), "total")
    assert total == {
        "Room": "Together", "Expected": "5", "Matched": "2", "Moved in": "1", "Moved out": "1", "Missing": "2",
        "Not yet": "0", "Unknown": "1", "Repeats": "1",
    }  # fmt: skip


def test_a_closed_count_is_signed(counted: Make) -> None:
    report = certificate_report(counted(), "C1")
    assert report.title == "Certificate of a physical count"
    assert [line for section in report.sections for line in section.signatures] == [
        "Counted by: Treasurer", "Seen by the treasurer",
    ]  # fmt: skip


def test_an_open_count_is_marked_and_has_no_line_to_sign(counted: Make) -> None:
    inventory = counted(closed_on=None)
    report = certificate_report(inventory, "C1")
    assert "open, not certified" in report.title
    assert not any(section.signatures for section in report.sections)
    text = " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(write_count_certificate(inventory, "C1"))).pages
    )
    assert "not certified" in text
    assert "Seen by the treasurer" not in text


def test_a_cost_that_nobody_knows_is_not_nought(counted: Make, grid_of: Make, cells: Make) -> None:
    inventory = counted(count_lines=[line(1, "missing", "D", **ROOMS)])
    report = certificate_report(inventory, "C1")
    assert cells(grid_of(report, "missing"), "total")[0]["Cost, dollars"] == "not known"
    assert "recorded cost not known" in grid_of(report, "missing").title


def test_places_at_two_schools_carry_the_school(counted: Make, grid_of: Make, cells: Make) -> None:
    elsewhere = line(8, "missing", "B", expected_school="020", expected_room=None)
    report = certificate_report(counted(count_lines=[*LINES, elsewhere]), "C1")
    assert [row["By the books"] for row in cells(grid_of(report, "missing"))] == [
        "Birch School, room 101", "Birch School, room 101", "Dune School, no room",
    ]  # fmt: skip


def test_everything_found_says_so(counted: Make, grid_of: Make) -> None:
    report = certificate_report(counted(count_lines=LINES[:1]), "C1")
    assert grid_of(report, "exceptions").empty == "Everything that was counted was found where the books say."


def test_a_long_list_is_cut_and_says_so(counted: Make, grid_of: Make, cells: Make) -> None:
    many = [line(n, "unknown", None, scanned=f"Z{n}", **SCANNED) for n in range(1, 1001)]
    grid = grid_of(certificate_report(counted(count_lines=many), "C1"), "unknown")
    assert len(cells(grid)) == 400
    assert "The first 400 of 1,000; the table count_lines has all." in grid.note


def test_there_is_no_certificate_of_no_count(counted: Make) -> None:
    with pytest.raises(KeyError):
        certificate_report(counted(), "C2")


def test_equal_counts_give_equal_bytes(counted: Make) -> None:
    assert write_count_certificate(counted(), "C1") == write_count_certificate(counted(), "C1")
