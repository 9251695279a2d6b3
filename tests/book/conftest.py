"""Books for tests: a small one with a row of every kind of value, and any at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from techplan.book.book import Book, make_book
from techplan.book.columns import Table
from techplan.book.tables import TABLES

settings.register_profile("techplan", deadline=None)  # a busy machine is no fault
settings.load_profile("techplan")

ODD_TEXTS = [
    "NA", "N/A", "null", "None", "nan", "1e5", "219E01BE", "00069", "069", "69", "-", "#REF!", "true", "2026-02-30",
    " x ", "  ", "\t", 'inch 13"', '"quoted"', '""', "a,b", "a;b", "line\nbreak", "carriage\rreturn", "both\r\nends",
    "Total", "=1+1", "'", "é", "日本", "😀", "e\u0301", "\ufeffbom", "x\u00a0y", "\u2028", "\x1f", "\\N", "\\",
]  # fmt: skip


def _small_book() -> Book:
    """A sound Book with references, lists, money, rates, days, yes and no, and texts that look like something else."""
    tables: dict[str, dict[str, list[Any]]] = {
        "district": {"district": ["lakeside"], "name": ["Lakeside City Schools"], "fiscal_year_start_month": [7]},
        "schools": {
            "code": ["040", "41"],
            "name": ["NA", 'Élan "x", y\nz'],
            "grades": ["PK;KG;1", None],
            "cep": [True, None],
        },
        "rooms": {"school": ["040", "40"], "room": ["1", "1e5"], "type": ["lab", None]},
        "goals": {"code": ["a", "b"], "title": ["A", " B "], "parent": [None, "a"], "weight": [Decimal("0.5"), None]},
        "asset_classes": {
            "code": ["chromebook"],
            "name": ["Chromebook"],
            "category": ["client computers"],
            "unit_price_cents": [33_050],
            "escalation": [Decimal("-0.03")],
            "attrition": [Decimal("0.000001")],
        },
        "assets": {
            "asset": ["00069", "069", "69"],
            "tag": ["00069", "069", "69"],
            "serial": ["219E01BE", None, None],
            "asset_class": ["chromebook", None, None],
            "school": ["040", None, None],
            "in_service_on": [date(2022, 8, 15), None, date(1970, 1, 1)],
            "cost_cents": [0, None, 123_456_789],
        },
        "ledger": {"account": ["001-2230"], "fy": [2026], "actual_cents": [-5]},
        "purchase_orders": {"order": ["P", "P"], "line": ["1", "2"], "quantity": [0, 100]},
        "receipts": {"receipt": ["1"], "order": ["P"], "line": ["1"], "quantity": [1]},
    }
    tables["rooms"]["school"] = ["040", "41"]
    return make_book(
        {name: pl.DataFrame(columns) for name, columns in tables.items()},
        mappings={"buildings": 'table = "schools"\n'},
        rules={"local": "# nothing yet\r\n"},
    )


def _values(table: type[Table], column: str) -> st.SearchStrategy[Any]:
    about = table.columns()[column]
    meta = about.metadata or {}
    choices, separator = meta.get("choices"), meta.get("separator")
    least, most = getattr(about, "min", None), getattr(about, "max", None)
    kind = table.kind_of(column)
    if choices and separator:
        return st.lists(st.sampled_from(choices), min_size=1, max_size=3).map(separator.join)
    if choices:
        return st.sampled_from(choices)
    match kind:
        case "text" if getattr(about, "regex", None):
            return st.from_regex(re.compile(about.regex, re.ASCII)).map(str.strip)
        case "text":
            return st.sampled_from(ODD_TEXTS) | st.text(
                st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12
            )
        case "number":
            low = Decimal(-(10**11)) if least is None else Decimal(least)
            return st.decimals(low, Decimal(10**11) if most is None else Decimal(most), places=6)
        case "date":
            return st.dates(least, most)
        case "yes or no":
            return st.booleans()
        case _:
            low = -(10**15) if least is None else least
            return st.integers(low, 10**15 if most is None else most)


def _frames(table: type[Table]) -> st.SearchStrategy[pl.DataFrame]:
    """Any rows of a table that obey it, but for links."""
    columns = {
        column: _values(table, column) if not about.nullable else st.none() | _values(table, column)
        for column, about in table.columns().items()
    }
    key = table.primary_key()
    rows = st.lists(
        st.fixed_dictionaries(columns), max_size=5, unique_by=lambda row: tuple(row[column] for column in key)
    )
    return rows.map(lambda found: pl.DataFrame(found, schema=table.polars_schema()).sort(key))


def _books() -> st.SearchStrategy[Book]:
    """Any Book with rows in up to three tables; links may be broken."""
    some = st.lists(st.sampled_from(sorted(TABLES)), unique=True, max_size=3)
    return some.flatmap(
        lambda names: st.fixed_dictionaries({name: _frames(TABLES[name]) for name in names}).map(make_book)
    )


@pytest.fixture(scope="session")
def odd_texts() -> list[str]:
    """Texts that look like a number, a null, a formula, or that end in blanks."""
    return ODD_TEXTS


@pytest.fixture(scope="session")
def small_book() -> Book:
    """A sound Book with a row of every kind of value."""
    return _small_book()


@pytest.fixture(scope="session")
def frames() -> Callable[[type[Table]], st.SearchStrategy[pl.DataFrame]]:
    """For a table, a strategy of any rows that obey it."""
    return _frames


@pytest.fixture(scope="session")
def books() -> st.SearchStrategy[Book]:
    """A strategy of any Book."""
    return _books()
