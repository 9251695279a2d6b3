"""What a new Book starts from: sourced norms, and nothing that only the district can know."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from techplan.book.links import check_links
from techplan.rules.load import load_rules
from techplan.rules.seed import COLUMNS, seed_book

CODES = [
    "access-point", "camera", "charging-cart", "chromebook", "desktop", "document-camera", "firewall", "hotspot",
    "laptop", "monitor", "panel", "phone", "printer", "projector", "recorder", "server", "storage", "switch", "tablet",
    "ups",
]  # fmt: skip
TODAY = date(2026, 11, 25)


def test_only_what_is_known_is_filled_in() -> None:
    book = seed_book(district="lakeside", name="Lakeside City Schools", state="OH", first_plan_year=2027)
    row = book.district.row(0, named=True)
    assert {column: value for column, value in row.items() if value is not None} == {
        "district": "lakeside",
        "name": "Lakeside City Schools",
        "state": "OH",
        "first_plan_year": 2027,
    }
    filled = [name for name, frame in book.tables() if frame.height]
    assert filled == ["district", "asset_classes", "account_rules"]
    assert check_links(book) == []


def test_without_a_name_the_code_stands_for_it() -> None:
    row = seed_book(district="lakeside").district.row(0, named=True)
    assert (row["name"], row["state"], row["first_plan_year"]) == ("lakeside", None, None)


def test_every_class_of_the_contract_is_there_and_complete() -> None:
    classes = seed_book(district="x").asset_classes
    assert classes["code"].to_list() == CODES
    filled = [
        "name",
        "category",
        "life_months",
        "refresh_rule",
        "attrition",
        "spare_share",
        "unit_price_cents",
        "price_fy",
    ]
    filled += ["lead_time_months", "deployment_hours", "watts", "hours_per_year", "tier", "e_rate", "source"]
    assert classes.select(filled).null_count().row(0) == (0,) * len(filled)
    assert classes["price_fy"].unique().to_list() == [2027]
    assert classes["source"].str.starts_with("default: ").all()


@pytest.mark.parametrize(
    ("code", "months"),
    [
        ("chromebook", 48),  # Lubbock: 4 years
        ("monitor", 120),  # Lubbock: 10
        ("panel", 96),  # Lubbock: 8
        ("laptop", 60),  # Wausau: 5
        ("desktop", 84),  # Wausau: 7
        ("projector", 72),  # Wausau: 6
        ("phone", 120),  # Wausau: 10
        ("ups", 120),  # Server Link: 10
        ("switch", 84),  # Project RED: networks over 7
        ("access-point", 84),
        ("printer", 48),  # St. Edward's: 4
    ],
)
def test_lives_that_were_read_in_a_source(code: str, months: int) -> None:
    norm = load_rules().at(f"lifecycle.{code}.life_months", on=TODAY, known=TODAY)
    assert (norm.value, norm.confirmed) == (months, True)
    assert norm.link


@pytest.mark.parametrize("code", ["tablet", "server", "storage", "firewall", "camera", "recorder", "hotspot"])
def test_lives_that_nobody_read_are_called_estimates(code: str) -> None:
    norm = load_rules().at(f"lifecycle.{code}.life_months", on=TODAY)
    assert (norm.confirmed, norm.citation) == (False, "estimate")


def test_other_figures_that_were_read() -> None:
    rules = load_rules()
    spare = rules.at("lifecycle.chromebook.spare_share", on=TODAY)  # Project RED: 5 % loaner pool
    hours = rules.at("lifecycle.desktop.deployment_hours", on=TODAY)  # Council Rock: 15 and 30 minutes
    assert (spare.value, spare.confirmed) == (Decimal("0.05"), True)
    assert (hours.value, hours.confirmed) == (Decimal("0.75"), True)


def test_all_prices_are_estimates() -> None:
    rules = load_rules()
    prices = [rules.at(f"lifecycle.{code}.unit_price", on=TODAY) for code in CODES]
    assert {(price.confirmed, price.citation) for price in prices} == {(False, "estimate")}


def test_tiers_and_e_rate_of_the_contract() -> None:
    classes = {row["code"]: row for row in seed_book(district="x").asset_classes.iter_rows(named=True)}
    assert {classes[code]["tier"] for code in ("access-point", "switch", "firewall", "ups", "server")} == {2}
    assert (classes["chromebook"]["tier"], classes["laptop"]["tier"], classes["panel"]["tier"]) == (2, 2, 3)
    assert {code for code in CODES if classes[code]["e_rate"] == "category two"} == {
        "access-point",
        "switch",
        "firewall",
        "ups",
    }
    assert classes["chromebook"]["refresh_rule"] == "earlier of both"


def test_the_source_names_what_was_read() -> None:
    classes = seed_book(district="x").asset_classes
    source = dict(classes.select("code", "source").iter_rows())
    assert source["chromebook"] == "default: useful life, spares, E-rate from a source; all else estimated"
    assert source["recorder"] == "default: all estimated"


def test_norms_have_no_other_columns() -> None:
    names = {name.split(".")[2] for name in load_rules().names() if name.startswith("lifecycle.")}
    assert names == set(COLUMNS)


def test_accounts_are_those_of_the_handbook() -> None:
    rules = seed_book(district="x").account_rules
    found = {(row["category"], row["kind"]): (row["function"], row["object"]) for row in rules.iter_rows(named=True)}
    assert found["client computers", "capital"] == ("2230", "734")
    assert found["client computers", "operating"] == ("2230", "650")
    assert found["software", "capital"] == ("2230", "735")
    assert found["network", "capital"] == ("2580", "734")
    assert found["training", "operating"] == ("2230", "330")
    assert rules.select(pl.struct("category", "kind").is_duplicated()).to_series().any() is False
    assert not any(value.confirmed for name in load_rules().names() if name.startswith("accounts.nces.")
                   for value in load_rules().history(name))  # fmt: skip
