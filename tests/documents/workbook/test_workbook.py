import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from techplan.documents.workbook import BOOK_TABLES, EVERY, write_workbook

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


@pytest.fixture(scope="module")
def data(sample_plan: Any) -> bytes:
    return write_workbook(sample_plan)


@pytest.fixture(scope="module")
def shown(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


@pytest.fixture(scope="module")
def formulas(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))["Summary"]


def test_one_sheet_a_table_and_no_row_lost(shown: Any, sample_plan: Any) -> None:
    assert shown.sheetnames == ["Summary", "Columns", *EVERY, *BOOK_TABLES]
    for name in EVERY:
        assert shown[name].max_row - 1 == sample_plan.result(name).height
    assert shown["assets"].max_row - 1 == sample_plan.book.assets.height


def test_heads_are_frozen_filtered_and_explained(shown: Any) -> None:
    sheet = shown["cost_lines"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    head = {cell.value: cell for cell in sheet[1]}
    assert head["amount"].comment.text == "Amount that the district pays. In dollars."
    assert head["amount"].alignment.horizontal == "right"


def test_values_have_their_types_and_formats(shown: Any, sample_plan: Any) -> None:
    sheet = shown["cost_lines"]
    column = {cell.value: cell.column for cell in sheet[1]}
    first = sample_plan.cost_lines.row(0, named=True)
    amount = sheet.cell(2, column["amount"])
    assert (round(amount.value * 100), amount.number_format) == (first["amount_cents"], "#,##0.00")
    day = sheet.cell(2, column["pay_on"])
    assert (day.value.date(), day.number_format) == (first["pay_on"], "yyyy-mm-dd")
    assert sheet.cell(2, column["recurring"]).value is first["recurring"]
    assert sheet.cell(2, column["program"]).value is None


def test_keys_stay_text_with_their_leading_zeros(shown: Any) -> None:
    assert {row[0].value for row in shown["funds"].iter_rows(min_row=2)} == {"001", "003", "451", "572", "e-rate"}
    assert shown["assets"]["B2"].data_type == "s"


def test_every_column_of_every_sheet_is_described(shown: Any) -> None:
    described = {(row[0].value, row[2].value) for row in shown["Columns"].iter_rows(min_row=2)}
    for name in [*EVERY, *BOOK_TABLES]:
        assert {(name, cell.value) for cell in shown[name][1]} <= described


def rows_of(sheet: Any) -> dict[str, list[Any]]:
    """Rows of the summary by the name in column B, the first of each name."""
    rows: dict[str, list[Any]] = {}
    for row in sheet.iter_rows(min_row=5):
        if row[1].value and row[3].value is not None:
            rows.setdefault(row[1].value, [cell.value for cell in row[2:13]])
    return rows


def test_totals_are_formulas_whose_values_are_the_plan_s(shown: Any, formulas: Any, sample_plan: Any) -> None:
    live, values = rows_of(formulas), rows_of(shown["Summary"])
    years = sample_plan.budget_years.group_by("fy").agg(pl.col("amount_cents").sum()).sort("fy")["amount_cents"]
    assert [round(value * 100) for value in values["Needed in all"][:10]] == years.to_list()
    assert round(values["Needed in all"][10] * 100) == sample_plan.cost_lines["amount_cents"].sum()
    assert len(live) > 30
    assert all(str(cell).startswith("=") for cells in live.values() for cell in cells)
    assert live["General fund"][0].startswith("=SUMPRODUCT('allocations'!")
    checks = {row[1].value: row[2].value for row in shown["Summary"].iter_rows() if row[1].value}
    assert checks["Budget less cost lines"] == checks["Cost lines less funded and not funded"] == 0


def test_text_never_becomes_a_formula_and_control_characters_go(sample_plan: Any) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "a\x07b\x00c", "http://x.example", "x" * 40_000, "_x0041_"]
    agreements = sample_plan.book.agreements.with_row_index().with_columns(
        vendor=pl.Series([*names, *["v"] * (sample_plan.book.agreements.height - len(names))])
    )
    book = sample_plan.book.with_tables(agreements=agreements.drop("index"))
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(replace(sample_plan, book=book))))["agreements"]
    cells = [sheet.cell(i + 2, 2) for i in range(len(names))]
    assert [cell.data_type for cell in cells] == ["s"] * len(names)
    assert [cell.value for cell in cells[:6]] == ["=1+1", "+1", "-1", "@SUM(A1)", "abc", "http://x.example"]
    assert len(cells[6].value) == 32_767
    assert cells[6].value.endswith("…")
    assert cells[7].value == "_x0041_"
    assert all(cell.hyperlink is None for cell in cells)


def test_equal_plans_give_equal_bytes(sample_plan: Any, data: bytes) -> None:
    assert write_workbook(sample_plan) == data
    times = {info.date_time for info in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    assert times == {(1980, 1, 1, 0, 0, 0)}
    core = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
    assert set(re.findall(r"2\d{3}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-11-25T00:00:00Z"}


def test_a_table_longer_than_a_sheet_goes_on_on_the_next(sample_plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from techplan.documents.workbook import table_sheet

    monkeypatch.setattr(table_sheet, "MOST_ROWS", 2_000)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(sample_plan)), read_only=True)
    parts = [name for name in book.sheetnames if name.startswith("asset_due")]
    assert parts == ["asset_due", "asset_due (2)", "asset_due (3)"]
    assert sum(book[name].max_row - 1 for name in parts) == sample_plan.asset_due.height


def test_codes_that_a_spreadsheet_takes_for_one_are_kept_apart(sample_plan: Any, tmp_path: Path) -> None:
    """Funds 001 and 1 are two funds; SUMIFS would add them together."""
    allocations = sample_plan.allocations.with_columns(pl.col("fund").replace({"451": "1"}))
    fund_years = sample_plan.fund_years.with_columns(pl.col("fund").replace({"451": "1"}))
    data = write_workbook(replace(sample_plan, allocations=allocations, fund_years=fund_years))
    values = recalculated(data, tmp_path)
    found = {row[0]: row[12] for row in values if row[0] in {"001", "1"}}
    assert found == {"001": "7,920,001.70", "1": "180,000.10"}


def test_another_program_calculates_the_same(data: bytes, shown: Any, tmp_path: Path) -> None:
    cached = [[cell.value for cell in row] for row in shown["Summary"].iter_rows()]
    values = recalculated(data, tmp_path)
    compared = 0
    for said, found in zip(cached, values, strict=False):
        for mine, theirs in zip(said[2:13], found[2:13], strict=False):
            if isinstance(mine, (int, float)) and "." in theirs:
                assert round(mine * 100) == round(float(theirs.replace(",", "")) * 100)
                compared += 1
    assert compared > 300


def recalculated(data: bytes, folder: Path) -> list[list[str]]:
    """The summary as LibreOffice calculates it; the values that the file carries are made wrong first."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not on this machine")
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(RECALCULATE)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(folder / "plan.xlsx", "w") as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1<v>77.77</v>", part)
            new.writestr(info, part)
    subprocess.run(
        [
            soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(folder), str(folder / "plan.xlsx"),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return list(csv.reader((folder / "plan.csv").read_text("utf-8").splitlines()))
