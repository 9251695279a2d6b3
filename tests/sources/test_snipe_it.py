from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.folder import read_folder, write_folder
from techplan.book.problem import SourceError
from techplan.rules.seed import seed_book
from techplan.sources import Import, read
from techplan.sources.changes import compare


@pytest.fixture
def imported(snipe: bytes, book: Book) -> Import:
    return read("snipe-it", [("assets.csv", snipe)], book)


def problems(imported: Import, rule: str) -> list[tuple[int, str | None]]:
    return sorted((problem.line or 0, problem.value) for problem in imported.problems if problem.rule == rule)


def test_a_deployed_chromebook(imported: Import, one: Any) -> None:
    row = one(imported.frames["assets"], tag="00069")
    expected = {
        "asset": "00069", "serial": "5CD0000AB1", "model": "Chromebook 3110", "asset_class": None, "school": "040",
        "status": "active", "in_service_on": date(2022, 8, 15), "cost_cents": 33150, "purchase_order": "PO-1",
        "warranty_end": date(2023, 8, 15), "replace_on": None, "source": "snipe-it",
    }  # fmt: skip
    assert {column: row[column] for column in expected} == expected


def test_a_spare_is_what_is_ready_and_in_nobodys_hands(imported: Import, one: Any) -> None:
    row = one(imported.frames["assets"], tag="069")
    assert (row["status"], row["school"], row["serial"]) == ("spare", "020", "219E01BE")


def test_a_laptop_in_repair_with_an_end_of_life_date(imported: Import, one: Any) -> None:
    row = one(imported.frames["assets"], tag="69")
    assert (row["status"], row["cost_cents"], row["school"]) == ("in repair", 123450, "020")
    assert (row["replace_on"], row["warranty_end"]) == (date(2028, 6, 30), date(2026, 3, 10))
    assert any("replace_on" in sentence and "1 row" in sentence for sentence in imported.assumed)


def test_what_is_damaged_or_unknown_leaves_the_row(imported: Import, one: Any) -> None:
    row = one(imported.frames["assets"], tag="70")
    assert (row["asset"], row["serial"], row["school"], row["cost_cents"]) == ("70", None, None, None)
    assert row["warranty_end"] == date(2026, 3, 31)
    assert problems(imported, "number shortened by a spreadsheet") == [(4, "6.37702E+15"), (5, "5.02E+18")]
    assert problems(imported, "cost missing") == [(5, None)]
    assert problems(imported, "place not known") == [(0, "Warehouse 7")]


def test_classes_are_guessed_once_a_model_and_said(imported: Import) -> None:
    classes = dict(imported.frames["product_models"].select("model", "asset_class").iter_rows())
    assert classes == {"Chromebook 3110": "chromebook", "Latitude 3420": "laptop"}
    guesses = [sentence for sentence in imported.assumed if "taken as class" in sentence]
    assert len(guesses) == 2 and all("2 assets" in sentence for sentence in guesses)


def test_a_model_may_narrow_what_its_category_says(csv_of: Any, book: Book) -> None:
    data = csv_of(
        ("Asset Tag", "Model", "Category"), [("1", "Dell Chromebook 3110", "Laptop"), ("2", "Latitude", "Laptop")]
    )
    found = read("snipe-it", [("a.csv", data)], book)
    assert found.frames["product_models"].select("model", "asset_class").rows() == [
        ("Dell Chromebook 3110", "chromebook"),
        ("Latitude", "laptop"),
    ]


def test_three_tags_that_differ_by_zeros_are_three_assets_all_the_way(
    imported: Import, snipe: bytes, book: Book, tmp_path: Path
) -> None:
    kept = {"00069", "069", "69"}
    after = compare(book, imported).apply(book)
    assert kept <= set(after.assets["asset"])
    write_folder(after, tmp_path / "book")
    again, found = read_folder(tmp_path / "book")
    assert [problem for problem in found if problem.severity == "error"] == []
    assert again == after
    assert compare(again, read("snipe-it", [("assets.csv", snipe)], again)).nothing()
    exported = (tmp_path / "book" / "assets.csv").read_bytes()
    own = read("spreadsheet", [("assets.csv", exported)], again)
    assert own.accepted == 4
    assert compare(again, own).nothing()


