"""The property record of 2 CFR 200.313(d) and how things may be disposed of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.book import Book
from techplan.planning.inventory.inventory import Inventory
from techplan.planning.inventory.property import shared_proceeds

MakeBook = Callable[..., Book]
Take = Callable[..., Inventory]

FUNDS = [
    {"fund": "003", "name": "Permanent improvement", "kind": "permanent improvement"},
    {"fund": "507", "name": "ESSER", "kind": "federal grant"},
]
AWARDS = [
    {"award": "old", "fund": "507", "fain": "S425D", "amount_cents": 1, "awarded_on": date(2023, 7, 1)},
    {"award": "new", "fund": "507", "fain": "S425E", "amount_cents": 1, "awarded_on": date(2024, 10, 1)},
    {"award": "undated", "fund": "507", "fain": "S425F", "amount_cents": 1},
]
WHOLE = {
    "model": "Chromebook 3100", "serial": "S", "fund": "507", "title_holder": "District",
    "in_service_on": date(2024, 1, 5), "federal_share": Decimal(1), "school": "010", "usage": "classroom",
    "condition": "good",
}  # fmt: skip


def district(level: int | None, state: str = "OH") -> list[dict[str, Any]]:
    return [{"district": "d", "name": "Two Rivers", "state": state, "capital_unit_threshold_cents": level}]


@pytest.mark.parametrize(
    ("award", "level", "cost", "kind", "threshold"),
    [
        ("old", None, 500000, "equipment", 500000),
        ("old", None, 499999, "supply", 500000),
        ("new", None, 999999, "supply", 1000000),
        ("new", None, 1000000, "equipment", 1000000),
        ("new", 500000, 500000, "equipment", 500000),
        ("new", 100000, 120000, "equipment", 100000),  # the district's own lower level makes a laptop equipment
        ("new", 2000000, 1000000, "equipment", 1000000),
        (
            "undated",
            None,
            500000,
            "equipment",
            500000,
        ),  # no date: the lowest federal level, so that nothing is left out
        ("old", 500000, 33000, "supply", 500000),
        ("old", None, None, "not known", 500000),
    ],
)
def test_equipment_or_supply(
    award: str, level: int | None, cost: int | None, kind: str, threshold: int, make_book: MakeBook, take: Take
) -> None:
    asset = {**WHOLE, "asset": "a", "award": award, "cost_cents": cost}
    row = take(make_book(district=district(level), assets=[asset], funds=FUNDS, awards=AWARDS)).property_record.row(
        0, named=True
    )
    assert (row["kind"], row["threshold_cents"]) == (kind, threshold)


def test_a_whole_record_lacks_nothing(make_book: MakeBook, take: Take) -> None:
    asset = {**WHOLE, "asset": "a", "award": "old", "cost_cents": 600000, "room": "12"}
    row = take(make_book(assets=[asset], funds=FUNDS, awards=AWARDS)).property_record.row(0, named=True)
    assert (row["missing"], row["against"]) == (None, None)
    assert (row["description"], row["location"], row["fain"]) == ("Chromebook 3100", "Oak, room 12", "S425D")


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("model", "description"), ("serial", "serial"), ("title_holder", "title holder"),
        ("in_service_on", "acquired on"),
        ("federal_share", "federal share"), ("school", "location"), ("usage", "used for"), ("condition", "condition"),
        ("award", "fain"),
    ],
)  # fmt: skip
def test_each_field_that_is_missing_is_named(column: str, name: str, make_book: MakeBook, take: Take) -> None:
    asset = {**WHOLE, "asset": "a", "award": "old", "cost_cents": 600000, column: None}
    row = take(make_book(assets=[asset], funds=FUNDS, awards=AWARDS)).property_record.row(0, named=True)
    assert (row["missing"], row["against"]) == (name, "law")


def test_disposal_is_asked_for_once_a_thing_is_gone_and_a_tag_stands_for_a_serial(
    make_book: MakeBook, take: Take
) -> None:
    asset = {
        **WHOLE,
        "asset": "a",
        "award": "new",
        "cost_cents": 30000,
        "status": "disposed",
        "serial": None,
        "tag": "T",
    }
    row = take(make_book(assets=[asset], funds=FUNDS, awards=AWARDS)).property_record.row(0, named=True)
    assert (row["missing"], row["against"], row["serial"]) == ("disposed on;sale price", "local policy", "tag T")


def test_only_federal_things_are_in_it(make_book: MakeBook, take: Take) -> None:
    assets = [
        {"asset": "fund", "fund": "507"}, {"asset": "award", "award": "old"},
        {"asset": "share", "federal_share": Decimal("0.1")},
        {"asset": "own", "fund": "003"}, {"asset": "none"}, {"asset": "zero", "federal_share": Decimal(0)},
    ]  # fmt: skip
    record = take(make_book(assets=assets, funds=FUNDS, awards=AWARDS)).property_record
    assert record["asset"].to_list() == ["award", "fund", "share"]


def test_a_count_is_in_the_record_and_the_award_is_due_two_years_after(make_book: MakeBook, take: Take) -> None:
    assets = [
        {**WHOLE, "asset": "a", "award": "old", "cost_cents": 600000},
        {**WHOLE, "asset": "b", "award": "old", "cost_cents": 100, "in_service_on": date(2025, 6, 1)},
    ]
    counts = [{"code": "C", "opened_on": date(2026, 3, 1), "closed_on": date(2026, 3, 9)}]
    outcomes = [{"count_code": "C", "number": 1, "outcome": "matched", "asset": "a"}]
    inventory = take(make_book(assets=assets, funds=FUNDS, awards=AWARDS, counts=counts, count_outcomes=outcomes))
    assert inventory.property_record["last_counted_on"].to_list() == [date(2026, 3, 9), None]
    row = inventory.award_counts.row(0, named=True)
    assert (row["items"], row["equipment"], row["counted"], row["never_counted"]) == (2, 1, 1, 1)
    assert (row["due_on"], row["overdue"]) == (date(2027, 6, 1), False)
    assert take(inventory.book, date(2027, 6, 2)).award_counts["overdue"].to_list() == [True]


def retired(**more: Any) -> dict[str, Any]:
    return {
        **WHOLE,
        "asset": "a",
        "status": "retired",
        "fund": "003",
        "federal_share": None,
        "cost_cents": 30000,
        **more,
    }


def disposal(
    make_book: MakeBook, take: Take, *assets: dict[str, Any], state: str = "OH", **tables: Any
) -> dict[str, Any]:
    book = make_book(district=district(None, state), assets=list(assets), funds=FUNDS, awards=AWARDS, **tables)
    return take(book).disposals.row(0, named=True)


def test_ohio_says_what_it_would_decide_and_asks_the_treasurer(make_book: MakeBook, take: Take) -> None:
    classes = [{"code": "chromebook", "name": "Chromebook", "category": "client computers", "salvage_cents": 600000}]
    row = disposal(make_book, take, retired(), retired(asset="b"), asset_classes=classes)
    assert (row["may_dispose"], row["confirmed"], row["proceeds_to"]) == (None, False, "003")
    assert (
        "Ask your treasurer. Techplan would say: the 2 things on this list are worth 12,000.00 together" in row["how"]
    )
    assert "public auction on 30 days' notice" in row["how"]
    low = disposal(make_book, take, retired(), asset_classes=classes)
    assert "no auction is asked for" in low["how"]


def test_a_value_that_is_not_known_is_said(make_book: MakeBook, take: Take) -> None:
    assert "the value of 1 is not known" in disposal(make_book, take, retired())["how"]


def test_another_state_is_not_guessed(make_book: MakeBook, take: Take) -> None:
    row = disposal(make_book, take, retired(), state="MI")
    assert row["may_dispose"] is None
    assert "holds no rule of your state" in row["how"]


def test_federal_equipment_of_value_may_not_go_without_the_agency(make_book: MakeBook, take: Take) -> None:
    federal = {"fund": "507", "award": "old", "federal_share": Decimal(1), "cost_cents": 900000}
    classes = [{"code": "chromebook", "name": "C", "category": "client computers", "salvage_cents": 500001}]
    row = disposal(make_book, take, retired(**federal), asset_classes=classes)
    assert row["may_dispose"] is False
    assert row["how"].startswith("Federal equipment of value: ask the awarding agency")
    classes[0]["salvage_cents"] = 500000  # the level itself is still free
    assert disposal(make_book, take, retired(**federal), asset_classes=classes)["how"].startswith(
        "Federal equipment of small value"
    )


def test_e_rate_equipment_stays_five_years(make_book: MakeBook, take: Take) -> None:
    classes = [{"code": "ap", "name": "Access point", "category": "network", "e_rate": "category two"}]
    young = retired(model=None, asset_class="ap", in_service_on=date(2022, 1, 16))
    row = disposal(make_book, take, young, asset_classes=classes, product_models=[])
    assert (row["earliest_on"], "may not be sold before 2027-01-16" in row["how"]) == (date(2027, 1, 16), True)
    old = retired(model=None, asset_class="ap", in_service_on=date(2022, 1, 15))
    assert "E-rate" not in disposal(make_book, take, old, asset_classes=classes, product_models=[])["how"]


def test_what_is_leased_goes_back_and_is_not_sold(make_book: MakeBook, take: Take) -> None:
    lease = [{"financing": "L", "kind": "lease"}]
    row = disposal(make_book, take, retired(financing="L"), financings=lease)
    assert row["may_dispose"] is False
    assert row["how"].startswith("Leased: it goes back to the lessor")
    owned = disposal(make_book, take, retired(financing="L"), financings=[{**lease[0], "ownership_at_end": True}])
    assert "Leased" not in owned["how"]


def test_what_is_disposed_of_or_in_use_is_not_on_the_list(make_book: MakeBook, take: Take) -> None:
    assets = [retired(asset="a", disposed_on=date(2026, 1, 1)), retired(asset="b", status="active"), retired(asset="c")]
    assert take(make_book(assets=assets, funds=FUNDS, awards=AWARDS)).disposals["asset"].to_list() == ["c"]


def test_proceeds_by_hand() -> None:
    # 1,000.00 at a federal share of 80 %: 800.00, less selling costs of at most 100.00 (a tenth) or 500.00
    assert shared_proceeds(100000, Decimal("0.8"), 50000, 30000) == (70000, 30000)
    assert shared_proceeds(100000, Decimal("0.8"), 50000, 0) == (80000, 20000)
    assert shared_proceeds(1000000, Decimal(1), 50000, 90000) == (950000, 50000)


@given(st.integers(0, 10**9), st.decimals(0, 1, places=6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_proceeds_add_up(price: int, share: Decimal, most: int, costs: int) -> None:
    agency, district_part = shared_proceeds(price, share, most, costs)
    assert agency + district_part == price
    assert min(agency, district_part) >= 0


def test_kinds_are_counted_once(make_book: MakeBook, take: Take) -> None:
    assets = [{**WHOLE, "asset": str(n), "award": "old", "cost_cents": n * 100000} for n in range(9)]
    record = take(make_book(assets=assets, funds=FUNDS, awards=AWARDS)).property_record
    assert dict(record.group_by("kind").len().iter_rows()) == {"equipment": 4, "supply": 5}
    assert record["asset"].n_unique() == record.height == 9
    assert record.filter(pl.col("kind") == "supply")["against"].null_count() == 5
