"""``inventory``, ``accept`` and ``receive``: what a technology director does before the budget."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from techplan.planning.inventory.results import INVENTORY

Techplan = Callable[..., Any]
ON = ("--on", "2027-01-15")


@pytest.fixture
def stocked(book: Path, techplan: Techplan) -> Path:
    """A Book with two devices of one tag, a federal one, an order and a console that sees one of them."""
    tables = {
        "funds": "fund,name,kind\n001,General,general\n507,ESSER,federal grant\n",
        "awards": "award,fund,fain,amount,awarded_on\nE3,507,S425U,1000.00,2021-03-24\n",
        "assets": "asset,tag,serial,asset_class,school,cost,fund,award,in_service_on\n"
        "a,T1,S1,chromebook,010,330.00,001,,2024-08-01\nb,T1,S2,chromebook,010,,001,,2024-08-01\n"
        "c,T3,S3,server,020,7500.00,507,E3,2022-08-01\n",
        "sightings": "sighting,system,serial,seen_on\ng1,google-admin,S1,2027-01-10\n",
        "purchase_orders": "order,line,asset_class,quantity,unit_price,fund\nPO1,1,chromebook,10,300.00,001\n",
    }
    for name, text in tables.items():
        (book / f"{name}.csv").write_text(text)
    return book


def test_everything_is_written(stocked: Path, tmp_path: Path, techplan: Techplan) -> None:
    out = tmp_path / "out"
    answer = techplan("inventory", stocked, "--out", out, *ON)
    assert answer.status == 0, answer.text
    assert "duplicate tag" in answer.out
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert names == {
        "inventory.xlsx", "inventory-report.pdf", "property-record.pdf", "tables/columns.csv",
        *(f"tables/{name}.csv" for name in INVENTORY),
    }  # fmt: skip
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(out / "property-record.pdf").pages)
    assert "S425U" in text
    (record,) = csv.DictReader(io.StringIO((out / "tables" / "property_record.csv").read_text("utf-8")))
    assert (record["asset"], record["kind"], record["threshold"]) == ("c", "equipment", "5000.00")


def test_equal_books_give_equal_files(stocked: Path, tmp_path: Path, techplan: Techplan) -> None:
    for name in ("one", "two"):
        assert techplan("inventory", stocked, "--out", tmp_path / name, *ON).status == 0
    for path in (tmp_path / "one").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes(), path


def test_the_book_is_not_changed(stocked: Path, tmp_path: Path, techplan: Techplan) -> None:
    before = {path: path.read_bytes() for path in stocked.rglob("*") if path.is_file()}
    techplan("inventory", stocked, "--out", tmp_path / "out", *ON)
    assert {path: path.read_bytes() for path in stocked.rglob("*") if path.is_file()} == before


def test_an_accepted_finding_is_accepted(stocked: Path, tmp_path: Path, techplan: Techplan) -> None:
    answer = techplan("accept", stocked, "no cost", "b", "--reason", "a gift", "--who", "Treasurer", *ON)
    assert answer.status == 0, answer.text
    found = json.loads(techplan("inventory", stocked, "--out", tmp_path / "out", "--json", *ON).out)["findings"]
    assert (found["no cost"]["rows"], found["no cost"]["accepted"], found["no cost"]["open"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no costs", "--reason", "x"], "Did you mean no cost?"),
        (["no cost", "zz", "--reason", "x"], "This row does not have the finding"),
        (["no cost", "--reason", " "], "No reason is given."),
        (["no school", "--reason", "x"], "No row has this finding"),
    ],
)
def test_what_cannot_be_accepted(words: list[str], said: str, stocked: Path, techplan: Techplan) -> None:
    answer = techplan("accept", stocked, *words, "--who", "Treasurer", *ON)
    assert answer.status == 1
    assert said in answer.text
    assert not (stocked / "decisions.csv").exists()


def test_goods_received_become_assets(stocked: Path, tmp_path: Path, techplan: Techplan) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("Asset Tag,Serial Number\nN1,X1\nN2,X2\n")
    words = ("receive", stocked, "--order", "PO1", "--receipt", "R1", "--quantity", "3", "--items", labels, *ON)
    assert techplan(*words).status == 0
    assert "N2,N2,X2,,,chromebook" in (stocked / "assets.csv").read_text("utf-8")
    again = techplan(*words)
    assert again.status == 1
    assert "This receipt is entered already." in again.text


@pytest.mark.parametrize("content", ["", "name\nx\n"])
def test_a_list_of_items_that_will_not_do(content: str, stocked: Path, tmp_path: Path, techplan: Techplan) -> None:
    (tmp_path / "labels.csv").write_text(content)
    answer = techplan(
        "receive", stocked, "--order", "PO1", "--receipt", "R1", "--quantity", "1", "--items", tmp_path / "labels.csv"
    )
    assert answer.status == 1
    assert not (stocked / "receipts.csv").exists()


def test_out_cannot_be_the_book(stocked: Path, techplan: Techplan) -> None:
    assert techplan("inventory", stocked, "--out", stocked, *ON).status == 1