def test_the_folder_export_makes_the_same_assets_in_a_new_book(imported: Import, book: Book, tmp_path: Path) -> None:
    after = compare(book, imported).apply(book)
    write_folder(after, tmp_path / "book")
    exported = (tmp_path / "book" / "assets.csv").read_bytes()
    empty = after.with_tables(assets=after.assets.clear())
    rebuilt = compare(empty, read("spreadsheet", [("assets.csv", exported)], empty)).apply(empty)
    assert rebuilt.assets.equals(after.assets)


def test_the_key_stays_when_the_tag_changes(snipe_table: Any, csv_of: Any, book: Book, imported: Import) -> None:
    after = compare(book, imported).apply(book)
    header, rows = snipe_table
    retagged = [[*rows[0][:2], "T-1", *rows[0][3:]]]
    changes = compare(after, read("snipe-it", [("assets.csv", csv_of(header, retagged))], after))
    (table,) = [table for table in changes.tables if table.table == "assets"]
    assert table.changed.rows() == [("00069", "tag", "00069", "T-1")]
    assert table.unseen["asset"].to_list() == ["069", "69", "70"]
    assert changes.apply(after).assets.filter(pl.col("asset") == "00069")["tag"].to_list() == ["T-1"]


def test_custom_report_with_repeated_titles(book: Book) -> None:
    header = (
        "ID,Company,Asset Name,Asset Tag,Model,Model No.,Category,Manufacturer,Serial,Purchased,Cost,EOL,Warranty,"
        "Warranty Expires,Current Value,Diff,Fully Depreciated,Order Number,Supplier,Location,Address,Address,City,"
        "State,Country,Zip,Default Location,Address,Address,City,State,Country,Zip,Checked Out,Type,Username,"
        "Employee No.,Manager,Department,Title,Phone,User Address,User City,User State,User Country,User Zip,Status,"
        "Checkout Date,Last Checkin Date,Expected Checkin Date,Created At,Updated at,Deleted,Last Audit,"
        "Next Audit Date,Notes,URL"
    )
    titles = header.split(",")
    row = dict.fromkeys(range(len(titles)), "")
    first = {title: at for at, title in reversed(list(enumerate(titles)))}
    for title, value in {
        "Asset Tag": "0042", "Model": "`=Board 75", "Category": "Interactive Panel", "Serial": "P-1",
        "Purchased": "2024-07-08", "Cost": "USD2,600.00", "EOL": "36 months", "Warranty": "60", "Location": "East",
        "Checked Out": "Ann Pupil", "Type": "user", "Username": "ann.pupil", "Status": "Ready to Deploy",
        "Last Audit": "2026-05-04 10:00:00", "User Address": "5 Ann Street",
    }.items():  # fmt: skip
        row[first[title]] = value
    out = io.StringIO()
    csv.writer(out).writerows([titles, row.values()])
    found = read("snipe-it", [("custom-assets-report.csv", out.getvalue().encode())], book)
    asset = found.frames["assets"].row(0, named=True)
    assert asset["model"] == "=Board 75"
    assert (asset["cost_cents"], asset["warranty_end"]) == (260000, date(2029, 7, 8))
    assert (asset["status"], asset["last_seen"], asset["replace_on"]) == ("active", date(2026, 5, 4), None)
    assert any("36 months" in sentence for sentence in found.assumed)
    assert "Ann" not in found.frames["assets"].write_csv()


def test_lying_byte_order_mark_of_the_depreciation_report(book: Book) -> None:
    data = b'\xfe\xffAsset Tag,Serial,Cost\n0001234,5CD0000AB1,"USD1,234.50"\n'
    found = read("snipe-it", [("depreciation.csv", data)], book)
    assert found.frames["assets"].select("tag", "serial", "cost_cents").rows() == [("0001234", "5CD0000AB1", 123450)]


