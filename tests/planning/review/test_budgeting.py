from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from techplan.planning.review import Review

Reviewed = Callable[..., Review]


@pytest.fixture
def book(small: Any, rows: Any) -> Any:
    """One line by its account, one category by a rule, one account of nobody."""
    made = small.book_of(
        funds=[*rows.funds, {"fund": "003", "name": "PI", "kind": "permanent improvement"}],
        schools=[{"code": "010", "name": "Oak"}],
        goals=[{"code": "G1", "title": "Reading"}],
        adopted_lines=[
            {"line": "L-1", "fy": 2026, "title": "Chromebooks", "category": "client computers", "school": "010",
             "goal": "G1", "amount_cents": 5_000_000},
            {"line": "L-2", "fy": 2026, "title": "Never booked", "amount_cents": 100},
        ],
        ledger=[
            rows.ledger(account="1", plan_line="L-1", adopted=50_000, revised=55_000, encumbered=12_000, actual=41_000),
            rows.ledger(account="2", fund="003", object="644", adopted=1_000, actual=1_200),
            rows.ledger(account="3", actual=70),
            rows.ledger(account="4", plan_line="gone", revised=10),
            rows.ledger(account="5", fy=2025, revised=999),
        ],
    )  # fmt: skip
    return made.with_documents("mappings", {"ledger_match": '[[match]]\nobject = "64"\ncategory = "network"'})


def test_a_line_adopted_revised_encumbered_and_spent(book: Any, review: Reviewed) -> None:
    row = review(book).result("review_lines").row(by_predicate=pl.col("line") == "L-1", named=True)
    assert (row["adopted_cents"], row["revised_cents"]) == (5_000_000, 5_500_000)
    assert (row["left_cents"], row["committed_cents"]) == (200_000, 5_300_000)
    assert (row["committed_share"], row["committed_printed"]) == (Decimal("0.963636"), "96.4%")
    assert (row["verdict"], row["over_plan_cents"]) == ("favourable", 300_000)


def test_overspent_stays_negative_and_no_budget_is_divided_by(book: Any, review: Reviewed) -> None:
    accounts = review(book).result("review_accounts")
    over = accounts.row(by_predicate=pl.col("account") == "2", named=True)
    assert (over["left_cents"], over["verdict"], over["committed_printed"]) == (-20_000, "unfavourable", "120.0%")
    none = accounts.row(by_predicate=pl.col("account") == "3", named=True)
    assert (none["left_cents"], none["committed_share"], none["verdict"]) == (-7_000, None, "no budget")
    assert "no share" in none["why"]


def test_each_account_says_how_it_was_matched(book: Any, review: Reviewed) -> None:
    found = review(book).result("review_accounts").select("account", "matched_by", "line", "category")
    assert found.rows() == [
        ("1", "plan line", "L-1", "client computers"),
        ("2", "rule", None, "network"),
        ("3", "unmatched", None, "(not known)"),
        ("4", "unmatched", None, "(not known)"),
    ]
    assert "was not adopted" in review(book).result("review_accounts")["why"][3]


def test_lines_categories_and_the_rest(book: Any, review: Reviewed) -> None:
    lines = review(book).result("review_lines")
    assert lines.select("line", "accounts", "verdict").rows() == [
        ("(network)", 1, "unfavourable"),
        ("(unmatched)", 2, "unfavourable"),
        ("L-1", 1, "favourable"),
        ("L-2", 0, "not in the ledger"),
    ]


def test_the_parts_are_the_ledger(book: Any, review: Reviewed) -> None:
    ties = review(book).result("review_ties")
    assert ties.select("part", "accounts", "actual_cents").rows() == [
        ("ledger", 4, 4_227_000), ("plan line", 1, 4_100_000), ("rule", 1, 120_000), ("unmatched", 2, 7_000),
    ]  # fmt: skip


def test_a_printed_foot_is_compared_and_not_repaired(book: Any, review: Reviewed) -> None:
    text = '[[printed]]\nfy = 2026\nactual = "42271.00"\nrevised = "56010.00"'
    ties = review(book.with_documents("mappings", {"ledger_match": text})).result("review_ties")
    off = ties.row(by_predicate=pl.col("part") == "difference", named=True)
    assert (off["actual_cents"], off["revised_cents"], off["encumbered_cents"]) == (100, 0, None)
    assert ties.row(by_predicate=pl.col("part") == "ledger", named=True)["actual_cents"] == 4_227_000


def test_totals_have_names_and_say_what_is_not_known(book: Any, review: Reviewed) -> None:
    totals = review(book).result("review_totals").select("dimension", "item", "title", "revised_cents")
    assert totals.rows() == [
        ("category", "(not known)", "No category is known", 1_000),
        ("category", "client computers", "client computers", 5_500_000),
        ("category", "network", "network", 100_000),
        ("fund", "001", "General", 5_501_000),
        ("fund", "003", "PI", 100_000),
        ("goal", "(not known)", "No goal is known", 101_000),
        ("goal", "G1", "Reading", 5_500_000),
        ("school", "(not known)", "No school is known", 101_000),
        ("school", "010", "Oak", 5_500_000),
    ]


def test_carried_encumbrances_come_on_top_only_where_the_district_says_so(
    small: Any, rows: Any, review: Reviewed
) -> None:
    book = small.book_of(
        funds=rows.funds, ledger=[rows.ledger(revised=4_300, carried_encumbrance=344, encumbered=93, actual=4_393)]
    )
    found = review(book)
    assert found.result("review_lines")["left_cents"].to_list() == [-18_600]
    assert any(one.assumption == "encumbrances carried over" and one.rows == 1 for one in found.assumptions)
    own = (
        '[[review.carried_on_top]]\nvalue = true\nunit = "yes or no"\neffective = 2020-07-01\npublished = 2020-07-01\n'
        'citation = "Treasurer"\nstatus = "final"\nconfirmed = false\nkeyed_by = "calendar date"\n'
    )
    ours = review(book.with_documents("rules", {"ours": own}))
    assert ours.result("review_lines")["left_cents"].to_list() == [15_800]
    assert not any(one.assumption == "encumbrances carried over" for one in ours.assumptions)


def test_how_far_the_money_is_beside_the_year(small: Any, rows: Any, review: Reviewed) -> None:
    book = small.book_of(funds=rows.funds, ledger=[rows.ledger(revised=1_000, encumbered=380, actual=550)])
    (row,) = review(book, on=date(2026, 2, 28)).result("review_pace").rows(named=True)
    assert row["as_of"] == date(2026, 2, 28)
    assert (row["spent_share"], row["encumbered_share"]) == (Decimal("0.55"), Decimal("0.38"))
    assert row["elapsed_share"] == Decimal("0.665753")  # 243 of 365 days
    (over,) = review(book).result("review_pace").rows(named=True)
    assert (over["as_of"], over["elapsed_share"]) == (date(2026, 6, 30), 1)
