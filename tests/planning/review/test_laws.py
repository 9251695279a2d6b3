"""Laws of every review: sums tie at every level, order changes nothing, nothing of the ledger is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import techplan
from techplan.planning.review import Review
from techplan.planning.review.results import DIMENSIONS, REVIEW

Reviewed = Callable[..., Review]
LAKESIDE = Path(__file__).parents[3] / "examples" / "lakeside"
AMOUNTS = ["adopted_cents", "revised_cents", "encumbered_cents", "actual_cents", "left_cents"]
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CENTS = st.none() | st.integers(-(10**8), 10**10)
RULES = """
[[match]]
fund = "003"
object = "64"
line = "L-2"
[[match]]
function = "29"
category = "network"
school = "010"
"""


@st.composite
def ledgers(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Accounts of two years; some name a plan line that is there, some one that is not."""
    return [
        {
            "account": f"{at:03d}", "fy": draw(st.sampled_from([2025, 2026, 2026])),
            "fund": draw(st.sampled_from([None, "001", "003"])),
            "function": draw(st.sampled_from([None, "2960", "1110"])),
            "object": draw(st.sampled_from([None, "644", "516"])),
            "plan_line": draw(st.sampled_from([None, None, "L-1", "gone"])),
            **{name: draw(CENTS) for name in ("adopted_cents", "revised_cents", "encumbered_cents", "actual_cents")},
        }
        for at in range(draw(st.integers(0, 12)))
    ]  # fmt: skip


def book_of(small: Any, ledger: list[dict[str, Any]]) -> Any:
    book = small.book_of(
        funds=[{"fund": code, "name": code, "kind": "general"} for code in ("001", "003")],
        schools=[{"code": "010", "name": "Oak"}],
        adopted_lines=[
            {"line": "L-1", "fy": 2026, "category": "software", "amount_cents": 5},
            {"line": "L-2", "fy": 2026, "school": "010", "promised_quantity": 7, "delivered_quantity": 3,
             "amount_cents": 1_000},
            {"line": "L-3", "fy": 2025},
        ],
        ledger=ledger,
    )  # fmt: skip
    return book.with_documents("mappings", {"ledger_match": RULES})


def summed(frame: pl.DataFrame) -> tuple[Any, ...]:
    return frame.select(pl.col(AMOUNTS).sum()).row(0)


@SLOW
@given(ledger=ledgers())
def test_every_level_adds_up_to_the_ledger(ledger: list[dict[str, Any]], small: Any, review: Reviewed) -> None:
    found = review(book_of(small, ledger))
    assert found.problems == ()
    assert all(table.is_valid(found.result(name)) for name, table in REVIEW.items())
    year = [row for row in ledger if row["fy"] == 2026]
    spent = sum(row["actual_cents"] or 0 for row in year)
    budget = sum(row["adopted_cents"] or 0 if row["revised_cents"] is None else row["revised_cents"] for row in year)
    encumbered = sum(row["encumbered_cents"] or 0 for row in year)
    ties = found.result("review_ties")
    whole = ties.filter(pl.col("part") == "ledger")
    assert whole.row(0, named=True)["actual_cents"] == spent
    assert whole.row(0, named=True)["left_cents"] == budget - encumbered - spent
    for frame in (
        ties.filter(pl.col("part") != "ledger"),
        found.result("review_lines"),
        found.result("review_accounts"),
    ):
        assert summed(frame) == summed(whole)
    totals = found.result("review_totals")
    for dimension in DIMENSIONS if year else ():
        assert summed(totals.filter(pl.col("dimension") == dimension)) == summed(whole)
    assert found.result("review_accounts").height == len(year) == ties.filter(pl.col("part") == "ledger")["accounts"][0]


@SLOW
@given(ledger=ledgers(), seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(
    ledger: list[dict[str, Any]], seed: int, small: Any, review: Reviewed
) -> None:
    import random

    mixed = list(ledger)
    random.Random(seed).shuffle(mixed)
    one, other = review(book_of(small, ledger)), review(book_of(small, mixed))
    assert all(one.result(name).equals(other.result(name)) for name in REVIEW)
    assert one.assumptions == other.assumptions


@SLOW
@given(ledger=ledgers())
def test_the_parts_of_an_error_are_its_whole(ledger: list[dict[str, Any]], small: Any, review: Reviewed) -> None:
    found = review(book_of(small, ledger))
    for name in ("review_errors", "review_error_classes"):
        frame = found.result(name)
        parts = frame["price_cents"] + frame["quantity_cents"] + frame["timing_cents"]
        assert parts.to_list() == frame["difference_cents"].to_list()
        assert (frame["actual_cents"] - frame["adopted_cents"]).to_list() == frame["difference_cents"].to_list()
    assert found.result("review_errors")["difference_cents"].sum() == (
        found.result("review_error_classes")["difference_cents"].sum()
    )


def test_an_empty_book(review: Reviewed) -> None:
    found = review(techplan.Book())
    heights = {name: found.result(name).height for name in REVIEW if found.result(name).height}
    assert heights == {"review_ties": 4}
    assert all(table.is_valid(found.result(name)) for name, table in REVIEW.items())
    assert review(techplan.Book(), plan=techplan.plan(techplan.Book(), on=date(2026, 11, 25))).result(
        "review_candidates"
    ).is_empty()  # fmt: skip


@pytest.fixture(scope="module")
def lakeside() -> Any:
    return techplan.read_book(LAKESIDE)


def test_lakeside_ties_in_every_year(lakeside: Any, review: Reviewed) -> None:
    plan = techplan.plan(lakeside, on=date(2027, 1, 15), slipping=False)
    for fy in (2025, 2026, 2027):
        found = review(lakeside, on=date(2027, 1, 15), fy=fy, plan=plan)
        assert all(table.is_valid(found.result(name)) for name, table in REVIEW.items())
        year = lakeside.ledger.filter(pl.col("fy") == fy)
        ties = found.result("review_ties")
        whole = ties.filter(pl.col("part") == "ledger").row(0, named=True)
        assert (whole["accounts"], whole["actual_cents"]) == (year.height, year["actual_cents"].sum())
        assert summed(ties.filter(~pl.col("part").is_in(["ledger", "printed", "difference"]))) == tuple(
            whole[name] for name in AMOUNTS
        )
        ways = found.result("review_candidates")
        assert ways["candidate"].n_unique() == ways.height > 0
        assert (ways["counted_cents"] <= ways["amount_cents"].fill_null(0)).all()


def test_a_fault_in_a_saved_rule_is_told_and_loses_no_account(small: Any, rows: Any, review: Reviewed) -> None:
    book = small.book_of(funds=rows.funds, ledger=[rows.ledger(actual=5)])
    found = review(book.with_documents("mappings", {"ledger_match": '[[match]]\nfund = "001"'}))
    assert [problem.rule for problem in found.problems] == ["line or category"]
    assert found.result("review_ties").filter(pl.col("part") == "unmatched")["actual_cents"].to_list() == [500]
