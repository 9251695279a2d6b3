"""A review of a small Book; tests ask for ``review``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from techplan.book.book import Book
from techplan.planning.review import Review, review_of
from techplan.planning.settings import settings_of
from techplan.rules.load import load_rules

ON = date(2026, 11, 25)
FY = 2026
FUNDS = [{"fund": "001", "name": "General", "kind": "general"}]


def reviewed(book: Book, on: date = ON, fy: int = FY, **more: Any) -> Review:
    rules = load_rules(book.rules)
    return review_of(book, settings_of(book, on, rules=rules)[0], rules, fy, **more)


def ledger(**columns: Any) -> dict[str, Any]:
    """A row of the ledger, amounts in whole dollars."""
    amounts = ("adopted", "revised", "encumbered", "actual", "carried_encumbrance")
    given = {f"{name}_cents": columns.pop(name) * 100 for name in amounts if columns.get(name) is not None}
    return {"account": "a", "fy": FY, "fund": "001", **columns, **given}


@pytest.fixture(scope="session")
def review() -> Callable[..., Review]:
    return reviewed


@pytest.fixture(scope="session")
def rows() -> SimpleNamespace:
    return SimpleNamespace(ledger=ledger, funds=FUNDS, fy=FY, on=ON)
