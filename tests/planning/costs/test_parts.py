"""What the makers of cost lines share."""

from __future__ import annotations

from datetime import date

from techplan.planning.costs.parts import default_tiers, gap, lines_frame
from techplan.planning.results import CostLines, DataGaps

ROW = {
    "line": "a", "fy": 2027, "school": "010", "category": "staff", "kind": "operating", "source_table": "x",
    "source_key": "y", "title": "t", "unit_cents": 5, "amount_cents": 5, "tier": 2, "pay_on": date(2026, 7, 1),
    "recurring": True, "why": "w",
}  # fmt: skip


def test_plain_values_are_filled_and_the_rest_is_null():
    frame = lines_frame([ROW, {**ROW, "line": "b", "quantity": 3, "backlog": True, "may_slip_years": 1}])
    CostLines.validate(frame)
    assert frame.select("quantity", "backlog", "may_slip_years").rows() == [(1, False, 0), (3, True, 1)]
    assert frame["estimated_life_months"].null_count() == 2


def test_no_rows_make_an_empty_table():
    assert lines_frame([]).schema == CostLines.polars_schema()


def test_a_gap_has_every_column():
    assert set(gap("agreements", "A", "what", "remedy")) == set(DataGaps.columns())


def test_missing_tiers_are_counted():
    assert default_tiers("agreements", [1, 2]) == []
    assert [(item.about, item.value, item.rows) for item in default_tiers("agreements", [1, None, None])] == [
        ("agreements", "3", 2)
    ]
