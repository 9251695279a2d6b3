"""Cost lines and requests of one small district; tests ask for ``case``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from techplan.planning.erate import Discounted, discounted
from techplan.rules.load import load_rules

ON = date(2027, 1, 15)
RULES = load_rules()
CLASSES = [
    {"code": "switch", "name": "Switch", "category": "network", "e_rate": "category two"},
    {"code": "ap", "name": "Access point", "category": "network", "e_rate": "category two"},
    {"code": "tablet", "name": "Tablet", "category": "client computers", "e_rate": "not eligible"},
    {"code": "cable", "name": "Cabling", "category": "network"},
]
AGREEMENTS = [
    {"agreement": "NET", "title": "Internet", "e_rate": "category one"},
    {"agreement": "WAN", "title": "Wide-area network", "e_rate": "category one"},
    {"agreement": "LMS", "title": "Learning platform"},
]


def a_book(small: Any, requests: list[dict[str, Any]], **more: Any) -> Any:
    agreements = [
        {"category": "network", "basis": "flat", "amount_cents": 1, **row} for row in more.pop("agreements", AGREEMENTS)
    ]
    classes = more.pop("asset_classes", CLASSES)
    return small.book_of(asset_classes=classes, agreements=agreements, erate_requests=requests, **more)


def request(code: str = "R1", **more: Any) -> dict[str, Any]:
    """A funded SPI request of funding year 2026 at 80 %, unless told otherwise."""
    common = {
        "funding_year": 2026, "category": "category two", "discount": Decimal("0.8"), "invoicing": "SPI",
        "status": "funded",
    }  # fmt: skip
    return {"request": code, **common, **more}


def need(line: str, cents: int, asset_class: str = "switch", pay_on: date = ON, **more: Any) -> dict[str, Any]:
    return {
        "line": line, "fy": pay_on.year + (pay_on.month >= 7), "asset_class": asset_class, "amount_cents": cents,
        "pay_on": pay_on, "kind": "capital", "category": "network", "may_slip_years": 1, **more,
    }  # fmt: skip


def term(line: str, cents: int, agreement: str = "NET", pay_on: date = date(2026, 7, 1), **more: Any) -> dict[str, Any]:
    return {
        "line": line, "fy": pay_on.year + (pay_on.month >= 7), "source_table": "agreements", "source_key": agreement,
        "amount_cents": cents, "pay_on": pay_on, "recurring": True, "category": "network", **more,
    }  # fmt: skip


def run(small: Any, book: Any, lines: list[dict[str, Any]]) -> Discounted:
    return discounted(book, small.lines_of(*lines), small.settings(book), RULES, ON)


@pytest.fixture(scope="session")
def case(small: Any) -> SimpleNamespace:
    """``book``, ``request``, ``need``, ``term`` and ``run``, which takes requests and lines."""

    def of(requests: list[dict[str, Any]], lines: list[dict[str, Any]], **more: Any) -> Discounted:
        return run(small, a_book(small, requests, **more), lines)

    def book(requests: list[dict[str, Any]], **more: Any) -> Any:
        return a_book(small, requests, **more)

    def settings(book: Any) -> Any:
        return small.settings(book)

    return SimpleNamespace(
        of=of, book=book, request=request, need=need, term=term, lines=small.lines_of, settings=settings
    )
