from datetime import date

import polars as pl

from techplan.planning.plan import plan
from techplan.rules.seed import seed_book

RULE = "class values are defaults"


def test_a_book_just_begun_lists_the_defaults_of_every_class_it_plans() -> None:
    book = seed_book(district="d", first_plan_year=2027)
    laptop = {"asset": "1", "asset_class": "laptop", "in_service_on": date(2024, 1, 5)}
    made = plan(book.with_tables(assets=pl.DataFrame([laptop])), on=date(2026, 11, 25))
    listed = made.assumptions.filter(pl.col("assumption") == RULE)
    price, life = book.asset_classes.filter(pl.col("code") == "laptop").select("unit_price_cents", "life_months").row(0)
    assert listed["about"].to_list() == ["class laptop"]
    assert listed["value"][0].startswith(f"life {life} months, price {price / 100:,.2f} in FY2027")
    assert not listed["confirmed"][0]


def test_values_with_the_districts_own_source_are_no_defaults() -> None:
    book = seed_book(district="d", first_plan_year=2027)
    own = book.with_tables(
        assets=pl.DataFrame([{"asset": "1", "asset_class": "laptop", "in_service_on": date(2024, 1, 5)}]),
        asset_classes=book.asset_classes.with_columns(source=pl.lit("Board policy 8400")),
    )
    assert RULE not in plan(own, on=date(2026, 11, 25)).assumptions["assumption"].to_list()
