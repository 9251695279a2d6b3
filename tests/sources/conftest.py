"""A small district, and files as its systems would write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.rules.seed import seed_book

Make = Callable[..., bytes]

SNIPE_HEADER = (
    "ID", "Asset Name", "Asset Tag", "Serial", "Model", "Model No.", "Category", "Status", "Checked Out To", "Location",
    "Manufacturer", "Purchase Date", "Purchase Cost", "Order Number", "EOL Date", "Warranty", "Warranty Expires",
    "Notes",
)  # fmt: skip

SNIPE_ROWS = (
    ("1", "", "00069", "5CD0000AB1", "Chromebook 3110", "", "Chromebook", "Deployed", "Ann Pupil",
     "Lakeside High School", "Dell", "08/15/2022", "$331.50", "PO-1", "", "12", "", "Ann broke the hinge"),
    ("2", "", "069", "219E01BE", "Chromebook 3110", "", "Chromebook", "Ready to Deploy", "", "East",
     "Dell", "08/15/2022", "331.50", "PO-1", "", "", "", ""),
    ("3", "", "69", "PF2ABCDE", "Latitude 3420", "6.37702E+15", "Laptop", "Out for Repair", "", "020",
     "Dell", "03/10/2023", "USD1,234.50", "PO-2", "06/30/2028", "36 months", "", ""),
    ("4", "", "70", "5.02E+18", "Latitude 3420", "", "Laptop", "Deployed", "Bo Pupil", "Warehouse 7",
     "Dell", "03/11/2023", "", "PO-2", "", "", "03/31/2026", "bo.pupil@example.org has it"),
)  # fmt: skip

GOOGLE_HEADER = (
    "deviceId", "serialNumber", "annotatedAssetId", "model", "status", "orgUnitPath", "annotatedLocation",
    "annotatedUser", "lastSync", "firstEnrollmentTime", "macAddress", "autoUpdateExpiration", "notes",
    "recentUsers.email",
)  # fmt: skip

GOOGLE_ROWS = (
    ("d1", "5CD0000AB1", "00069", "Chromebook 3110", "ACTIVE", "/Students/East/Grade 5", "Room 12",
     "ann.pupil@example.org", "2026-08-28T13:08:09.326Z", "2022-08-20T14:00:00Z", "78929C000001", "2029-06",
     "Ann broke it", "ann.pupil@example.org"),
    ("d1", "5CD0000AB1", "00069", "Chromebook 3110", "ACTIVE", "/Students/East/Grade 5", "Room 12",
     "ann.pupil@example.org", "2026-08-28T13:08:09.326Z", "2022-08-20T14:00:00Z", "78929C000001", "2029-06",
     "Ann broke it", "bo.pupil@example.org"),
    ("d2", "219E01BE", "", "Chromebook 3110", "DEPROVISIONED", "/Staff/Lakeside High School", "", "",
     "Never", "2022-08-21T14:00:00Z", "78:92:9c:00:00:02", "2029-06", "", ""),
    ("d3", "NXA6UAA001", "", "Acer Chromebook 311", "DISABLED", "/Lost", "", "cy.pupil@example.org",
     "2025-01-02T10:00:00Z", "", "", "2030-06-01", "", "cy.pupil@example.org"),
)  # fmt: skip

PERSONS = ("Ann", "Bo ", "ann.pupil", "bo.pupil", "cy.pupil", "@example.org")
"""What no output may hold."""


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([header, *rows])
    return out.getvalue().encode()


@pytest.fixture
def book() -> Book:
    """A seeded Book with two schools and two funds."""
    seeded = seed_book(district="lakeside", name="Lakeside City School District", state="OH", first_plan_year=2027)
    return seeded.with_tables(
        schools=pl.DataFrame({"code": ["020", "040"], "name": ["East", "Lakeside High School"]}),
        funds=pl.DataFrame(
            {
                "fund": ["001", "003"],
                "name": ["General", "Permanent Improvement"],
                "kind": ["general", "permanent improvement"],
            }
        ),
    )


@pytest.fixture
def snipe() -> bytes:
    return csv_bytes(SNIPE_HEADER, SNIPE_ROWS)


@pytest.fixture
def google() -> bytes:
    return csv_bytes(GOOGLE_HEADER, GOOGLE_ROWS)


@pytest.fixture
def google_json() -> bytes:
    device = {
        "kind": "admin#directory#chromeosdevice", "deviceId": "d1", "serialNumber": "5CD0000AB1", "status": "ACTIVE",
        "lastSync": "2026-08-28T13:08:09.326Z", "annotatedUser": "ann.pupil@example.org", "annotatedAssetId": "00069",
        "annotatedLocation": "Room 12", "notes": "Ann broke it", "model": "Chromebook 3110",
        "macAddress": "78929c000001",
        "firstEnrollmentTime": "2022-08-20T14:00:00.264Z", "orgUnitPath": "/Students/East",
        "recentUsers": [{"type": "USER_TYPE_MANAGED", "email": "ann.pupil@example.org"}],
        "autoUpdateExpiration": "1877472000000",
    }  # fmt: skip
    return json.dumps({"kind": "admin#directory#chromeosdevices", "chromeosdevices": [device]}).encode()


One = Callable[..., dict[str, Any]]
Table = tuple[Sequence[str], Sequence[Sequence[str]]]


@pytest.fixture
def one() -> One:
    """The one row of a frame that has certain values."""

    def find(frame: pl.DataFrame, **where: str) -> dict[str, Any]:
        rows = frame.filter(*(pl.col(column) == value for column, value in where.items()))
        assert rows.height == 1, rows
        return rows.row(0, named=True)

    return find


@pytest.fixture
def csv_of() -> Make:
    """Titles and rows as CSV bytes."""
    return csv_bytes


@pytest.fixture
def snipe_table() -> Table:
    return SNIPE_HEADER, SNIPE_ROWS


@pytest.fixture
def google_table() -> Table:
    return GOOGLE_HEADER, GOOGLE_ROWS


@pytest.fixture
def persons() -> tuple[str, ...]:
    return PERSONS
