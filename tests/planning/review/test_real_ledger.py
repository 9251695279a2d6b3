"""The budget reports of a real district at three days, where they stand beside the project."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from techplan.planning.review import Review

Reviewed = Callable[..., Review]
AMOUNTS = {"budget": "revised", "encumbered": "encumbered", "ytd": "actual"}


@pytest.fixture(scope="module")
def printed(samples: Path) -> list[dict[str, str]]:
    text = (samples / "real" / "FY26_budget_vs_actual_P6_P7_P8.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def of_period(printed: list[dict[str, str]], period: str, small: Any, rows: Any) -> tuple[Any, dict[str, str]]:
    """The articles of one report as a Book that holds the report's foot, and the foot itself."""
    report = [row for row in printed if row["period"] == period]
    (foot,) = (row for row in report if row["article"] == "TOTAL")
    ledger = [
        rows.ledger(account=f"{int(row['article']):02d}", description=row["name"],
                    **{name: int(row[title]) for title, name in AMOUNTS.items()})
        for row in report if row is not foot
    ]  # fmt: skip
    names = {**AMOUNTS, "remaining_printed": "left"}
    said = "".join(f'{name} = "{foot[title]}.00"\n' for title, name in names.items())
    book = small.book_of(funds=rows.funds, ledger=ledger)
    return book.with_documents("mappings", {"ledger_match": f"[[printed]]\nfy = 2026\n{said}"}), foot


@pytest.mark.parametrize("period", ["P6", "P7", "P8"])
def test_remaining_is_budget_less_to_date_less_encumbered_on_every_row(
    period: str, printed: list[dict[str, str]], small: Any, rows: Any, review: Reviewed
) -> None:
    book, _ = of_period(printed, period, small, rows)
    accounts = review(book).result("review_accounts")
    report = {f"{int(row['article']):02d}": row for row in printed
              if row["period"] == period and row["article"] != "TOTAL"}  # fmt: skip
    assert accounts.height == len(report) == 11
    off = [
        abs(row["left_cents"] - int(report[row["account"]]["remaining_printed"]) * 100)
        for row in accounts.iter_rows(named=True)
    ]
    assert max(off) <= 100  # the report rounds each column to the dollar by itself


@pytest.mark.parametrize("period", ["P6", "P7", "P8"])
def test_the_foot_is_within_two_dollars_and_reported(
    period: str, printed: list[dict[str, str]], small: Any, rows: Any, review: Reviewed
) -> None:
    book, foot = of_period(printed, period, small, rows)
    ties = {row["part"]: row for row in review(book).result("review_ties").iter_rows(named=True)}
    for title, name in (*AMOUNTS.items(), ("remaining_printed", "left")):
        column = f"{name}_cents"
        assert ties["printed"][column] == int(foot[title]) * 100
        assert ties["difference"][column] == ties["printed"][column] - ties["ledger"][column]
        assert abs(ties["difference"][column]) <= 200
    assert ties["unmatched"]["actual_cents"] == ties["ledger"]["actual_cents"]


def test_the_end_of_february(printed: list[dict[str, str]], small: Any, rows: Any, review: Reviewed) -> None:
    book, foot = of_period(printed, "P8", small, rows)
    assert 73_131_556 - 40_037_281 - 27_481_102 == 5_613_173 == int(foot["remaining_printed"])
    found = review(book, on=date(2026, 2, 28))
    ties = {row["part"]: row for row in found.result("review_ties").iter_rows(named=True)}
    assert any(ties["difference"][f"{name}_cents"] for name in AMOUNTS.values())
    assert "not repaired" in ties["difference"]["why"]
    (pace,) = found.result("review_pace").rows(named=True)
    assert [round(pace[f"{name}_share"] * 100) for name in ("spent", "encumbered", "elapsed")] == [55, 38, 67]


def test_overspent_stays_negative_and_nothing_divides_nothing(
    printed: list[dict[str, str]], small: Any, rows: Any, review: Reviewed
) -> None:
    book, _ = of_period(printed, "P8", small, rows)
    accounts = review(book).result("review_accounts")
    transport = accounts.row(by_predicate=pl.col("description") == "Transportation", named=True)
    assert (transport["left_cents"], transport["verdict"]) == (-28_076_000, "unfavourable")
    none = accounts.row(by_predicate=pl.col("description") == "Career and Technical Education", named=True)
    assert (none["committed_share"], none["committed_printed"]) == (None, None)
    assert "no share" in none["why"]
