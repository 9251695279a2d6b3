"""Families of classes and who hands down to whom."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from techplan.planning.drivers import driver_counts
from techplan.planning.needs import find_needs
from techplan.planning.needs.families import family_of
from techplan.planning.settings import settings_of


def a_class(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": code, "category": "client computers", "life_months": 60, "refresh_rule": "age"} | more


def test_a_circle_has_one_family_and_what_leads_into_it_joins_it(small: SimpleNamespace) -> None:
    """0 is replaced by b, b by c, c by b: all are bought as b, though 0 comes first in the alphabet."""
    classes = [a_class(code, replacement_class=other) for code, other in (("0", "b"), ("b", "c"), ("c", "b"))]
    assert family_of(small.book_of(asset_classes=classes)) == {"0": "b", "b": "b", "c": "b"}


@pytest.mark.parametrize(
    ("limits", "handed"),
    [
        ({}, {("N", 2028): 5, ("S", 2028): 5}),
        ({"school": "N"}, {("N", 2028): 5}),
        ({"first_fy": 2029}, {}),
        ({"last_fy": 2027}, {}),
        ({"program": "P"}, {}),
    ],
)
def test_a_standard_hands_down_where_and_while_it_holds(
    limits: dict[str, Any], handed: dict[tuple[str, int], int], small: SimpleNamespace
) -> None:
    """Five laptops at each school are due in FY2028 and supported to 2031; labs of five open there in that year."""
    labs = {"kind": "device", "asset_class": "lab", "driver": "stated count", "stated_count": 5, "first_fy": 2028}
    give = {"standard": "A", "kind": "device", "asset_class": "laptop", "driver": "as installed", "hand_down_to": "lab"}
    book = small.book_of(
        schools=[{"code": "N", "name": "North"}, {"code": "S", "name": "South"}],
        programs=[{"code": "P", "title": "P", "first_fy": 2029}],
        asset_classes=[a_class("laptop"), a_class("lab")],
        standards=[give | limits, *({"standard": f"L{school}", "school": school} | labs for school in "NS")],
        assets=[
            {
                "asset": f"{school}{n}", "school": school, "asset_class": "laptop", "in_service_on": date(2022, 9, 1),
                "support_end": date(2031, 6, 1),
            }
            for school in "NS" for n in range(5)
        ],
    )  # fmt: skip
    settings = settings_of(book, date(2026, 11, 25))[0]
    found = find_needs(book, settings, driver_counts(book, settings))
    got = found.stock.filter(pl.col("handed_in") > 0).select("school", "fy", "handed_in")
    assert {(school, fy): items for school, fy, items in got.iter_rows()} == handed
    again = found.needs.filter((pl.col("asset_class") == "lab") & (pl.col("replaces") == "laptop"))
    assert set(again.select("due_on", "why").rows()) == ({(date(2031, 6, 1), "support end")} if handed else set())
