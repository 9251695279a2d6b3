"""Rows of text to rows of a table: what is kept, what is refused, what is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from techplan.book.reading import Row, Typed, read_sheets, type_rows
from techplan.book.tables import TABLES
from techplan.book.tables.district import Enrollment, Schools
from techplan.book.tables.things import AssetClasses, Assets


def typed(header: str, *lines: str, table: Any = Assets, **more: Any) -> Typed:
    (sheet,) = read_sheets("\n".join([header, *lines]).encode(), "assets.csv")
    faces = {table.face_name(column): column for column in table.columns()}
    return type_rows(table, sheet.rows, {faces[t]: at for at, t in enumerate(sheet.header)}, file="assets.csv", **more)


def said(read: Typed) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(p.severity, p.line, p.column, p.value) for p in read.problems]


def test_every_kind_of_value() -> None:
    read = typed(
        "asset,tag,cost,in_service_on,federal_share,status",
        'a1,00069,"$1,234.50",8/23/2021,50%,Active',
        "a2,069,,2022-06,,",
    )
    assert read.frame.schema == pl.Schema(
        {"asset": pl.String, "tag": pl.String, "in_service_on": pl.Date, "cost_cents": pl.Int64,
         "federal_share": pl.Decimal(18, 6), "status": pl.String}
    )  # fmt: skip
    assert read.frame.rows(named=True) == [
        {"asset": "a1", "tag": "00069", "in_service_on": date(2021, 8, 23), "cost_cents": 123450,
         "federal_share": Decimal("0.5"), "status": "active"},
        {"asset": "a2", "tag": "069", "in_service_on": date(2022, 6, 30), "cost_cents": None, "federal_share": None,
         "status": None},
    ]  # fmt: skip
    assert read.lines == (2, 3)
    assert read.assumed[0] == "in_service_on: month before day, as 8/23/2021 shows"
    assert [p.severity for p in read.problems] == ["note"]  # the month that was read as its last day


def test_an_unreadable_value_elsewhere_keeps_the_row_and_warns() -> None:
    read = typed("asset,cost,in_service_on", 'a1,"1.234,50",2021-08-04', "a2,5.00,soon")
    assert read.frame.get_column("cost_cents").to_list() == [None, 500]
    assert said(read) == [("warning", 2, "cost", "1.234,50"), ("warning", 3, "in_service_on", "soon")]
    assert all(p.remedy and p.file == "assets.csv" and p.table == "assets" for p in read.problems)
    strict = typed("asset,cost,in_service_on", 'a1,"1.234,50",2021-08-04', "a2,5.00,soon", strict=True)
    assert [p.severity for p in strict.problems] == ["error", "error"]
    assert strict.frame.height == 2


def test_a_negative_price_is_always_an_error() -> None:
    read = typed("asset,cost", "a1,(5.00)")
    assert said(read) == [("error", 2, "cost", "(5.00)")]
    assert "negative" in read.problems[0].what.lower()


def test_an_unreadable_or_empty_key_refuses_the_row() -> None:
    read = typed("school,grade,fy,students", "040,3,soon,20", "040,,2027,20", "040,5,2027,21", table=Enrollment)
    assert read.lines == (4,)
    assert [(r.line, r.column, r.value) for r in read.refused] == [(2, "fy", "soon"), (3, "grade", None)]
    assert read.refused[0].cells == ("040", "3", "soon", "20")
    assert [(p.severity, p.line) for p in read.problems] == [("error", 2), ("error", 3)]


def test_a_row_with_two_faults_names_both() -> None:
    read = typed("school,grade,fy,students", ",13th,2027,20", table=Enrollment)
    assert "school:" in read.refused[0].reason
    assert "grade:" in read.refused[0].reason
    assert len(read.problems) == 2


def test_rows_that_share_a_key_are_all_refused_and_named() -> None:
    read = typed("code,name", "040,High", "041,Middle", "040,Low", table=Schools)
    assert read.lines == (3,)
    assert [r.line for r in read.refused] == [2, 4]
    assert all("lines 2 and 4" in r.reason and r.value == "040" for r in read.refused)


def test_without_the_whole_key_no_key_is_shared() -> None:
    read = typed("tag,serial", "00069,X", "00069,Y")
    assert read.frame.height == 2
    assert not read.refused


def test_choices_however_they_are_capitalised_and_lists_item_by_item() -> None:
    good = typed("code,name,grades", "040,High,kg; 1;2", table=Schools)
    assert good.frame.get_column("grades").to_list() == ["KG;1;2"]
    bad = typed("code,name,grades", "040,High,KG;14;2;15", table=Schools)
    assert bad.frame.get_column("grades").to_list() == [None]
    assert bad.problems[0].what.startswith("14 and 15: not among")


def test_the_files_words_are_translated_and_blanks_can_be_asked_for() -> None:
    words: Mapping[str, Mapping[str, str]] = {
        "status": {"Ready to Deploy": "spare", "": "active"},
        "cost_cents": {"-1": ""},
    }
    read = typed("asset,status,cost", "a1,ready to deploy,-1", "a2,,3", values=words)
    assert read.frame.get_column("status").to_list() == ["spare", "active"]
    assert read.frame.get_column("cost_cents").to_list() == [None, 300]
    assert not read.problems
    assert said(typed("asset,cost", "a1,-1"))[0][0] == "error"


def test_constants_hold_in_every_row() -> None:
    read = typed(
        "school,grade,students", "040,3,20", "040,4,22", table=Enrollment, constants={"fy": "FY27", "basis": "Actual"}
    )
    assert read.frame.get_column("fy").to_list() == [2027, 2027]
    assert read.frame.get_column("basis").to_list() == ["actual", "actual"]


def test_words_for_nothing_are_noted_once_a_column() -> None:
    read = typed("asset,serial,cost", "a1,N/A,TBD", "a2,–,5", "a3,N/A,TBD")
    assert read.frame.get_column("serial").to_list() == [None, None, None]
    assert said(read) == [("note", 2, "cost", "TBD"), ("note", 2, "serial", "N/A"), ("note", 3, "serial", "–")]
    assert "2 rows (lines 2 and 4)" in read.problems[0].what
    kept = typed("asset,serial,usage", "a1,M,None", "a2,N,Unknown", "a3,-1,TBD")
    assert kept.frame.get_column("usage").to_list() == ["None", "Unknown", "TBD"]
    assert kept.frame.get_column("serial").to_list() == ["M", "N", "-1"]


def test_shortened_numbers_are_flagged_never_expanded() -> None:
    read = typed(
        "asset,serial,usage",
        "a1,5.02E+18,6.37702E+15",
        "a2,219E01BE,x",
        "a3,Jan-23,y",
        "a4,12E4,z",
        identifiers=["serial"],
    )
    assert read.frame.get_column("serial").to_list() == [None, "219E01BE", "Jan-23", "12E4"]
    assert read.frame.get_column("usage").to_list() == ["6.37702E+15", "x", "y", "z"]
    assert said(read) == [
        ("warning", 2, "serial", "5.02E+18"), ("warning", 2, "usage", "6.37702E+15"),
        ("warning", 4, "serial", "Jan-23"),
        ("note", 5, "serial", "12E4"),
    ]  # fmt: skip
    assert [r.line for r in typed("asset,tag", "1.2E+15,1").refused] == [2]


def test_undecided_days_are_refused_cell_by_cell_unless_told() -> None:
    read = typed("asset,in_service_on", "a1,8/4/2021", "a2,9/5/2021")
    assert read.frame.get_column("in_service_on").to_list() == [None, None]
    assert len(read.problems) == 2
    told = typed("asset,in_service_on", "a1,8/4/2021", dates="dmy")
    assert told.frame.get_column("in_service_on").to_list() == [date(2021, 4, 8)]
    assert told.assumed == ("in_service_on: day before month, as told",)


def test_bounds_of_the_schema() -> None:
    read = typed("asset,federal_share,in_service_on", "a1,50,1965-01-01")
    assert read.frame.row(0)[1:] == (None, None)
    assert "percent" in read.problems[0].remedy


def test_an_unknown_column_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError, match="colour"):
        type_rows(AssetClasses, [Row(2, ("x",))], {"colour": 0}, file="x")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_no_rows_are_typed_for_every_table(name: str) -> None:
    table = TABLES[name]
    read = type_rows(table, [], {column: at for at, column in enumerate(table.columns())}, file="x")
    assert read.frame.schema == table.polars_schema()
    assert read.frame.height == 0
