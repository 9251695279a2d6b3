"""Maintenance of effort: nine tenths of the year before, measured on the whole district's forecast."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from techplan.planning.budget.effort import effort
from techplan.planning.budget.law import law_of
from techplan.rules.load import load_rules

ON = date(2026, 11, 25)


def standing(small: Any, rule_set: str | None, **by_fy: int | None) -> list[tuple[Any, ...]]:
    book = small.book_of(funds=[{"fund": "F", "name": "F", "kind": "federal grant", "rule_set": rule_set}])
    rows = [{"fy": int(fy[2:]), "role": "expenditure", "with_cents": cents} for fy, cents in by_fy.items()]
    rows.append({"fy": 2027, "role": "revenue", "with_cents": 7})
    frame = pl.DataFrame(rows, schema={"fy": pl.Int64, "role": pl.String, "with_cents": pl.Int64})
    table = effort(book, frame, law_of(book, load_rules(), ON))
    return table.select("fy", "required_cents", "short_cents", "standing").rows()


@pytest.mark.parametrize(("spent", "short", "said"), [(90_000, 0, "kept"), (89_999, 1, "falls short")])
def test_nine_tenths_of_the_year_before(small: Any, spent: int, short: int, said: str) -> None:
    assert standing(small, "title_i_a", fy2027=100_000, fy2028=spent) == [(2028, 90_000, short, said)]


def test_what_is_measured_in_another_way_is_not_measured(small: Any) -> None:
    assert standing(small, "idea_b", fy2027=100_000, fy2028=50_000) == [(2028, None, None, "not measured")]
    assert standing(small, "title_i_a", fy2027=None, fy2028=5) == [(2028, None, None, "not measured")]


def test_nobody_asks_where_no_program_is_named_or_no_year_is_before(small: Any) -> None:
    assert standing(small, None, fy2027=100_000, fy2028=5) == []
    assert standing(small, "title_i_a", fy2027=100_000, fy2029=5) == []
