"""One file to one table: three ways in that agree, and every fault with its place."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TypeAlias

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.book.columns import Table
from techplan.book.problem import Problem
from techplan.book.table_files import TableRead, read_csv, read_parquet, write_csv, write_parquet
from techplan.book.tables import TABLES

Frames: TypeAlias = Callable[[type[Table]], st.SearchStrategy[pl.DataFrame]]
ASSETS, SCHOOLS, GOALS, ROOMS = TABLES["assets"], TABLES["schools"], TABLES["goals"], TABLES["rooms"]


def assets(*rows: str, header: str = "asset,tag,in_service_on,cost,status") -> TableRead:
    return read_csv(ASSETS, "\n".join([header, *rows, ""]).encode(), "assets.csv")


def told(read: TableRead) -> list[tuple[int | None, str | None, str | None, str]]:
    return [(problem.line, problem.column, problem.value, problem.rule) for problem in read.problems]


@settings(max_examples=60)
@given(data=st.data())
def test_all_ways_in_agree_and_bytes_are_stable(data: st.DataObject, frames: Frames) -> None:
    table = data.draw(st.sampled_from(list(TABLES.values())))
    frame = data.draw(frames(table))
    written = write_csv(table, frame)
    assert write_csv(table, frame.reverse()) == written
    marked = b"\xef\xbb\xbf" + written
    for read in (
        read_csv(table, written, "x.csv"),
        read_csv(table, written, "x.csv", patiently=True),
        read_csv(table, marked, "x.csv"),
    ):
        assert read.problems == []
        assert read.frame.equals(frame)
        assert write_csv(table, read.frame) == written


@settings(max_examples=40)
@given(data=st.data())
def test_parquet_keeps_inside_names_and_types(data: st.DataObject, frames: Frames) -> None:
    table = data.draw(st.sampled_from(list(TABLES.values())))
    frame = data.draw(frames(table))
    written = write_parquet(table, frame)
    assert written == write_parquet(table, frame.reverse())
    read = read_parquet(table, written, "x.parquet")
    assert (read.problems, read.whole) == ([], True)
    assert read.frame.equals(frame)


def test_a_file_saved_by_a_spreadsheet_is_read_exactly() -> None:
    """Byte order mark, carriage returns, quotes everywhere; blanks and "total" rows stay as they are."""
    data = b'\xef\xbb\xbf"asset","tag","cost"\r\n"Total"," x ","5.00"\r\n"2","N/A",""\r\n'
    read = read_csv(ASSETS, data, "assets.csv")
    assert read.problems == []
    assert read.frame.select("asset", "tag", "cost_cents").rows() == [("2", "N/A", None), ("Total", " x ", 500)]


def test_other_ways_of_writing_values_are_read_too() -> None:
    read = assets("1,,8/15/2022,$1&234.00,active".replace("&", ""), "2,,2022-08-15,(0.00),")
    assert read.frame["cost_cents"].to_list() == [123_400, 0]
    assert [str(day) for day in read.frame["in_service_on"]] == ["2022-08-15", "2022-08-15"]


def test_another_delimiter_is_read_and_told() -> None:
    read = read_csv(ASSETS, b"asset;tag;cost\n00069;00069;330.00\n069;;\n", "assets.csv")
    assert read.frame["asset"].to_list() == ["00069", "069"]
    assert [problem.severity for problem in read.problems] == ["note"]
    assert "semicolon" in read.problems[0].what


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (["1,,32/32/2022,,"], [(2, "in_service_on", "32/32/2022", "unreadable")]),
        (["1,,2026-02-30,,"], [(2, "in_service_on", "2026-02-30", "unreadable")]),
        (["1,,,-5.00,"], [(2, "cost", "-5.00", "unreadable")]),
        (["1,,,dear,"], [(2, "cost", "dear", "unreadable")]),
        (["1,,,,Active"], [(2, "status", "Active", "choice")]),
        (["1,,,,", ",x,,,"], [(3, "asset", None, "required")]),
        (
            ["1,,,,", "2,,,,", "1,,,,"],
            [(2, "asset", "1", "one row for each key"), (4, "asset", "1", "one row for each key")],
        ),
        (['1,"two\nlines",,,', "2,,,-1,"], [(4, "cost", "-1", "unreadable")]),
    ],
)
def test_every_fault_has_its_place(rows: list[str], faults: list[tuple[int, str, str, str]]) -> None:
    read = assets(*rows)
    assert told(read) == faults
    assert all(problem.severity == "error" and problem.file == "assets.csv" for problem in read.problems)
    assert all(problem.what and problem.remedy for problem in read.problems)


def test_all_faults_are_told_at_once() -> None:
    read = assets("1,,x,-1,", "1,,,y,gone", ",,,,")
    places = {(line, column) for line, column, _, _ in told(read)}
    assert places == {
        (2, "in_service_on"), (2, "cost"), (3, "cost"), (3, "status"), (4, "asset"), (2, "asset"), (3, "asset"),
    }  # fmt: skip


def test_both_lines_of_a_shared_key_are_named() -> None:
    first, second = assets("1,,,,", "2,,,,", "1,,,,").problems
    assert "lines 2 and 4" in first.what
    assert first.what == second.what


def test_a_key_of_several_columns_may_be_shared_in_part() -> None:
    read = read_csv(ROOMS, b"school,room\n040,1\n040,2\n041,1\n040,1\n", "rooms.csv")
    assert [(problem.line, problem.value) for problem in read.problems] == [(2, "040, 1"), (5, "040, 1")]
    assert read.frame.rows() == [("040", "2", None, None, None, None), ("041", "1", None, None, None, None)]
    assert read.refused["school"] == {"040"}


@pytest.mark.parametrize(
    ("header", "column", "remedy"),
    [
        ("asset,in_servic_on", "in_servic_on", "Did you mean in_service_on?"),
        ("asset,cost_cents", "cost_cents", "Money is in dollars under the name cost"),
        ("asset,colour of the lid", "colour of the lid", "Take the column out"),
        ("asset,tag,tag", "tag", "Keep one of them."),
    ],
)
def test_a_strange_column_is_told_with_what_was_meant(header: str, column: str, remedy: str) -> None:
    (problem,) = assets("1" + ",x" * header.count(","), header=header).problems
    assert (problem.line, problem.column, problem.severity) == (1, column, "error")
    assert problem.remedy.startswith(remedy)


def test_without_its_key_column_a_table_has_no_rows() -> None:
    read = assets("x,active", header="tag,status")
    (problem,) = read.problems
    assert (problem.column, problem.rule) == ("asset", "key column")
    assert (read.frame.height, read.whole) == (0, False)


def test_a_required_column_is_missed() -> None:
    (problem,) = read_csv(SCHOOLS, b"code,grades\n040,PK;KG\n", "schools.csv").problems
    assert (problem.column, problem.rule) == ("name", "required column")


def test_an_item_of_a_list_is_checked() -> None:
    (problem,) = read_csv(SCHOOLS, b"code,name,grades\n040,x,PK;K\n", "schools.csv").problems
    assert (problem.line, problem.column, problem.value) == (2, "grades", "PK;K")
    assert problem.what == "'K' is not one of the choices."


def test_a_row_of_another_width_is_told_and_the_others_stay() -> None:
    read = assets("1,,,,", "2,,,,,,7", "3,,,,")
    assert read.frame["asset"].to_list() == ["1", "3"]
    errors = [problem for problem in read.problems if problem.severity == "error"]
    assert [problem.line for problem in errors] == [3]


def test_lines_that_are_no_rows_are_told() -> None:
    data = b"Inventory of Lakeside;;\nasset;tag;cost\n1;a;5.00\n2;b;6.00\nTotal;;11.00\n"
    read = read_csv(ASSETS, data, "assets.csv")
    assert read.frame["asset"].to_list() == ["1", "2"]
    assert [(p.severity, p.line) for p in read.problems if p.severity == "warning"] == [("warning", 1), ("warning", 5)]


def test_a_workbook_under_the_name_of_a_table_must_have_one_worksheet() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("more")):
        for row in (["asset", "tag"], ["00069", "x"]):
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    read = read_csv(ASSETS, buffer.getvalue(), "assets.csv")
    assert read.frame["asset"].to_list() == ["00069"]
    assert [problem.what for problem in read.problems if problem.severity == "error"] == ["The file has 2 worksheets."]


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\x03" * 40, b"<html><body>no</body></html>"])
def test_a_file_that_is_no_table_is_one_error(data: bytes) -> None:
    read = read_csv(ASSETS, data, "assets.csv")
    assert [problem.severity for problem in read.problems] == ["error"]
    assert read.problems[0].file == "assets.csv"
    assert not read.whole


def test_the_line_of_a_row_is_found_by_its_key() -> None:
    data = b'code,title\na,"x\ny"\nb,B\n'
    for patiently in (False, True):
        read = read_csv(GOALS, data, "goals.csv", patiently=patiently)
        assert [read.line_of(("a",)), read.line_of(("b",)), read.line_of(("c",))] == [2, 4, None]


def test_a_damaged_parquet_file_is_one_error() -> None:
    (problem,) = read_parquet(ASSETS, b"PAR1 but no more", "assets.parquet").problems
    assert "Parquet" in problem.what


def parquet(frame: pl.DataFrame, table: type[Table]) -> list[Problem]:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return read_parquet(table, buffer.getvalue(), "x.parquet").problems


def test_columns_of_parquet_must_fit() -> None:
    goals = pl.DataFrame({"code": ["a"], "title": ["A"], "weight": ["heavy"], "colour": ["red"]})
    assert [problem.column for problem in parquet(goals, GOALS)] == ["weight", "colour"]


def test_rows_of_parquet_are_checked_like_any() -> None:
    rows = pl.DataFrame({"asset": ["a", "b", "b"], "cost_cents": [-1, 0, 0]})
    assert [(problem.line, problem.column) for problem in parquet(rows, ASSETS)] == [
        (1, "cost"),
        (2, "asset"),
        (3, "asset"),
    ]
