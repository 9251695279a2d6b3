"""The property record of 2 CFR 200.313(d) and how things may be disposed of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from techplan.book.book import Book
from techplan.book.problem import RuleError
from techplan.planning.inventory.inventory import Inventory
from techplan.planning.inventory.owned import owned_assets
from techplan.planning.inventory.property import disposals, kept_for_selling, property_record, shared_proceeds
from techplan.planning.inventory.results.property import Disposals, PropertyRecord
from techplan.rules.load import load_rules

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


def worth(cents: int | None, **more: Any) -> list[dict[str, Any]]:
    """The class of the things to dispose of, at a salvage value."""
    return [
        {"code": "chromebook", "name": "Chromebook", "category": "client computers", "salvage_cents": cents, **more}
    ]


def test_ohio_counts_what_may_be_sold_together(make_book: MakeBook, take: Take) -> None:
    row = disposal(make_book, take, retired(), retired(asset="b"), asset_classes=worth(600000))
    assert "What may be sold of this list, 2 things, is worth 12,000.00 together" in row["how"]
    assert "public auction on 30 days' notice" in row["how"]
    both = disposal(make_book, take, retired(), retired(asset="b"), asset_classes=worth(500000))
    assert "not more than 10,000.00: no auction is asked for" in both["how"]  # 10,000.00 is not more than 10,000.00
    one_cent = disposal(make_book, take, retired(), retired(asset="b"), asset_classes=worth(500001))
    assert "more than 10,000.00: it goes by public auction" in one_cent["how"]


def test_parts_bought_by_different_funds_are_one_sale_in_two_lots(make_book: MakeBook, take: Take) -> None:
    assets = [retired(), retired(asset="b", fund="001"), retired(asset="c")]
    book = make_book(district=district(None), assets=assets, funds=FUNDS, awards=AWARDS, asset_classes=worth(400000))
    frame = take(book).disposals
    assert frame["lot"].to_list() == [2, 1, 2]
    assert frame["how"].str.contains("worth 12,000.00 together", literal=True).all()


def test_where_the_proceeds_go_is_not_confirmed_so_the_treasurer_is_asked(make_book: MakeBook, take: Take) -> None:
    row = disposal(make_book, take, retired(), asset_classes=worth(1000))
    assert row["how"].endswith(
        "Ask your treasurer. Techplan would say: What the sale brings goes back to the fund that bought."
    )
    assert (row["may_dispose"], row["confirmed"], row["proceeds_to"]) == (None, False, "003")


CONFIRMED = """
[[oh.disposal.improvement_proceeds_stay]]
value = true
unit = "yes or no"
effective = 2026-01-01
published = 2026-01-01
citation = "Letter of counsel"
link = "https://example.org/counsel"
status = "final"
confirmed = true
keyed_by = "calendar date"
"""


def by_own_rules(make_book: MakeBook, text: str, **tables: Any) -> Book:
    return replace(make_book(district=district(None), funds=FUNDS, awards=AWARDS, **tables), rules={"own": text})


@pytest.mark.parametrize(("cents", "may"), [(1000, True), (1000001, True), (None, None)])
def test_once_every_rule_is_confirmed_it_may_go(
    cents: int | None, may: bool | None, make_book: MakeBook, take: Take
) -> None:
    book = by_own_rules(make_book, CONFIRMED, assets=[retired()], asset_classes=worth(cents))
    row = take(book).disposals.row(0, named=True)
    assert (row["may_dispose"], row["confirmed"]) == (may, True)
    assert "Ask your treasurer" not in row["how"]


def test_a_federal_level_that_nobody_confirmed_allows_nothing(make_book: MakeBook, take: Take) -> None:
    text = """
