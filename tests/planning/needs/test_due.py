"""When a thing falls due, and what makes it so."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from techplan.book.book import Book, make_book
from techplan.planning.gaps import asset_gaps
from techplan.planning.needs.due import asset_due, due_dates, years_to_entry
from techplan.planning.settings import settings_of

TODAY = date(2026, 11, 25)


def a_book(rule: str | None, life: int | None, support: date | None = None, **asset: object) -> Book:
    classes = {"code": "c", "name": "C", "category": "client computers", "life_months": life, "refresh_rule": rule}
    classes["entry_grades"] = "3;6;9" if rule == "grade entry" else None
    row = {"asset": "A1", "model": "M", "in_service_on": date(2023, 8, 1), "cost_cents": 12_345} | asset
    days = {"in_service_on": pl.Date(), "warranty_end": pl.Date(), "replace_on": pl.Date(), "support_end": pl.Date()}
    return make_book(
        {
            "district": pl.DataFrame([{"district": "d", "name": "D", "first_plan_year": 2027}]),
            "asset_classes": pl.DataFrame([classes], schema_overrides={"life_months": pl.Int64()}),
            "product_models": pl.DataFrame(
                [{"model": "M", "asset_class": "c", "support_end": support}], schema_overrides=days
            ),
            "assets": pl.DataFrame([row], schema_overrides=days),
        }
    )


def due_of(book: Book) -> tuple[date | None, str | None]:
    chosen, _ = settings_of(book, TODAY)
    row = asset_due(due_dates(book, chosen), chosen).row(0, named=True)
    return row["due_on"], row["why"]


def gap_of(book: Book) -> str | None:
    chosen, _ = settings_of(book, TODAY)
    gaps = asset_gaps(book, due_dates(book, chosen))
    return None if gaps.is_empty() else str(gaps.row(0, named=True)["gap"])


def test_the_models_support_end_comes_before_age_and_one_edit_moves_every_device() -> None:
    early = a_book("earlier of both", 48, date(2026, 6, 30))
    assert due_of(early) == (date(2026, 6, 30), "support end")
    moved = early.with_tables(product_models=early.product_models.with_columns(support_end=date(2030, 6, 1)))
    assert due_of(moved) == (date(2027, 8, 1), "age")


def test_rules_read_only_their_own_date() -> None:
    assert due_of(a_book("age", 48, date(2026, 6, 30))) == (date(2027, 8, 1), "age")
    assert due_of(a_book("support end", 48, date(2026, 6, 30))) == (date(2026, 6, 30), "support end")
    assert due_of(a_book("as directed", 48, date(2026, 6, 30))) == (None, None)


def test_the_devices_own_support_end_overrides_its_models() -> None:
    book = a_book("support end", None, date(2026, 6, 30), support_end=date(2028, 6, 30))
    assert due_of(book) == (date(2028, 6, 30), "support end")


@pytest.mark.parametrize("rule", ["age", "support end", "earlier of both", "grade entry", "as directed"])
def test_a_persons_date_overrides_every_rule(rule: str) -> None:
    book = a_book(rule, 48, date(2026, 6, 30), replace_on=date(2031, 1, 2))
    assert due_of(book) == (date(2031, 1, 2), "a person's date")


@pytest.mark.parametrize("warranty", [date(2024, 1, 1), date(2035, 1, 1)])
def test_a_warranty_never_moves_the_due_date(warranty: date) -> None:
    assert due_of(a_book("earlier of both", 48, warranty_end=warranty)) == (date(2027, 8, 1), "age")


@pytest.mark.parametrize("life", [None, 0])
def test_no_life_and_no_explicit_date_is_a_gap_and_never_a_guess(life: int | None) -> None:
    book = a_book("age", life)
    assert due_of(book) == (None, None)
    assert gap_of(book) == "no useful life"


@pytest.mark.parametrize(
    ("rule", "asset", "gap"),
    [
        ("age", {"in_service_on": None}, "no in-service date"),
        ("support end", {}, "no support end"),
        ("grade entry", {}, "no grade"),
        ("as directed", {}, "no replacement date"),
        ("age", {"model": None}, "no class"),
    ],
)
def test_each_gap_says_what_is_missing(rule: str, asset: dict[str, object], gap: str) -> None:
    book = a_book(rule, 48, **asset)
    assert gap_of(book) == gap


def test_a_gap_tells_the_money_recorded_on_the_row() -> None:
    chosen, _ = settings_of(book := a_book("age", 48, in_service_on=None), TODAY)
    gaps = asset_gaps(book, due_dates(book, chosen))
    assert gaps.select("key", "column", "at_stake_cents").row(0) == ("A1", "in_service_on", 12_345)


@pytest.mark.parametrize(
    ("grade", "years"), [("3", 3), ("5", 1), ("6", 3), ("8", 1), ("9", 4), ("12", 1), ("KG", 3), ("2", 1)]
)
def test_years_until_a_pupil_gets_a_new_device_or_leaves(grade: str, years: int) -> None:
    assert years_to_entry(grade, ["3", "6", "9"]) == years


def test_a_device_that_follows_its_pupil_comes_back_when_school_starts() -> None:
    """On 25 November 2026 a pupil of grade 7 is in FY2027; grade 9 begins on 20 August 2028, in FY2029."""
    assert due_of(a_book("grade entry", None, grade="7")) == (date(2028, 8, 20), "grade entry")
