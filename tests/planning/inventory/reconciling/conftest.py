"""Rows to reconcile, and a short way to do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from techplan.book.book import Book
from techplan.planning.inventory.limits import limits_of
from techplan.planning.inventory.owned import owned_assets
from techplan.planning.inventory.reconciling import Reconciliation, reconcile
from techplan.planning.inventory.results import INVENTORY
from techplan.rules.load import load_rules

ON = date(2027, 1, 15)
Row = dict[str, Any]


def an_asset(name: str, **more: Any) -> Row:
    return {"asset": name, "asset_class": "chromebook", "school": "010", "cost_cents": 10000, **more}


def a_sighting(name: str, system: str = "google", **more: Any) -> Row:
    return {"sighting": name, "system": system, "seen_on": date(2027, 1, 10), **more}


@pytest.fixture
def asset() -> Callable[..., Row]:
    return an_asset


@pytest.fixture
def seen() -> Callable[..., Row]:
    return a_sighting


@pytest.fixture
def reconciled(make_book: Callable[..., Book]) -> Callable[..., Reconciliation]:
    """Tables of a Book, reconciled; every result held against its schema."""

    def work(assets: list[Row], sightings: list[Row], **tables: list[Row]) -> Reconciliation:
        book = make_book(assets=assets, sightings=sightings, **tables)
        found = reconcile(book, owned_assets(book), limits_of(load_rules(), ON), ON)
        for name in ("standings", "reconciled", "disagreements", "watches", "pupil_devices"):
            INVENTORY[name].validate(getattr(found, name))
        return found

    return work
