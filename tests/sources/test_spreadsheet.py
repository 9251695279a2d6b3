from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import read, recognise
from techplan.sources.changes import compare
from techplan.sources.source import File

BUILDINGS = b"""
table = "schools"
file = "Build*.csv"
[columns]
code = "Bldg"
name = "Building Name"
instructional = "Kids?"
opens_fy = "Opened"
[values.instructional]
"Learning" = "yes"
"Buses" = "no"
[constants]
urban_rural = "rural"
"""

ROOMS = b"""
table = "rooms"
file = "rooms*"
[columns]
school = "School"
room = "Rm"
type = "Use"
[values.type]
"Class Rm" = "classroom"
"""


def workbook(**sheets: list[list[Any]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return out.getvalue()


def test_a_mapping_names_columns_values_and_constants(book: Book) -> None:
    data = b"Bldg,Building Name,Kids?,Opened,Principal\n050,West,learning,FY12,Ann Pupil\n090,Garage,Buses,2010-11,\n"
    found = read("spreadsheet", [("buildings.toml", BUILDINGS), ("BUILDINGS 2026.csv", data)], book)
    rows = found.frames["schools"].select("code", "name", "instructional", "urban_rural", "opens_fy").rows()
    assert rows == [("050", "West", True, "rural", 2012), ("090", "Garage", False, "rural", 2011)]
    assert found.mappings == {"buildings": BUILDINGS.decode()}
    assert "BUILDINGS 2026.csv: not used: Principal." in found.assumed
    after = compare(book, found).apply(book)
    assert after.mappings["buildings"] == BUILDINGS.decode()
    assert after.schools.height == 4
    remembered = read("auto", [("buildings.csv", data)], after)
    assert remembered.source == "spreadsheet"
    assert compare(after, remembered).nothing()


def test_titles_that_the_mapping_names_and_the_file_lacks_are_an_error(book: Book) -> None:
    with pytest.raises(SourceError, match=r"Kids\?, Opened") as caught:
        read("spreadsheet", [("b.toml", BUILDINGS), ("buildings.csv", b"Bldg,Building Name\n050,West\n")], book)
    assert "buildings.csv" in str(caught.value) and "mappings/b.toml" in str(caught.value)


def test_a_faulty_mapping_stops_everything(book: Book) -> None:
    with pytest.raises(SourceError, match="no key 'colums'"):
        read("spreadsheet", [("b.toml", b'table = "schools"\nfile = "x"\ncolums = {}\n')], book)


def test_an_unknown_school_refuses_the_row_with_a_hint(book: Book) -> None:
    data = b"School,Rm,Use\nEast,101,Class Rm\nEst,102,Class Rm\nlakeside high school,7,lab\n"
    found = read("spreadsheet", [("rooms.toml", ROOMS), ("rooms.csv", data)], book)
    assert found.frames["rooms"].select("school", "room", "type").rows() == [
        ("020", "101", "classroom"),
        ("040", "7", "lab"),
    ]
    (row,) = found.refused
    assert (row.line, row.table, row.column, row.value) == (3, "rooms", "school", "Est")
    assert row.cells == ("Est", "102", "Class Rm")
    assert "[schools] in mappings/words.toml" in row.remedy
    assert (found.rows_read, found.accepted) == (3, 2)


def test_words_translate_what_a_spreadsheet_calls_a_school(book: Book) -> None:
    known = book.with_documents("mappings", {"words": '[schools]\n"Est" = "020"\n', "rooms": ROOMS.decode()})
    found = read("spreadsheet", [("rooms.csv", b"School,Rm,Use\nEst,102,Class Rm\n")], known)
    assert found.frames["rooms"]["school"].to_list() == ["020"]


def test_two_rows_with_one_key_are_both_refused_also_after_translation(book: Book) -> None:
    data = b"School,Rm,Use\nEast,101,lab\n020,101,office\nEast,102,lab\nEast,102,lab\n040,9,lab\n"
    found = read("spreadsheet", [("rooms.toml", ROOMS), ("rooms.csv", data)], book)
    assert found.frames["rooms"]["room"].to_list() == ["9"]
    assert [row.line for row in found.refused] == [2, 3, 4, 5]
    assert all("key" in row.reason for row in found.refused)


def test_a_new_row_needs_what_the_table_needs_and_a_known_one_does_not(book: Book) -> None:
    data = b"code,identified_students\n020,88\n099,12\n"
    found = read("spreadsheet", [("schools.csv", data)], book)
    (row,) = found.refused
    assert (row.line, "name" in row.reason) == (3, True)
    after = compare(book, found).apply(book)
    assert after.schools.select("code", "name", "identified_students").rows() == [
        ("020", "East", 88),
        ("040", "Lakeside High School", None),
    ]


def test_a_row_that_names_a_refused_row_is_refused_as_well(book: Book) -> None:
    data = b"code,title,parent\nA,Learning,\nB,Devices,A\nC,Lost,NOPE\nD,Lost too,C\n"
    found = read("spreadsheet", [("goals.csv", data)], book)
    assert found.frames["goals"]["code"].to_list() == ["A", "B"]
    assert [(row.line, row.value) for row in found.refused] == [(4, "NOPE"), (5, "C")]


def test_a_workbook_of_several_tables_in_any_order(book: Book) -> None:
    data = workbook(
        awards=[["award", "fund", "amount"], ["T1", "587", 1200.5]],
        funds=[["fund", "name", "kind"], ["587", "Title IV-A", "federal grant"]],
        Remarks=[["Remember the milk"], ["and the eggs"]],
    )
    found = read("spreadsheet", [("money.xlsx", data)], book)
    assert found.refused == ()
    assert found.frames["awards"].select("award", "fund", "amount_cents").rows() == [("T1", "587", 120050)]
    assert any("Remarks is not used" in sentence for sentence in found.assumed)
    after = compare(book, found).apply(book)
    assert "587" in after.funds["fund"].to_list()


def test_a_mapping_may_name_one_worksheet(book: Book) -> None:
    mapping = b'table = "schools"\nfile = "b.xlsx"\nsheet = "sites"\n[columns]\ncode = "No"\nname = "Site"\n'
    data = workbook(Cover=[["No", "Site"], ["X", "Not this"]], Sites=[["No", "Site"], ["050", "West"]])
    found = read("spreadsheet", [("sites.toml", mapping), ("b.xlsx", data)], book)
    assert found.frames["schools"]["code"].to_list() == ["050"]
    other = workbook(Cover=[["No", "Site"], ["X", "Not this"]])
    with pytest.raises(SourceError, match="no worksheet 'sites'"):
        read("spreadsheet", [("sites.toml", mapping), ("b.xlsx", other)], book)


def test_no_known_column_is_an_error_and_never_nothing_imported(book: Book) -> None:
    with pytest.raises(SourceError, match="No column of this file is known"):
        read("spreadsheet", [("x.csv", b"Colour,Mood\nred,good\n")], book)


def test_a_mapping_without_the_key_says_which_part_is_missing(book: Book) -> None:
    mapping = b'table = "enrollment"\nfile = "e.csv"\n[columns]\nschool = "S"\ngrade = "G"\nstudents = "N"\n'
    files: list[File] = [("e.toml", mapping), ("e.csv", b"S,G,N\n020,5,60\n")]
    with pytest.raises(SourceError, match="which column is fy"):
        read("spreadsheet", files, book)
    files[0] = ("e.toml", mapping + b'[constants]\nfy = "2027"\n')
    assert read("spreadsheet", files, book).frames["enrollment"].row(0) == ("020", "5", 2027, 60)


def test_titles_that_fit_several_tables_ask_for_a_mapping_unless_the_file_is_named_after_one(book: Book) -> None:
    with pytest.raises(SourceError, match="fit several tables"):
        read("spreadsheet", [("x.csv", b"code,name\nA,Alpha\n")], book)
    assert read("spreadsheet", [("schools.csv", b"code,name\n050,West\n")], book).accepted == 1


def test_assets_by_a_mapping_are_given_an_identity_and_keep_unknown_places(book: Book) -> None:
    mapping = b"""
table = "assets"
file = "gear.csv"
[columns]
tag = "Tag"
serial = "SN"
model = "Model"
category = "Type"
school = "Site"
room = "IDF"
in_service_on = "In"
cost = "Cost"
status = "State"
fund = "Paid by"
[constants]
usage = "network"
"""
    data = (
        b"Tag,SN,Model,Type,Site,IDF,In,Cost,State,Paid by\n"
        b"00069,CNK1,AP-515,Access Point,East,A1,7/13/2021,615.00,Deployed,general\n"
        b",CNK2,AP-515,Access Point,Moon,A2,7/14/2021,,Stolen,999\n"
        b",,AP-515,Access Point,020,,,-5.00,,\n"
    )
    found = read("spreadsheet", [("gear.toml", mapping), ("gear.csv", data)], book)
    assets = found.frames["assets"]
    assert assets.select("asset", "school", "room", "status", "fund", "usage", "cost_cents", "source").rows() == [
        ("00069", "020", "A1", "active", "001", "network", 61500, "gear"),
        ("serial:CNK2", None, "A2", "missing", None, "network", None, "gear"),
        ("gear:gear.csv:4", "020", None, None, None, "network", None, "gear"),
    ]
    assert assets["in_service_on"].to_list() == [date(2021, 7, 13), date(2021, 7, 14), None]
    assert found.frames["product_models"].row(0) == ("AP-515", None, "access-point")
    rules = {problem.rule for problem in found.problems}
    assert {"place not known", "fund not known", "unreadable value"} <= rules
    after = compare(book, found).apply(book)
    assert compare(after, read("spreadsheet", [("gear.csv", data)], after)).nothing()


def test_a_models_sheet_goes_before_what_the_assets_of_the_same_workbook_imply(book: Book) -> None:
    data = workbook(
        assets=[["tag", "serial", "model"], ["1", "A", "Thing 1"], ["2", "B", "Thing 1"]],
        product_models=[["model", "maker", "asset_class", "support_end"], ["Thing 1", "Acme", "switch", "2030-06"]],
    )
    found = read("spreadsheet", [("gear.xlsx", data)], book)
    assert found.frames["product_models"].row(0, named=True) == {
        "model": "Thing 1", "maker": "Acme", "asset_class": "switch", "support_end": date(2030, 6, 30),
    }  # fmt: skip
    assert not [problem for problem in found.problems if problem.rule == "class not known"]


def test_refused_rows_show_what_is_mapped_and_no_person(book: Book) -> None:
    mapping = b'table = "rooms"\nfile = "r.csv"\n[columns]\nschool = "School"\nroom = "Title"\n'
    data = b"School,Title,Student Name\nMoon,101,Ann Pupil\n"
    found = read("spreadsheet", [("r.toml", mapping), ("r.csv", data)], book)
    assert found.refused[0].cells == ("Moon", "101", "(left out)")


def test_own_titles_are_recognised_and_foreign_ones_are_not(book: Book) -> None:
    assert recognise("x.csv", b"fund,fy,opening,expected_revenue\n001,2027,5,6\n", book).name == "spreadsheet"
    with pytest.raises(SourceError, match="Nothing is known"):
        recognise("x.csv", b"Fund Code,Year\n001,2027\n", book)


def test_files_of_real_districts_are_refused_without_a_mapping(samples: Path, book: Book) -> None:
    for folder in ("real", "nces", "oneroster-1.2-catalyst-messy", "jamf-mut"):
        for path in sorted((samples / folder).glob("*.csv")):
            with pytest.raises(SourceError):
                read("spreadsheet", [(path.name, path.read_bytes())], book)


def test_the_reader_of_a_ledger_with_two_header_lines_and_totals(samples: Path, book: Book) -> None:
    mapping = b"""
table = "ledger"
file = "munis*.csv"
[columns]
account = "Account"
adopted = "Original Approp"
revised = "Revised Budget"
actual = "YTD Expended"
encumbered = "Encumbrances"
[constants]
fy = "2026"
"""
    name = "munis_like_ytd_budget_two_headers_totals.csv"
    files = [("munis.toml", mapping), (name, (samples / "synthetic" / name).read_bytes())]
    found = read("spreadsheet", files, book)
    ledger = found.frames["ledger"]
    assert ledger["account"].to_list() == ["10126000 57300", "10126000 53400"]
    assert ledger["adopted_cents"].to_list() == [12_000_000, 6_000_000]
    assert ledger.filter(pl.col("account") == "10126000 57300")["actual_cents"].to_list() == [8_741_219]
    assert found.rows_read == found.accepted + len(found.skipped) + len(found.refused)
