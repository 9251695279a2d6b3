"""Losses and lives learnt: against a textbook, against counting by hand, and with its gaps said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.book.book import Book
from techplan.planning.inventory.inventory import Inventory
from techplan.planning.inventory.learning import histories, survival
from techplan.planning.inventory.owned import owned_assets

MakeBook = Callable[..., Book]
Take = Callable[..., Inventory]
ON = date(2027, 1, 15)

# Remission times of leukaemia patients on 6-MP, weeks; 0 is censored (Freireich and others, Blood 21, 1963).
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_a_textbook_curve() -> None:
    curve = survival(pl.Series(WEEKS), pl.Series(RELAPSED).cast(pl.Boolean))
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.share.round(4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert curve.error.round(4).tolist() == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]


@given(st.lists(st.integers(1, 60), min_size=2, max_size=40))
@settings(deadline=None)
def test_where_nothing_is_censored_it_is_the_share_that_is_left(days: list[int]) -> None:
    curve = survival(pl.Series(days), pl.Series([True] * len(days)))
    for time, share in zip(curve.times, curve.share, strict=True):
        assert share == pytest.approx(sum(1 for day in days if day > time) / len(days), abs=1e-12)


def chromebooks(lost: int, still: int, **more: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Devices of two years' service; ``lost`` of them were lost on the last day of the first year."""
    start = date(2025, 1, 15)
    assets = [
        {"asset": f"a{n:03d}", "asset_class": "chromebook", "in_service_on": start, **more} for n in range(lost + still)
    ]
    incidents = [
        {"incident": str(n), "asset": f"a{n:03d}", "happened_on": start + timedelta(days=365), "cause": "loss"}
        for n in range(lost)
    ]
    return assets, incidents


def measure(inventory: Inventory, name: str, grade: str = "all") -> dict[str, Any]:
    rows = inventory.learnt.filter((pl.col("measure") == name) & (pl.col("grade") == grade))
    return rows.row(0, named=True)


def test_ten_of_a_hundred_lost_in_the_first_year(make_book: MakeBook, take: Take) -> None:
    assets, incidents = chromebooks(10, 90)
    classes = [
        {
            "code": "chromebook",
            "name": "C",
            "category": "client computers",
            "attrition": Decimal("0.05"),
            "life_months": 48,
        }
    ]
    row = measure(take(make_book(assets=assets, incidents=incidents, asset_classes=classes)), "loss a year")
    assert (row["items"], row["events"], row["policy"], row["policy_within"]) == (100, 10, Decimal("0.05"), False)
    # S = 0.9 at 365 days: 1 − 0.9 ** (365.25 / 365)
    assert row["estimate"] == Decimal("0.1001")
    # log–log interval of S = 0.9 with Greenwood's error 0.03: 0.9 ** exp(±1.96 × 0.03 / (0.9 × 0.10536))
    assert row["low"] == Decimal("0.0551")
    assert row["high"] == Decimal("0.1780")


def test_few_losses_make_no_rate(make_book: MakeBook, take: Take) -> None:
    assets, incidents = chromebooks(4, 96)
    row = measure(take(make_book(assets=assets, incidents=incidents)), "loss a year")
    assert (row["events"], row["estimate"]) == (4, None)
    assert row["why"].startswith("Only 4 lost; below 5")


def test_by_grade_too(make_book: MakeBook, take: Take) -> None:
    assets, incidents = chromebooks(10, 90, grade="9")
    inventory = take(make_book(assets=assets, incidents=incidents))
    assert measure(inventory, "loss a year", "9")["estimate"] == measure(inventory, "loss a year")["estimate"]


def test_what_counts_as_lost_and_what_as_gone(make_book: MakeBook) -> None:
    start = date(2025, 1, 15)
    rows: dict[str, dict[str, Any]] = {
        "use": {}, "stolen": {}, "found": {}, "scrapped": {}, "repaired": {},
        "missing": {"status": "missing", "last_seen": date(2026, 1, 15)},
        "retired": {"status": "disposed", "disposed_on": date(2026, 7, 15)},
        "undated": {"status": "disposed"}, "unborn": {"in_service_on": None},
    }  # fmt: skip
    incidents = [
        {"incident": "1", "asset": "stolen", "happened_on": date(2025, 7, 15), "cause": "theft"},
        {"incident": "2", "asset": "found", "happened_on": date(2025, 7, 15), "cause": "loss",
         "outcome": "recovered"},
        {"incident": "3", "asset": "scrapped", "happened_on": date(2025, 8, 15), "cause": "breakage",
         "outcome": "written off"},
        {"incident": "4", "asset": "repaired", "happened_on": date(2025, 8, 15), "cause": "breakage",
         "outcome": "repaired"},
    ]  # fmt: skip
    assets = [
        {"asset": name, "asset_class": "chromebook", "in_service_on": start, "grade": name[:1], **row}
        for name, row in rows.items()
    ]
    for asset in assets:
        asset["grade"] = None
    book = make_book(assets=assets, incidents=incidents)
    found = histories(book, owned_assets(book).with_columns(grade=pl.col("asset")), ON)
    lives = {row["grade"]: (row["days"], row["lost"], row["gone"]) for row in found.iter_rows(named=True)}
    whole = (ON - start).days
    assert lives == {
        "use": (whole, False, False), "found": (whole, False, False), "repaired": (whole, False, False),
        "stolen": (181, True, True), "scrapped": (212, True, True), "missing": (365, True, True),
        "retired": (546, False, True),
    }  # fmt: skip


def test_months_in_service(make_book: MakeBook, take: Take) -> None:
    start = date(2015, 1, 1)
    assets = [
        {"asset": f"a{n}", "asset_class": "chromebook", "in_service_on": start, "status": "disposed",
         "disposed_on": start + timedelta(days=round(365.25 / 12 * months))}
        for n, months in enumerate([36, 48, 60, 60, 60, 72, 84])
    ]  # fmt: skip
    row = measure(take(make_book(assets=assets)), "months in service")
    assert (row["items"], row["events"], round(row["estimate"])) == (7, 7, 60)


def test_nothing_of_it_changes_the_book(make_book: MakeBook, take: Take) -> None:
    assets, incidents = chromebooks(10, 90)
    book = make_book(assets=assets, incidents=incidents)
    assert take(book).book is book
