"""Readiness of small Books; tests ask for ``ready``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from techplan.planning.plan import plan
from techplan.planning.readiness import Readiness, readiness_of
from techplan.planning.readiness.results import READINESS

ON = date(2027, 1, 15)
Book = Callable[..., Any]


def readiness(book: Any, on: date = ON) -> Readiness:
    """Readiness of a Book's plan, each table checked against its schema and sorted by its key."""
    found = readiness_of(plan(book, on=on))
    assert list(found.frames) == list(READINESS)
    for name, table in READINESS.items():
        frame = found.result(name)
        assert table.is_valid(frame), name
        assert frame.equals(frame.sort(table.primary_key())), name
    return found


def row_of(found: Readiness, measure: str, school: str = "(district)", about: str = "-") -> dict[str, Any]:
    """The one row of a measure at a place."""
    rows = found.result("readiness").filter(
        (pl.col("measure") == measure) & (pl.col("school") == school) & (pl.col("about") == about)
    )
    assert rows.height == 1, (measure, school, about, rows.height)
    return rows.row(0, named=True)


def school(code: str, students: int | None, **more: Any) -> dict[str, Sequence[Mapping[str, Any]]]:
    """A school of one grade with its students of FY2027, as rows of tables."""
    enrolled = [{"school": code, "grade": "5", "fy": 2027, "students": students}] if students is not None else []
    return {"schools": [{"code": code, "name": f"School {code}", **more}], "enrollment": enrolled}


def joined(*parts: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[Mapping[str, Any]]]:
    """Rows of several parts together, table by table."""
    whole: dict[str, list[Mapping[str, Any]]] = {}
    for part in parts:
        for table, rows in part.items():
            whole.setdefault(table, []).extend(rows)
    return whole


@pytest.fixture(scope="session")
def ready() -> SimpleNamespace:
    """``of`` a Book, one ``row``, a ``school``, parts ``joined``, and the day ``on``."""
    return SimpleNamespace(of=readiness, row=row_of, school=school, joined=joined, on=ON)
