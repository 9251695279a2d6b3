"""Losses and lives learnt: against counting by hand, and with its gaps said. The curve itself: test_survival."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.planning.inventory.inventory import Inventory
from techplan.planning.inventory.learning import histories
from techplan.planning.inventory.owned import owned_assets

MakeBook = Callable[..., Book]
Take = Callable[..., Inventory]
ON = date(2027, 1, 15)


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


def test_ten_of_a_hundred_lost_in_two_years(make_book: MakeBook, take: Take) -> None:
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
    assert (row["items"], row["events"], row["policy"], row["policy_within"]) == (100, 10, Decimal("0.05"), True)
    # S = 0.9 after the 730 days for which all are watched, not only after the 365 of the last loss
    assert (row["months"], row["estimate"]) == (24, Decimal("0.0514"))  # 1 − 0.9 ** (365.25 / 730)
    # log–log interval of S with Greenwood's error 0.03: 0.9 ** exp(±1.96 × 0.03 / (0.9 × 0.10536)), then a year's
    assert (row["low"], row["high"]) == (Decimal("0.0280"), Decimal("0.0934"))


def lost_early(life: int | None = None) -> dict[str, Any]:
    """Five of a hundred lost in their first month, the others in use for four years."""
    start = date(2023, 1, 15)
    assets = [{"asset": f"a{n:03d}", "asset_class": "chromebook", "in_service_on": start} for n in range(100)]
    incidents = [
        {"incident": str(n), "asset": f"a{n:03d}", "happened_on": start + timedelta(days=30), "cause": "loss"}
        for n in range(5)
    ]
    classes = [{"code": "chromebook", "name": "C", "category": "client computers", "life_months": life}]
    return {"assets": assets, "incidents": incidents, "asset_classes": classes}


def test_years_without_a_loss_count_too(make_book: MakeBook, take: Take) -> None:
    row = measure(take(make_book(**lost_early())), "loss a year")
    assert (row["months"], row["estimate"]) == (48, Decimal("0.0127"))  # 1 − 0.95 ** (1 / 4)


def test_no_further_than_the_useful_life(make_book: MakeBook, take: Take) -> None:
    row = measure(take(make_book(**lost_early(life=24))), "loss a year")
    assert (row["months"], row["estimate"]) == (24, Decimal("0.0253"))  # 1 − 0.95 ** (1 / 2)


def test_no_further_than_where_a_tenth_is_watched(make_book: MakeBook, take: Take) -> None:
    """Nine old devices do not stretch the curve of a hundred young ones."""
    tables = lost_early()
    for asset in tables["assets"][9:]:
        asset["in_service_on"] = date(2025, 1, 15)
    for incident in tables["incidents"]:
        incident.update(asset=f"a{int(incident['incident']) + 20:03d}", happened_on=date(2025, 2, 15))
    assert measure(take(make_book(**tables)), "loss a year")["months"] == 24


def test_losses_after_the_useful_life_make_no_rate(make_book: MakeBook, take: Take) -> None:
    tables = lost_early(life=24)
    for incident in tables["incidents"][1:]:
        incident["happened_on"] = date(2026, 6, 1)
    row = measure(take(make_book(**tables)), "loss a year")
    assert (row["events"], row["estimate"]) == (5, None)
    assert row["why"].startswith("Only 1 lost by month 24, up to which enough are watched; below 5")


def test_less_than_a_year_is_said(make_book: MakeBook, take: Take) -> None:
    tables = lost_early()
    for asset in tables["assets"]:
        asset["in_service_on"] = date(2026, 8, 1)
    for incident in tables["incidents"]:
        incident["happened_on"] = date(2026, 9, 1)
    assert "Less than a year was watched" in measure(take(make_book(**tables)), "loss a year")["why"]


def test_what_happens_after_the_day_is_not_known_yet(make_book: MakeBook) -> None:
    tables = lost_early()
    book = make_book(**tables)
    early = histories(book, owned_assets(book), date(2023, 2, 1))
    assert (early.height, early["lost"].sum(), early["gone"].sum(), set(early["days"])) == (100, 0, 0, {17})
    assert histories(book, owned_assets(book), date(2023, 1, 15)).is_empty()


def test_the_order_of_rows_changes_nothing(make_book: MakeBook, take: Take) -> None:
    tables = lost_early(life=48)
    turned = {name: rows[::-1] for name, rows in tables.items()}
    assert take(make_book(**tables)).learnt.equals(take(make_book(**turned)).learnt)


def test_what_has_no_day_is_left_out_and_said(make_book: MakeBook, take: Take) -> None:
    tables = lost_early()
    tables["assets"] += [
        {"asset": "m1", "asset_class": "chromebook", "in_service_on": date(2024, 1, 1), "status": "missing"},
        {"asset": "m2", "asset_class": "chromebook"},
    ]
    row = measure(take(make_book(**tables)), "loss a year")
    assert row["items"] == 100
    assert row["why"].endswith("Left out: 2 whose first or last day is not known.")
    only = take(make_book(assets=tables["assets"][-1:])).learnt
    assert only.select("items", "estimate").unique().rows() == [(0, None)]


def test_a_missing_thing_is_lost_on_the_day_it_was_found_missing(make_book: MakeBook) -> None:
    asset = {
        "asset": "m", "asset_class": "chromebook", "in_service_on": date(2025, 1, 1), "status": "missing",
        "last_seen": date(2025, 6, 1),
    }  # fmt: skip
    change = {
        "asset": "m", "column": "status", "number": 1, "changed_on": date(2025, 12, 1), "before": "active",
        "after": "missing",
    }  # fmt: skip
    book = make_book(assets=[asset], asset_changes=[change])
    assert histories(book, owned_assets(book), ON).select("days", "lost").rows() == [(334, True)]


def test_a_write_off_without_a_day_is_lost_when_it_was_disposed_of(make_book: MakeBook) -> None:
    asset = {
        "asset": "d", "asset_class": "chromebook", "in_service_on": date(2025, 1, 1), "status": "disposed",
        "disposed_on": date(2025, 12, 1),
    }  # fmt: skip
    book = make_book(
        assets=[asset], incidents=[{"incident": "1", "asset": "d", "cause": "breakage", "outcome": "written off"}]
    )
    assert histories(book, owned_assets(book), ON).select("days", "lost").rows() == [(334, True)]


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
        "retired": (546, False, True), "undated": (None, False, True), "unborn": (None, False, False),
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


@pytest.mark.parametrize(("life", "within"), [(30, False), (60, True), (900, True)])
def test_an_interval_that_is_open_above_holds_every_longer_life(
    life: int, within: bool, make_book: MakeBook, take: Take
) -> None:
    """Five of eight are gone; too few for an upper end."""
    start = date(2019, 1, 1)
    assets = [
        {"asset": f"a{n}", "asset_class": "chromebook", "in_service_on": start,
         **({"status": "disposed", "disposed_on": start + timedelta(days=365 * years)} if years else {})}
        for n, years in enumerate([3, 4, 5, 6, 7, 0, 0, 0])
    ]  # fmt: skip
    classes = [{"code": "chromebook", "name": "C", "category": "client computers", "life_months": life}]
    row = measure(take(make_book(assets=assets, asset_classes=classes)), "months in service")
    assert (row["high"], row["policy_within"]) == (None, within)
    assert "upper end is open" in row["why"]


def test_nothing_of_it_changes_the_book(make_book: MakeBook, take: Take) -> None:
    assets, incidents = chromebooks(10, 90)
    book = make_book(assets=assets, incidents=incidents)
    assert take(book).book is book
