"""``techplan receive``: from an order and a list of labels to a receipt and assets, whole or not at all."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

Techplan = Callable[..., Any]
ON = ("--on", "2027-01-15")


@pytest.fixture
def ordered(book: Path) -> Path:
    """A Book with an order of ten Chromebooks and one asset."""
    (book / "funds.csv").write_text("fund,name,kind\n001,General,general\n")
    (book / "assets.csv").write_text("asset,tag,serial,asset_class,school\na,T1,S1,chromebook,010\n")
    (book / "purchase_orders.csv").write_text(
        "order,line,asset_class,quantity,unit_price,fund,school\nPO1,1,chromebook,10,300.00,001,010\n"
    )
    return book


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    path.write_text("Asset Tag,Serial Number\n0042,X1\n,X2\n")
    return path


def table(book: Path, name: str) -> list[dict[str, str]]:
    with (book / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def words(book: Path, *more: object) -> tuple[object, ...]:
    return ("receive", book, "--order", "PO1", "--receipt", "R1", "--quantity", "3", *more, *ON)


def contents(book: Path) -> dict[str, bytes]:
    return {path.relative_to(book).as_posix(): path.read_bytes() for path in book.rglob("*") if path.is_file()}


def test_goods_become_a_receipt_and_assets(ordered: Path, labels: Path, techplan: Techplan) -> None:
    answer = techplan(*words(ordered, "--damaged", 1, "--items", labels, "--invoice", "I-7", "--invoiced", "$1,200.00"))
    assert answer.status == 0, answer.text
    assert "Received 3 items on PO1, line 1; 2 new assets. 3 of 10 have come so far, 7 are still to come." in answer.out
    assert "1 came damaged." in answer.out
    assert "1 that came are not in the inventory." in answer.out
    assert "More was invoiced than was received in good order." in answer.out
    (receipt,) = table(ordered, "receipts")
    names = ("receipt", "received_on", "quantity", "damaged", "invoice", "invoiced")
    assert [receipt[name] for name in names] == ["R1", "2027-01-15", "3", "1", "I-7", "1200.00"]
    new = {row["asset"]: row for row in table(ordered, "assets") if row["source"] == "receipt"}
    assert set(new) == {"0042", "serial:X2"}
    assert (new["0042"]["tag"], new["0042"]["cost"], new["0042"]["status"]) == ("0042", "300.00", "spare")
    assert techplan("check", ordered).status == 0


def test_as_json(ordered: Path, labels: Path, techplan: Techplan) -> None:
    said = json.loads(techplan(*words(ordered, "--items", labels, "--json")).out)
    assert (said["status"], said["receipt"], said["assets"]) == ("done", "R1", 2)
    assert (said["ordered"], said["received"], said["open"], said["over"], said["not_entered"]) == (10, 3, 7, 0, 1)


def test_a_second_time_is_refused_and_changes_nothing(ordered: Path, labels: Path, techplan: Techplan) -> None:
    assert techplan(*words(ordered, "--items", labels)).status == 0
    before = contents(ordered)
    answer = techplan(*words(ordered, "--items", labels))
    assert answer.status == 1
    assert "This receipt is entered already." in answer.text
    assert contents(ordered) == before


def test_receipts_that_leave_out_earlier_ones_are_said(ordered: Path, techplan: Techplan) -> None:
    (ordered / "purchase_orders.csv").write_text("order,line,asset_class,quantity,received\nPO1,1,chromebook,10,5\n")
    answer = techplan(*words(ordered))
    assert answer.status == 0, answer.text
    assert "The order says 5 received, its receipts say 3." in answer.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("tag,serial\nT1,X9\n", "This tag is on another asset."),
        ("tag,serial\nN1,s1\n", "This serial is on another asset."),
        ("tag\nN1\nN1\n", "This tag is on another asset."),
        ("tag\nN1\nN2\nN3\nN4\n", "4 numbers are given for 3 good items."),
        ("tag,serial\nN1,X1\nN2\n", "The row has 1 cell where the header has 2."),
        ("tag,serial\nN1,5.02E+18\n", "spreadsheet"),
        ("name\nx\n", "The file has neither a column tag nor a column serial."),
        ("", ""),
    ],
)
def test_a_list_that_will_not_do_changes_nothing(
    content: str, said: str, ordered: Path, labels: Path, techplan: Techplan
) -> None:
    labels.write_text(content)
    before = contents(ordered)
    answer = techplan(*words(ordered, "--items", labels))
    assert answer.status == 1
    assert said in answer.text
    assert contents(ordered) == before


def test_a_workbook_is_read_on_every_sheet_that_lists_items(ordered: Path, tmp_path: Path, techplan: Techplan) -> None:
    path = tmp_path / "labels.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name, tags in (("cart 1", ["tag", "N1"]), ("notes", ["colour", "red"]), ("cart 2", ["tag", "N2"])):
            workbook.add_worksheet(name).write_column(0, 0, tags)
    assert json.loads(techplan(*words(ordered, "--items", path, "--json")).out)["assets"] == 2


@pytest.mark.parametrize(
    ("words_given", "status"),
    [
        (("--order", "PO9", "--receipt", "R", "--quantity", "1"), 1),
        (("--order", "PO1", "--receipt", "R", "--quantity", "-1"), 2),
        (("--order", "PO1", "--receipt", "R"), 2),
        (("--order", "PO1", "--receipt", "R", "--quantity", "1", "--invoiced", "1.355,90"), 2),
        (("--order", "PO1", "--receipt", "R", "--quantity", "1", "--invoiced", "-5"), 2),
    ],
)
def test_exit_codes(words_given: tuple[str, ...], status: int, ordered: Path, techplan: Techplan) -> None:
    before = contents(ordered)
    assert techplan("receive", ordered, *words_given).status == status
    assert contents(ordered) == before
