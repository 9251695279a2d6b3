from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import techplan
from techplan.planning.review import Review

Reviewed = Callable[..., Review]
GRANT = {"fund": "572", "name": "Title I", "kind": "federal grant"}


def award(code: str, last_on: date, spent: int | None, cents: int = 10_000) -> dict[str, Any]:
    return {"award": code, "fund": "572", "amount_cents": cents, "first_obligation_on": date(2024, 7, 1),
            "last_obligation_on": last_on, "spent_cents": spent}  # fmt: skip


def test_what_has_lapsed_and_what_is_about_to(small: Any, review: Reviewed) -> None:
    book = small.book_of(
        funds=[GRANT],
        awards=[
            award("before", date(2025, 6, 30), 0), award("gone", date(2026, 9, 30), 7_000),
            award("not said", date(2026, 6, 30), None), award("soon", date(2027, 9, 30), 4_000),
            award("far", date(2028, 9, 30), 0),
        ],
    )  # fmt: skip
    found = review(book).result("review_lapsing").select("award", "lapsed", "unspent_cents", "lapses_cents")
    assert found.rows() == [
        ("gone", True, 3_000, 3_000), ("not said", True, None, None), ("soon", False, 6_000, 6_000),
    ]  # fmt: skip


def test_a_plan_says_what_it_spends_in_time(small: Any, review: Reviewed) -> None:
    book = small.book_of(funds=[GRANT], awards=[award("soon", date(2027, 9, 30), 4_000)])
    plan = techplan.plan(book, on=date(2026, 11, 25))
    (row,) = review(book, plan=plan).result("review_lapsing").rows(named=True)
    (of_plan,) = plan.result("expiring").rows(named=True)
    assert (row["planned_cents"], row["lapses_cents"]) == (of_plan["planned_cents"], of_plan["lapsed_cents"])


def test_what_rolls_forward_of_a_line(small: Any, rows: Any, review: Reviewed) -> None:
    ledger = [
        rows.ledger(account="1", plan_line="L", revised=55_000, encumbered=12_000, actual=41_000),
        rows.ledger(account="2", revised=10, actual=20),
    ]
    lines = [{"line": "L", "fy": 2026, "title": "Panels", "amount_cents": 5_500_000}]
    book = small.book_of(funds=rows.funds, adopted_lines=lines, ledger=ledger)
    found = review(book).result("review_rolled")
    assert found.select("line", "kind", "amount_cents").rows() == [
        ("L", "open encumbrance", 1_200_000), ("L", "unspent", 200_000),
    ]  # fmt: skip
    early = review(book, on=date(2026, 6, 30)).result("review_rolled")
    assert all("FY2026 is not over yet." in why for why in early["why"])