def hardware(**more: Any) -> dict[str, Any]:
    return {
        "id": 1, "asset_tag": "0007", "serial": "S1", "model": {"id": 1, "name": "Board 75&quot;"},
        "model_number": None, "status_label": {"id": 2, "name": "Ready to Deploy", "status_meta": "deployed"},
        "category": {"id": 3, "name": "Interactive Panel"}, "manufacturer": {"id": 1, "name": "Smart &amp; Co"},
        "location": {"id": 9, "name": "East"}, "purchase_date": {"date": "2024-07-08", "formatted": "07/08/2024"},
        "purchase_cost": "2,600.00", "warranty_months": "60 months", "order_number": "PO-9",
        "assigned_to": {"id": 5, "username": "ann.pupil", "name": "Ann Pupil", "type": "user"},
        "asset_eol_date": {"date": "2031-07-08", "formatted": "x"}, "deleted_at": None, "byod": False,
        "custom_fields": {
            "MAC Address": {"field": "_mac", "value": "AA:BB:CC:00:00:01"}, "Owner Email": {"value": "ann@x.org"},
        },
        **more,
    }  # fmt: skip


def test_the_api_in_json(book: Book) -> None:
    page = {"total": 2, "rows": [hardware()]}
    found = read("snipe-it", [("hardware.json", json.dumps(page).encode())], book)
    asset = found.frames["assets"].row(0, named=True)
    assert (asset["model"], asset["mac"], asset["cost_cents"]) == ('Board 75"', "aabbcc000001", 260000)
    assert (asset["status"], asset["school"], asset["replace_on"]) == ("active", "020", date(2031, 7, 8))
    assert asset["warranty_end"] == date(2029, 7, 8)
    assert found.frames["product_models"]["maker"].to_list() == ["Smart & Co"]
    assert [problem.what for problem in found.problems if problem.rule == "not all pages"] == [
        "The file holds 1 of 2 assets."
    ]


def test_deleted_assets_are_retired_and_own_devices_are_skipped(book: Book) -> None:
    rows = [
        hardware(deleted_at={"datetime": "2025-01-01 10:00:00"}),
        hardware(id=2, asset_tag="0008", serial="S2", byod=True),
    ]
    found = read("snipe-it", [("hardware.json", json.dumps({"total": 2, "rows": rows}).encode())], book)
    assert found.frames["assets"].select("tag", "status").rows() == [("0007", "retired")]
    assert [(row.line, "BYOD" in row.why) for row in found.skipped] == [(2, True)]
    assert (found.rows_read, found.accepted) == (2, 1)


@pytest.mark.parametrize(
    ("titles", "kind"),
    [
        ("Full Name,Email,Item name,serial number,Category,purchase date,seats,company,supplier,notes", "licences"),
        ("Company,Name,Category,Supplier,QTY,Location,Min Amount,Model Number", "accessories"),
        ("Item Name,Purchase Date,Purchase Cost,Location,Company,Serial number,Category,Quantity", "components"),
        ("First Name,Last Name,Email,Username,Activated,Location", "people"),
        ("name,address,city,manager,manager username,currency", "locations"),
        ("Name,Category,Manufacturer,Model Number,Requestable,EOL,Min Qty", "models"),
    ],
)
def test_other_lists_of_snipe_it_are_named(titles: str, kind: str, book: Book) -> None:
    data = f"{titles}\n{','.join('x' * len(titles.split(',')))}\n".encode()
    with pytest.raises(SourceError, match=kind):
        read("snipe-it", [("list.csv", data)], book)


