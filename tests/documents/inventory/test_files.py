"""The Inventory's tables as CSV and as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl

from techplan.documents.inventory import write_inventory_tables, write_inventory_workbook
from techplan.planning.inventory.results import INVENTORY

Make = Callable[..., Any]


def taken(take: Make) -> Any:
    return take(
        standings=[{"school": "010", "asset_class": "-", "standing": "in all", "things": 2, "cost_cents": 12_345,
                    "unpriced": 0}],
    )  # fmt: skip


def test_tables_have_face_names_and_dollars(take: Make) -> None:
    files = write_inventory_tables(taken(take))
    assert set(files) == {"columns.csv", *(f"{name}.csv" for name in INVENTORY)}
    head, row = files["standings.csv"].decode("utf-8").splitlines()
    assert head == "school,asset_class,standing,things,cost,unpriced"
    assert row == "010,-,in all,2,123.45,0"
    described = csv.DictReader(io.StringIO(files["columns.csv"].decode("utf-8")))
    assert {(row["table"], row["column"]): row["type"] for row in described}["standings", "cost"] == "money"


def test_the_workbook_has_findings_first_and_a_sheet_for_each_table(take: Make) -> None:
    content = write_inventory_workbook(taken(take))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[0] == "findings"
    assert set(INVENTORY) < set(book.sheetnames)
    assert [cell.value for cell in book["standings"][2]] == ["010", "-", "in all", 2, 123.45, 0]


def test_equal_inventories_give_equal_bytes(take: Make) -> None:
    assert write_inventory_tables(taken(take)) == write_inventory_tables(taken(take))
    assert write_inventory_workbook(taken(take)) == write_inventory_workbook(taken(take))