[[uniform_guidance.disposition_value]]
value = "9000"
unit = "dollars"
effective = 2020-01-01
published = 2020-01-01
citation = "Said by the state"
status = "final"
confirmed = false
keyed_by = "award date"
"""
    federal = {"fund": "507", "award": "old", "federal_share": Decimal(1), "cost_cents": 900000}
    book = by_own_rules(make_book, text + CONFIRMED, assets=[retired(**federal)], asset_classes=worth(900000))
    row = take(book).disposals.row(0, named=True)
    assert (row["may_dispose"], row["confirmed"]) == (None, False)
    assert row["how"].startswith(
        "Ask your treasurer. Techplan would say: Federal equipment of small value (9,000.00 or less)"
    )


def test_a_value_that_is_not_known_is_said(make_book: MakeBook, take: Take) -> None:
    assert "the value of 1 is not known" in disposal(make_book, take, retired())["how"]


def test_another_state_is_not_guessed(make_book: MakeBook, take: Take) -> None:
    row = disposal(make_book, take, retired(), state="MI")
    assert row["may_dispose"] is None
    assert "holds no rule of your state" in row["how"]


@pytest.mark.parametrize(("award", "level"), [("old", 500000), ("new", 1000000), ("undated", 500000), (None, 500000)])
def test_federal_equipment_of_value_may_not_go_without_the_agency(
    award: str | None, level: int, make_book: MakeBook, take: Take
) -> None:
    federal = {"fund": "507", "award": award, "federal_share": Decimal("0.8"), "cost_cents": 2000000}
    row = disposal(make_book, take, retired(**federal), asset_classes=worth(level + 1))
    assert row["may_dispose"] is False
    assert row["how"].startswith(
        "Federal equipment of value: ask the agency that awarded or passed on the grant; it is owed 80 % of what the "
        "sale brings. Without an answer in 120 days it may be kept or sold."
    )
    at_the_level = disposal(make_book, take, retired(**federal), asset_classes=worth(level))
    assert at_the_level["how"].startswith(f"Federal equipment of small value ({level // 100:,}.00 or less)")


@pytest.mark.parametrize(
    ("award", "cents", "words"),
    [
        ("old", 250000, "worth 5,000.00 or less together"),  # two of 2,500.00 are 5,000.00, which is not more
        ("old", 250001, "worth more than 5,000.00 together"),
        ("new", 250001, "worth 10,000.00 or less together"),
        ("new", None, "whose value together is not known"),
    ],
)
def test_unused_supplies_of_an_award_count_together(
    award: str, cents: int | None, words: str, make_book: MakeBook, take: Take
) -> None:
    supply = {"fund": "507", "award": award, "federal_share": Decimal(1), "cost_cents": 300000, "condition": "new"}
    row = disposal(
        make_book, take, retired(**supply), retired(**{**supply, "asset": "b"}),
        retired(**{**supply, "asset": "used", "condition": "good"}), asset_classes=worth(cents),
    )  # fmt: skip
    assert words in row["how"]
    assert "once it has been used" not in row["how"]


def test_e_rate_equipment_stays_five_years(make_book: MakeBook, take: Take) -> None:
    classes = [{"code": "ap", "name": "Access point", "category": "network", "e_rate": "category two"}]
    young = retired(model=None, asset_class="ap", in_service_on=date(2022, 1, 16))
    row = disposal(make_book, take, young, asset_classes=classes, product_models=[])
    assert (row["earliest_on"], "may not be sold before 2027-01-16" in row["how"]) == (date(2027, 1, 16), True)
    old = retired(model=None, asset_class="ap", in_service_on=date(2022, 1, 15))
    assert "E-rate" not in disposal(make_book, take, old, asset_classes=classes, product_models=[])["how"]


def test_e_rate_things_without_a_day_are_not_let_go(make_book: MakeBook, take: Take) -> None:
    classes = [{"code": "ap", "name": "Access point", "category": "network", "e_rate": "category two"}]
    thing = retired(model=None, asset_class="ap", in_service_on=None)
    row = disposal(make_book, take, thing, asset_classes=classes, product_models=[])
    assert (row["may_dispose"], row["earliest_on"]) == (None, None)
    assert "60 months from its installation, and that day is not known" in row["how"]


def test_what_an_e_rate_fund_paid_for_stays_whatever_its_class_says(make_book: MakeBook, take: Take) -> None:
    funds = [{"fund": "003", "name": "E-rate", "kind": "other", "rule_set": "erate"}]
    assets = [retired(in_service_on=date(2025, 3, 1)), retired(asset="b", fund="001")]
    book = make_book(district=district(None), assets=assets, funds=funds, asset_classes=worth(700000))
    barred, other = take(book).disposals.iter_rows(named=True)
    assert (barred["may_dispose"], barred["earliest_on"]) == (False, date(2030, 3, 1))
    # what may not be sold yet is no part of the sale that Ohio counts together
    assert "on this list" not in barred["how"]
    assert "worth 7,000.00 together, not more than 10,000.00" in other["how"]


def test_what_is_leased_goes_back_and_is_not_sold(make_book: MakeBook, take: Take) -> None:
    lease = [{"financing": "L", "kind": "lease"}]
    row = disposal(make_book, take, retired(financing="L"), financings=lease)
    assert row["may_dispose"] is False
    assert row["how"].startswith("Leased: it goes back to the lessor")
    assert (row["proceeds_to"], "What may be sold" in row["how"]) == (None, False)
    owned = disposal(make_book, take, retired(financing="L"), financings=[{**lease[0], "ownership_at_end": True}])
    assert "Leased" not in owned["how"]


def test_what_is_disposed_of_or_in_use_is_not_on_the_list(make_book: MakeBook, take: Take) -> None:
    assets = [retired(asset="a", disposed_on=date(2026, 1, 1)), retired(asset="b", status="active"), retired(asset="c")]
    assert take(make_book(assets=assets, funds=FUNDS, awards=AWARDS)).disposals["asset"].to_list() == ["c"]


def test_proceeds_by_hand() -> None:
    # 1,000.00 at a federal share of 80 % is 800.00, of which 100.00 are kept for selling
    assert shared_proceeds(100000, Decimal("0.8"), 10000) == (70000, 30000)
    assert shared_proceeds(100000, Decimal("0.8"), 0) == (80000, 20000)
    assert shared_proceeds(100, Decimal("0.333333"), 0) == (33, 67)
    assert shared_proceeds(1, Decimal("0.5"), 0) == (1, 0)  # the odd cent goes to the agency
    assert shared_proceeds(100, Decimal("0.5"), 9999) == (0, 100)  # never more than the federal part


@pytest.mark.parametrize(
    ("awarded_on", "price", "spent", "kept"),
    [
        (date(2023, 7, 1), 100000, 30000, 10000),  # a tenth of 1,000.00
        (date(2023, 7, 1), 1000000, 90000, 50000),  # 500.00 is less than a tenth of 10,000.00
        (date(2023, 7, 1), 1000000, 20000, 20000),  # only what was spent
        (date(2024, 10, 1), 100000, 30000, 30000),  # no tenth any more
        (date(2024, 10, 1), 1000000, 190000, 100000),  # 1,000.00
        (None, 1000000, 90000, 50000),  # no date: the lower level
        (date(2010, 1, 1), 1000000, 90000, 50000),  # older than the rule
    ],
)
def test_what_may_be_kept_for_selling(awarded_on: date | None, price: int, spent: int, kept: int) -> None:
    assert kept_for_selling(price, spent, awarded_on, load_rules(), date(2027, 1, 15)) == kept


@given(st.integers(0, 10**9), st.decimals(0, 1, places=6), st.integers(0, 10**6))
def test_proceeds_add_up(price: int, share: Decimal, costs: int) -> None:
    agency, district_part = shared_proceeds(price, share, costs)
    assert agency + district_part == price
    assert min(agency, district_part) >= 0
    assert abs(shared_proceeds(price, share, 0)[0] - price * share) <= Decimal("0.5")


def test_kinds_are_counted_once(make_book: MakeBook, take: Take) -> None:
    assets = [{**WHOLE, "asset": str(n), "award": "old", "cost_cents": n * 100000} for n in range(9)]
    record = take(make_book(assets=assets, funds=FUNDS, awards=AWARDS)).property_record
    assert dict(record.group_by("kind").len().iter_rows()) == {"equipment": 4, "supply": 5}
    assert record["asset"].n_unique() == record.height == 9
    assert record.filter(pl.col("kind") == "supply")["against"].null_count() == 5


@pytest.mark.parametrize(
    ("award", "words"),
    [
        ("old", "its award is of 2023-07-01"),
        ("undated", "its award has no date, so the lowest is used"),
        ("ancient", "its award of 2010-01-01 is older than the rule, so the lowest is used"),
        (None, "no award is entered, so the lowest is used"),
    ],
)
def test_why_says_which_day_decided(award: str | None, words: str, make_book: MakeBook, take: Take) -> None:
    awards = [*AWARDS, {"award": "ancient", "fund": "507", "amount_cents": 1, "awarded_on": date(2010, 1, 1)}]
    asset = {**WHOLE, "asset": "a", "award": award, "cost_cents": 30000}
    row = take(make_book(assets=[asset], funds=FUNDS, awards=awards)).property_record.row(0, named=True)
    assert (row["threshold_cents"], words in row["why"]) == (500000, True)


def test_a_district_whose_state_keeps_one_level_for_all_awards(make_book: MakeBook, take: Take) -> None:
    text = """
