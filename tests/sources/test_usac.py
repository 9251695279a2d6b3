from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import read
from techplan.sources.changes import compare

Make = Callable[..., bytes]

API = ("ben", "billed_entity_name", "full_time_students", "c2_budget", "funded_c2_budget_amount",
       "pending_c2_budget_amount", "available_c2_budget_amount", "c2_budget_version", "c2_budget_cycle")  # fmt: skip
PORTAL = ("Billed Entity Number (BEN)", "Billed Entity Name", "Full Time Students", "C2 Budget",
          "Funded C2 Budget Amount", "Pending C2 Budget Amount", "Available C2 Budget Amount", "C2 Budget Version",
          "C2 Budget Cycle")  # fmt: skip
BUDGETS = (
    ("100001", "LAKESIDE", "1850", "372904.5", "150000", "0", "222904.5", "Confirmed", "FY2026-2030"),
    ("100001", "LAKESIDE", "1800", "$300,600.00", "300600", "0", "0", "Confirmed", "FY2021-2025"),
)
ENTITIES = ("entity_number", "entity_name", "parent_entity_number", "urban_rural_status", "cep_percentage",
            "number_of_identified_students", "nces_public_state_code", "nces_public_district_code",
            "nces_public_building_code", "contact_name")  # fmt: skip


@pytest.fixture
def numbered(book: Book) -> Book:
    return book.with_tables(schools=book.schools.with_columns(pl.Series("nces_id", ["390436100020", None])))


@pytest.mark.parametrize("header", [API, PORTAL])
def test_budgets_by_entity_and_cycle_under_either_titles(header: tuple[str, ...], csv_of: Make, book: Book) -> None:
    found = read("auto", [("c2.csv", csv_of(header, BUDGETS))], book)
    frame = found.frames["erate_budgets"].sort("first_funding_year")
    assert frame.select("entity", "first_funding_year", "last_funding_year", "budget_cents", "available_cents",
                        "students").rows() == [
        ("100001", 2021, 2025, 30060000, 0, 1800), ("100001", 2026, 2030, 37290450, 22290450, 1850),
    ]  # fmt: skip
    assert frame.get_column("school").to_list() == [None, None]
    assert "The file's only entity, 100001, is taken to be the district's." in found.assumed
    after = compare(book, found).apply(book)
    assert after.erate_budgets.height == 2
    again = read("usac", [("c2.csv", csv_of(header, BUDGETS))], after)
    assert compare(after, again).nothing()


def test_of_several_entities_only_known_numbers_are_taken(csv_of: Make, book: Book) -> None:
    rows = [*BUDGETS, ("100002", "LAKESIDE", "5", "1", "0", "0", "1", "", "FY2026-2030"),
            ("100003", "LAKESIDE", "5", "1", "0", "0", "1", "", "next")]  # fmt: skip
    words = book.with_documents("mappings", {"words": '[schools]\n"100001" = "040"\n'})
    found = read("usac", [("c2.csv", csv_of(API, rows))], words)
    assert found.frames["erate_budgets"].get_column("school").to_list() == ["040", "040"]
    assert [row.line for row in found.refused] == [4, 5]
    assert "names are not compared" in found.refused[0].reason
    assert "'next' is no budget cycle" in found.refused[1].reason


def test_entities_are_matched_by_nces_codes_or_by_words(csv_of: Make, numbered: Book) -> None:
    rows = [
        ("200020", "East", "100001", "Rural", "62.5", "120", "39", "4361", "20", "Pat Example"),
        ("200040", "High", "100001", "Urban", "", "", "", "", "", "Pat Example"),
        ("300001", "East", "100009", "Urban", "10", "7", "39", "1", "1", "Pat Example"),
        ("200099", "Annex", "100001", "Urban", "", "", "39", "4361", "99", "Pat Example"),
    ]
    words = numbered.with_documents("mappings", {"words": '[schools]\n"200040" = "040"\n'})
    found = read("auto", [("entities.csv", csv_of(ENTITIES, rows))], words)
    assert found.frames["schools"].sort("code").rows() == [("020", "rural", True, 120), ("040", "urban", None, None)]
    assert [row.line for row in found.refused] == [5]
    assert [row.text for row in found.skipped] and "Pat" not in repr(found.skipped) + repr(found.refused)


def test_what_is_neither_budgets_nor_entities_is_a_clear_error(csv_of: Make, book: Book) -> None:
    with pytest.raises(SourceError, match="Category Two budget file"):
        read("usac", [("totals.csv", csv_of(("ben", "organization_name", "total_frns"), [("1", "A", "2")]))], book)


def test_names_that_many_entities_share_never_match(samples: Path, csv_of: Make, book: Book) -> None:
    with (samples / "real" / "erate_schools_districts_totals.csv").open(encoding="utf-8-sig") as stream:
        listed = list(csv.DictReader(stream))
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for row in listed:
        numbers[row["organization_name"].strip().casefold()].add(row["ben"])
    shared = {name: bens for name, bens in numbers.items() if len(bens) > 1}
    assert len(shared) == 823
    name, bens = max(shared.items(), key=lambda item: (len(item[1]), item[0]))
    ours = min(bens)
    named = book.with_tables(schools=pl.DataFrame({"code": ["040"], "name": [name]}))
    words = named.with_documents("mappings", {"words": f'[schools]\n"{ours}" = "040"\n'})
    rows = [(row["ben"], row["organization_name"], "Rural") for row in listed]
    data = csv_of(("entity_number", "entity_name", "urban_rural_status"), rows)
    with pytest.raises(SourceError, match="names are not compared"):
        read("usac", [("entities.csv", data)], named)
    found = read("usac", [("entities.csv", data)], words)
    assert found.frames["schools"].rows() == [("040", "rural")]
    assert (found.accepted, len(found.skipped)) == (1, len(listed) - 1)
