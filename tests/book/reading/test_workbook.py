"""Excel workbooks: types kept as text, lines kept, damage named."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from techplan.book.problem import SourceError
from techplan.book.reading import read_sheets
from techplan.book.reading.workbook import is_workbook


def workbook(fill: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    fill(book)
    book.close()
    return out.getvalue()


def buildings(book: Any) -> None:
    sheet = book.add_worksheet("Buildings")
    day = book.add_format({"num_format": "m/d/yyyy"})
    sheet.write(0, 0, "Lakeside buildings")
    sheet.write_row(2, 0, ["Bldg", "Opened", "Rooms", "Cost", "Share", "Open", "Checked", "Note"])
    sheet.write_string(3, 0, "00069")
    sheet.write_datetime(3, 1, date(2021, 8, 4), day)
    sheet.write_number(3, 2, 12)
    sheet.write_number(3, 3, 1234.56)
    sheet.write_number(3, 4, 0.5, book.add_format({"num_format": "0%"}))
    sheet.write_boolean(3, 5, True)
    sheet.write_datetime(3, 6, datetime(2026, 1, 2, 13, 5, 1), book.add_format({"num_format": "m/d/yyyy h:mm"}))
    sheet.write_formula(3, 7, "=1/0", None, "#DIV/0!")
    sheet.write_string(5, 0, "12E4")
    sheet.write_formula(5, 2, "=1+1", None, 2)
    sheet.write_string(5, 7, " a\u00a0b ")


def test_cells_keep_what_they_hold() -> None:
    (sheet,) = read_sheets(workbook(buildings), "buildings.xlsx")
    assert (sheet.name, sheet.header_line) == ("Buildings", 3)
    assert [tuple(row) for row in sheet.rows] == [
        (4, ("00069", "2021-08-04", "12", "1234.56", "0.5", "true", "2026-01-02 13:05:01", "#DIV/0!")),
        (6, ("12E4", "", "2", "", "", "", "", "a b")),
    ]
    assert [(row.line, row.why) for row in sheet.skipped] == [(1, "above the header"), (2, "blank"), (5, "blank")]
    assert sheet.assumed[0] == "worksheet Buildings"


def test_numbers_longer_than_excel_keeps_are_flagged() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Tag", "Serial"])
        sheet.write_row(1, 0, ["1", 5020000000000000123])
        sheet.write_string(2, 0, "2")
        sheet.write_string(2, 1, "5020000000000000123")

    (sheet,) = read_sheets(workbook(fill), "x.xlsx")
    assert [row.cells[1] for row in sheet.rows] == ["5.02000000000000E+18", "5020000000000000123"]
    assert [(problem.severity, problem.line) for problem in sheet.problems] == [("warning", 2)]


def test_every_worksheet_is_read_and_hidden_ones_are_named() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("Rooms").write_row(0, 0, ["Room", "School"])
        book.add_worksheet("Empty")
        hidden = book.add_worksheet("Old")
        hidden.write_row(0, 0, ["Room", "School"])
        hidden.hide()

    sheets = read_sheets(workbook(fill), "x.xlsx")
    assert [(sheet.name, sheet.assumed[0]) for sheet in sheets] == [
        ("Rooms", "worksheet Rooms"), ("Old", "worksheet Old, which is hidden"),
    ]  # fmt: skip


def test_formulas_that_were_never_calculated_are_named() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Tag", "Cost"])
    book.active.append(["1", "=2*330"])
    out = io.BytesIO()
    book.save(out)
    (sheet,) = read_sheets(out.getvalue(), "x.xlsx")
    assert sheet.rows[0].cells == ("1", "")
    assert [(problem.severity, problem.rule) for problem in sheet.problems] == [("warning", "formula not calculated")]


def test_content_decides_not_the_name() -> None:
    assert read_sheets(workbook(buildings), "buildings.csv")[0].name == "Buildings"
    assert read_sheets(b"Tag,Model\n1,HP\n", "assets.xlsx")[0].rows[0].cells == ("1", "HP")
    assert not is_workbook(b"PK\x03\x04")


def test_totals_and_footers_are_known_in_workbooks_too() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for at, row in enumerate([["Fund", "Name", "Amount"], ["001", "General", 5], ["Total", "", 5]]):
            sheet.write_row(at, 0, row)

    (sheet,) = read_sheets(workbook(fill), "x.xlsx")
    assert [row.cells for row in sheet.rows] == [("001", "General", "5")]


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(SourceError, match="holds no table"):
        read_sheets(workbook(lambda book: book.add_worksheet()), "x.xlsx")


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_workbook_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(workbook(buildings))
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data))
        if chance.random() < 0.7:
            data[at] = chance.randrange(256)
        else:
            del data[at : at + chance.randint(1, 30)]
    try:
        read_sheets(bytes(data), "x.xlsx")
    except SourceError as fault:
        assert "x.xlsx" in str(fault)
