"""Losses and repairs by year, and charges that a rule may bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from techplan.book.book import Book
from techplan.planning.inventory.incidents import barred_charges
from techplan.planning.inventory.inventory import Inventory
from techplan.rules.load import Rules, load_rules

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


def test_a_charge_without_a_day_is_found_too(make_book: MakeBook, take: Take) -> None:
    undated = [{**INCIDENTS[2], "happened_on": None}]
    inventory = take(make_book(assets=ASSETS, incidents=undated))
    row = inventory.finding_rows.filter(inventory.finding_rows["finding"] == "charge may be barred").row(0, named=True)
    assert row["what"].endswith("The day of the incident is not entered.")


def test_the_rule_counts_from_its_day_and_from_when_it_was_known(make_book: MakeBook) -> None:
    before = [{**INCIDENTS[2], "happened_on": date(2009, 6, 30)}]
    since = [{**INCIDENTS[2], "happened_on": date(2009, 7, 1)}]
    rules = load_rules()
    assert barred_charges(make_book(assets=ASSETS, incidents=before), rules, date(2027, 1, 15)).is_empty()
    assert barred_charges(make_book(assets=ASSETS, incidents=since), rules, date(2027, 1, 15)).height == 1
    assert barred_charges(make_book(assets=ASSETS, incidents=since), rules, date(2009, 6, 30)).is_empty()


def test_a_rule_published_after_it_took_effect_is_asked_without_fault(make_book: MakeBook) -> None:
    (ohio,) = load_rules().history("oh.fees.free_lunch_barred")
    late = replace(ohio, effective=date(2020, 7, 1), published=date(2026, 1, 1))
    rules = Rules({"oh.fees.free_lunch_barred": (late,)})
    book = make_book(assets=ASSETS, incidents=INCIDENTS)
    assert barred_charges(book, rules, date(2025, 1, 1)).is_empty()
    assert barred_charges(book, rules, date(2026, 1, 1)).select("incident", "barred_cents").rows() == [("3", 20000)]
