"""Losses and repairs by year, and charges that a rule may bar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from techplan.book.book import Book
from techplan.planning.inventory.inventory import Inventory

MakeBook = Callable[..., Book]
Take = Callable[..., Inventory]

ASSETS = [{"asset": "a", "model": "Chromebook 3100"}, {"asset": "p", "asset_class": "projector"}]
INCIDENTS = [
    {"incident": "1", "asset": "a", "happened_on": date(2026, 9, 1), "cause": "breakage", "cost_cents": 12000,
     "recovery_cents": 4000, "family_charge_cents": 5000, "waived_cents": 1000, "collected_cents": 3000},
    {"incident": "2", "asset": "a", "happened_on": date(2027, 6, 30), "cause": "breakage", "cost_cents": 8000},
    {"incident": "3", "asset": "a", "happened_on": date(2026, 6, 30), "cause": "loss", "cost_cents": 30000,
     "family_charge_cents": 30000, "free_lunch": True, "waived_cents": 10000},
    {"incident": "4", "asset": None, "happened_on": date(2026, 9, 1), "cost_cents": 700},
    {"incident": "5", "asset": "p", "cause": "theft", "cost_cents": 900},
]  # fmt: skip


def test_by_year_class_and_cause(make_book: MakeBook, take: Take) -> None:
    rows = take(make_book(assets=ASSETS, incidents=INCIDENTS)).incident_years.iter_rows(named=True)
    found = {(row["fy"], row["asset_class"], row["cause"]): row for row in rows}
    assert set(found) == {(2026, "chromebook", "loss"), (2027, "chromebook", "breakage"), (2027, "-", "-")}
    row = found[2027, "chromebook", "breakage"]
    assert (row["incidents"], row["cost_cents"], row["recovered_cents"]) == (2, 20000, 4000)
    assert row["charged_cents"] == row["waived_cents"] + row["collected_cents"] + row["outstanding_cents"] == 5000
    assert (row["outstanding_cents"], row["net_cents"]) == (1000, 13000)  # 20,000 − 4,000 − 3,000


def test_a_charge_to_a_pupil_with_free_lunch_is_found_in_ohio_and_not_cancelled(
    make_book: MakeBook, take: Take
) -> None:
    book = make_book(assets=ASSETS, incidents=INCIDENTS)
    inventory = take(book)
    row = inventory.finding_rows.filter(inventory.finding_rows["finding"] == "charge may be barred").row(0, named=True)
    assert (row["table"], row["subject"], row["at_stake_cents"]) == ("incidents", "3", 20000)
    assert "ORC 3313.642" in row["what"]
    years = {r["fy"]: r["barred_cents"] for r in inventory.incident_years.iter_rows(named=True) if r["barred_cents"]}
    assert years == {2026: 20000}
    assert inventory.book.incidents.equals(book.incidents)


def test_a_state_without_such_a_rule_bars_nothing(make_book: MakeBook, take: Take) -> None:
    book = make_book(district=[{"district": "d", "name": "n", "state": "MI"}], assets=ASSETS, incidents=INCIDENTS)
    assert "charge may be barred" not in take(book).findings["finding"].to_list()


def test_a_waived_charge_is_none(make_book: MakeBook, take: Take) -> None:
    waived = [{**INCIDENTS[2], "waived_cents": 30000}]
    assert "charge may be barred" not in take(make_book(assets=ASSETS, incidents=waived)).findings["finding"].to_list()