def test_a_column_that_does_not_show_its_order_of_day_and_month_asks(book: Book) -> None:
    data = b"Asset Tag,Serial,Purchase Date\n1,A,3/4/2024\n2,B,5/6/2024\n"
    asked = read("snipe-it", [("a.csv", data)], book)
    assert asked.frames["assets"]["in_service_on"].to_list() == [None, None]
    (problem,) = [problem for problem in asked.problems if problem.rule == "unreadable value"]
    assert (problem.line, problem.column) == (2, "Purchase Date")
    assert "2 rows" in problem.what and "mdy" in problem.remedy
    told = read("snipe-it", [("a.csv", data)], book, dates="mdy")
    assert told.frames["assets"]["in_service_on"].to_list() == [date(2024, 3, 4), date(2024, 5, 6)]
    other = read("snipe-it", [("a.csv", data)], book, dates="dmy")
    assert other.frames["assets"]["in_service_on"].to_list() == [date(2024, 4, 3), date(2024, 6, 5)]


def test_one_column_of_days_may_show_the_order_for_another(book: Book) -> None:
    data = b"Asset Tag,Serial,Purchase Date,Warranty Expires\n1,A,3/4/2024,3/31/2027\n"
    found = read("snipe-it", [("a.csv", data)], book)
    assert found.frames["assets"]["in_service_on"].to_list() == [date(2024, 3, 4)]
    assert any("same order" in sentence and "Purchase Date" in sentence for sentence in found.assumed)


# The files that Snipe-IT ships for its own importer


def sample(samples: Path, name: str) -> Import:
    book = seed_book(district="x", name="X", state="OH")
    return read("auto", [(name, (samples / "snipe-it" / name).read_bytes())], book)


def test_the_sample(samples: Path) -> None:
    found = sample(samples, "assets-sample.csv")
    assets = found.frames["assets"]
    assert (found.source, found.rows_read, found.accepted, assets.height) == ("snipe-it", 22, 22, 22)
    assert assets.filter(pl.col("model") == 'Macbook Pro 13"').height == 21
    assert assets["replace_on"].null_count() == 11
    assert assets.filter(pl.col("tag") == "ICC-2065556")["cost_cents"].to_list() == [226613]
    assert assets["in_service_on"][0] == date(2023, 1, 23)


@pytest.mark.parametrize("name", ["assets-sample-BAD.csv", "assets-sample-BLANKS.csv"])
def test_the_hostile_samples(samples: Path, name: str) -> None:
    found = sample(samples, name)
    assets = found.frames["assets"]
    counts = Counter(problem.rule for problem in found.problems)
    assert (found.rows_read, assets.height, len(found.refused)) == (200, 200, 0)
    assert counts["number shortened by a spreadsheet"] == 200
    assert {problem.column for problem in found.problems if problem.rule.startswith("number short")} == {"Model Number"}
    assert counts["cost missing"] == 56
    assert assets.filter(pl.col("tag").str.starts_with("0")).height == 15
    assert assets.filter(pl.col("asset").str.starts_with("0")).height == 15
    assert assets["serial"].null_count() == 17
    assert Counter(assets["status"]) == {
        "retired": 39, "missing": 37, "in repair": 68, "active": 28, None: 28,
    }  # fmt: skip


def test_no_person_of_the_hostile_sample_comes_along(samples: Path) -> None:
    text = (samples / "snipe-it" / "assets-sample-BAD.csv").read_bytes().decode("mac_roman")
    people = {cell for row in list(csv.reader(io.StringIO(text, newline="")))[1:] for cell in row[:3] if cell}
    assert len(people) > 500
    found = sample(samples, "assets-sample-BAD.csv")
    kept = {
        cell for frame in found.frames.values() for row in frame.iter_rows() for cell in row if isinstance(cell, str)
    }
    assert people & kept == set()
    said = " ".join([*found.assumed, *(str(problem) for problem in found.all_problems())])
    assert [person for person in people if "@" in person and person in said] == []


@pytest.mark.parametrize(
    "name",
    ["accessories", "components", "consumables", "licenses", "locations", "models", "users"],
)
def test_the_other_samples_are_refused_by_name(samples: Path, name: str) -> None:
    file = f"{name}-sample.csv"
    with pytest.raises(SourceError, match="Snipe-IT's list of"):
        read("snipe-it", [(file, (samples / "snipe-it" / file).read_bytes())], seed_book(district="x"))
