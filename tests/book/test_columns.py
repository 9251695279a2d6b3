"""What a column kind lets through, and what a table says about itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from techplan.book.columns import Table, count, day, fiscal_year, money, months, number, rate, text, yes_no


class WashPlants(Table):
    """A plant that washes carts.

    More about plants.
    """

    plant = text("Plant code.", key=True)
    colour = text("Colour.", choices=("red", "blue"))
    colours = text("Colours it can do.", choices=("red", "blue"), separator=";")
    school = text("School.", references="schools.code")
    built = fiscal_year("Year built.")
    price_cents = money("Price.")
    balance_cents = money("Balance.", negative=True)
    carts = count("Carts an hour.")
    life = months("Life.")
    share = rate("Share washed.")
    growth = rate("Growth.", negative=True)
    opens = text("Day of opening.", pattern="^[0-9]{2}-[0-9]{2}$")
    month = count("Month.", least=1, most=12)
    watts = number("Power.", unit="watts")
    opened = day("Day opened.")
    works = yes_no("Whether it works.")
    needed_cents = money("Needed.", required=True)


def row(**values: object) -> pl.DataFrame:
    full = dict.fromkeys(WashPlants.columns()) | {"plant": "p", "needed_cents": 0} | values
    return pl.DataFrame([full], schema=WashPlants.polars_schema())


def broken(**values: object) -> list[str]:
    return list(WashPlants.filter(row(**values))[1].counts())


@pytest.mark.parametrize(
    ("column", "good", "bad", "rule"),
    [
        ("plant", "001", None, "nullability"),
        ("plant", " ", "", "min_length"),
        ("colour", "red", "green", "check__choice"),
        ("colours", "red;blue", "red;green", "check__choice"),
        ("colours", "blue", "red;", "check__choice"),
        ("colours", "red", "red; blue", "check__choice"),
        ("built", 2027, 1949, "min"),
        ("built", 2199, 2200, "max"),
        ("price_cents", 0, -1, "min"),
        ("needed_cents", 5, None, "nullability"),
        ("carts", 0, -1, "min"),
        ("life", 48, -1, "min"),
        ("share", Decimal(1), Decimal("1.000001"), "max"),
        ("share", Decimal("0.03"), Decimal("-0.000001"), "min"),
        ("growth", Decimal("-0.5"), Decimal("-1.5"), "min"),
        ("growth", Decimal("-0.999999"), Decimal(-1), "min"),
        ("opens", "08-20", "8/20", "regex"),
        ("month", 12, 13, "max"),
        ("month", 1, 0, "min"),
        ("watts", Decimal("60.5"), Decimal("-1"), "min"),
        ("opened", date(1970, 1, 1), date(1969, 12, 31), "min"),
        ("opened", date(2199, 12, 31), date(2200, 1, 1), "max"),
    ],
)
def test_what_is_let_through(column: str, good: object, bad: object, rule: str) -> None:
    assert broken(**{column: good}) == []
    assert broken(**{column: bad}) == [f"{column}|{rule}"]


def test_unknown_is_allowed_where_nothing_is_required() -> None:
    assert broken() == []


def test_negative_money_where_it_has_meaning() -> None:
    assert broken(balance_cents=-5) == []


def test_names_and_docs() -> None:
    assert WashPlants.table_name() == "wash_plants"
    assert WashPlants.doc() == "A plant that washes carts."
    assert WashPlants.face_name("price_cents") == "price"
    assert WashPlants.face_name("carts") == "carts"
    assert WashPlants.references() == {"school": ("schools", "code")}


def test_kinds_and_types() -> None:
    kinds = {name: WashPlants.kind_of(name) for name in WashPlants.columns()}
    assert kinds["plant"] == "text"
    assert kinds["built"] == "fiscal year"
    assert kinds["price_cents"] == "money"
    assert kinds["life"] == "count"
    assert kinds["share"] == kinds["watts"] == "number"
    assert kinds["opened"] == "date"
    assert kinds["works"] == "yes or no"
    schema = WashPlants.polars_schema()
    assert schema["price_cents"] == pl.Int64
    assert schema["share"] == pl.Decimal(18, 6)
    assert WashPlants.empty().schema == schema
