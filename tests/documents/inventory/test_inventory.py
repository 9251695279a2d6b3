"""All documents of an Inventory, and the names of their files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.documents.inventory import count_files, file_name, inventory_documents
from techplan.planning.inventory.results import INVENTORY

Make = Callable[..., Any]


def test_every_document_is_there_once(take: Make) -> None:
    numbers = ("expected", "matched", "moved_in", "missing", "not_yet_counted", "unknown", "repeats",
               "missing_cost_cents")  # fmt: skip
    counts = [
        {"count_code": code, "places": "here", "opened_on": date(2027, 1, 1), **dict.fromkeys(numbers, 0)}
        for code in ("A/1", "a-1")
    ]
    inventory = take(count_certificates=counts)
    files = inventory_documents(inventory)
    assert set(files) == {
        "inventory-report.pdf", "property-record.pdf", "inventory.xlsx", "count-A-1.pdf", "count-a-1-2.pdf",
        "tables/columns.csv", *(f"tables/{name}.csv" for name in INVENTORY),
    }  # fmt: skip
    assert files == inventory_documents(inventory)


@pytest.mark.parametrize(
    ("code", "name"), [("LMS-2027", "LMS-2027"), ("a b/c", "a-b-c"), ("../x", "x"), ("///", "count"), ("é1", "é1")]
)
def test_a_code_becomes_part_of_a_files_name(code: str, name: str) -> None:
    assert file_name(code) == name


@given(st.lists(st.text(alphabet="aA/-1 .2", min_size=1, max_size=4), unique=True))
def test_no_two_counts_share_a_file(codes: list[str]) -> None:
    files = count_files(codes)
    assert list(files) == codes
    assert len({name.casefold() for name in files.values()}) == len(codes)
    assert all("/" not in name for name in files.values())
