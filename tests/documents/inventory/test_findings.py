"""Findings on paper: a thing with several findings counts once in a line and once in the total."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.documents.inventory.findings import stake
from techplan.documents.inventory.report import inventory_report

Make = Callable[..., Any]


def kind(finding: str, severity: str, **numbers: Any) -> dict[str, Any]:
    whole = {"title": f"{finding} is so.", "remedy": "Mend it.", "rows": 1, "accepted": 0, "open": 1,
             "at_stake_cents": 0, "unpriced": 0}  # fmt: skip
    return {"finding": finding, "severity": severity, **whole, **numbers}


def row(finding: str, subject: str, cents: int | None, accepted: bool = False, column: str = "-") -> dict[str, Any]:
    return {"finding": finding, "table": "assets", "subject": subject, "column": column, "what": "w",
            "at_stake_cents": cents, "accepted": accepted}  # fmt: skip


@pytest.fixture
def inventory(take: Make) -> Any:
    """Asset a (100 dollars) has two errors and a warning, b (50) a warning, c (70) an error that is accepted."""
    return take(
        findings=[
            kind("tag", "error", rows=2, accepted=1, at_stake_cents=10_000),
            kind("serial", "error", at_stake_cents=10_000),
            kind("unseen", "warning", rows=2, open=2, at_stake_cents=15_000),
            kind("no cost", "note", unpriced=1),
            kind("settled", "note", accepted=1, open=0),
        ],
        finding_rows=[
            row("tag", "a", 10_000), row("tag", "c", 7_000, accepted=True), row("serial", "a", 10_000),
            row("unseen", "a", 10_000), row("unseen", "b", 5_000), row("no cost", "d", None),
            row("settled", "e", 900, accepted=True),
        ],
    )  # fmt: skip


def test_each_thing_is_at_stake_once(inventory: Any, grid_of: Make, cells: Make) -> None:
    grid = grid_of(inventory_report(inventory), "by-severity")
    assert [tuple(line.values()) for line in cells(grid)] == [
        ("Errors", "2", "2", "1", "100"), ("Warnings", "1", "2", "0", "150"), ("Notes", "1", "1", "1", "0"),
    ]  # fmt: skip
    assert tuple(cells(grid, "total")[0].values()) == ("Together", "4", "5", "2", "150")


def test_the_worst_and_dearest_come_first(inventory: Any, grid_of: Make, cells: Make) -> None:
    lines = cells(grid_of(inventory_report(inventory), "findings"))
    assert [line["What is wrong"].removesuffix(" is so.") for line in lines] == [
        "serial", "tag", "unseen", "no cost", "settled",
    ]  # fmt: skip
    assert [line["At stake, dollars"] for line in lines] == ["100", "100", "150", "not known", "0"]


def test_the_summary_names_the_dearest_error(inventory: Any) -> None:
    (found,) = [one for one in inventory_report(inventory).findings if "putting right" in one.finding]
    assert found.finding == "2 rows need putting right before the plan is costed."
    assert found.figure == "Most is at stake in “serial”: 1 row, recorded cost $100."


@given(st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), st.none() | st.integers(0, 10**9)),
       st.integers(1, 4), st.randoms())  # fmt: skip
def test_neither_order_nor_repetition_changes_what_is_at_stake(costs: Any, times: int, random: Any) -> None:
    rows = [(*key, cents) for key, cents in costs.items()] * times
    random.shuffle(rows)
    frame = pl.DataFrame(
        rows, schema={"table": pl.String, "subject": pl.String, "at_stake_cents": pl.Int64}, orient="row"
    )
    assert stake(frame) == sum(cents or 0 for cents in costs.values())