[[uniform_guidance.equipment_threshold]]
value = "10000"
unit = "dollars"
effective = 2013-12-26
published = 2025-01-16
citation = "Our state applies the level of 2024 to all awards"
status = "final"
confirmed = false
keyed_by = "award date"
"""
    assets = [{**WHOLE, "asset": name, "award": name, "cost_cents": 700000} for name in ("new", "old", "undated")]
    record = take(by_own_rules(make_book, text, assets=assets)).property_record
    assert record["threshold_cents"].to_list() == [1000000] * 3


def test_a_list_of_fields_that_the_record_does_not_hold_is_refused(make_book: MakeBook, take: Take) -> None:
    text = """
[[uniform_guidance.property_record]]
value = "description; serail"
unit = "text"
effective = 2020-01-01
published = 2020-01-01
citation = "Board policy"
status = "final"
confirmed = false
keyed_by = "calendar date"
"""
    with pytest.raises(RuleError, match=r"asks for serail.*serial"):
        take(by_own_rules(make_book, text))


PURSES = st.sampled_from([
    {}, {"fund": "003"}, {"fund": "507"}, {"award": "old"}, {"award": "new", "fund": "507"}, {"award": "undated"},
    {"federal_share": Decimal("0.5")}, {"federal_share": Decimal(0), "fund": "003"},
])  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            PURSES, st.sampled_from(["active", "retired", "disposed", None]), st.sampled_from([None, 100, 800000])
        ),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_each_federal_thing_stands_once_and_the_order_of_rows_changes_nothing(
    make_book: MakeBook, things: list[Any], random: Any
) -> None:
    assets = [
        {
            **WHOLE,
            "federal_share": None,
            "fund": None,
            "asset": f"{n:02d}",
            "status": status,
            "cost_cents": cost,
            **purse,
        }
        for n, (purse, status, cost) in enumerate(things)
    ]
    federal = [
        row["asset"] for row in assets if row["fund"] == "507" or row.get("award") or (row["federal_share"] or 0) > 0
    ]
    made = [
        make_book(district=district(None), assets=rows, funds=FUNDS, awards=AWARDS, asset_classes=worth(400000))
        for rows in (assets, random.sample(assets, len(assets)))
    ]
    (record, leaving), (other_record, other_leaving) = (recorded(book) for book in made)
    assert record["asset"].to_list() == federal
    assert leaving["asset"].to_list() == [row["asset"] for row in assets if row["status"] == "retired"]
    assert record.equals(other_record)
    assert leaving.equals(other_leaving)


def recorded(book: Book) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The property record and the disposals alone, each held against its schema."""
    rules, on, assets = load_rules(), date(2027, 1, 15), owned_assets(book)
    record = property_record(book, assets, rules, on, on)
    leaving = disposals(book, assets, record, rules, on, on)
    assert PropertyRecord.is_valid(record)
    assert Disposals.is_valid(leaving)
    return record, leaving
