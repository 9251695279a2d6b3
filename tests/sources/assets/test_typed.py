from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from techplan.sources.assets.typed import LISTED_ONE_BY_ONE, typed_columns
from techplan.sources.findings import Findings


def typed(**columns: list[str | None]) -> tuple[pl.DataFrame, Findings]:
    findings = Findings("a.csv")
    rows = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    rows = rows.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("line"))
    return typed_columns(rows, findings, None), findings


@pytest.mark.parametrize(
    ("months", "end"),
    [
        ("12", date(2023, 8, 31)),
        ("6 months", date(2023, 2, 28)),
        ("3 years", date(2025, 8, 31)),
        ("0", None),
    ],
)
def test_months_of_warranty_run_from_the_day_of_service_and_clamp(months: str, end: date | None) -> None:
    rows, findings = typed(in_service_on=["2022-08-31"], warranty_months=[months])
    assert rows["warranty_end"].to_list() == [end]
    assert "warranty_months" not in rows.columns
    assert findings.problems == []


def test_a_stated_end_of_warranty_goes_before_its_months() -> None:
    rows, _ = typed(in_service_on=["2022-08-31"], warranty_months=["12"], warranty_end=["2024-01-01"])
    assert rows["warranty_end"].to_list() == [date(2024, 1, 1)]


def test_months_without_a_day_of_service_give_nothing_and_nonsense_is_said() -> None:
    rows, findings = typed(in_service_on=[None, "2022-01-01"], warranty_months=["12", "lifetime"])
    assert rows["warranty_end"].to_list() == [None, None]
    assert [(problem.line, problem.value) for problem in findings.problems] == [(3, "lifetime")]


def test_a_negative_cost_is_left_empty_and_said() -> None:
    rows, findings = typed(cost=["-5.00", "$1,234.50"])
    assert rows["cost_cents"].to_list() == [None, 123450]
    assert [(problem.line, problem.column) for problem in findings.problems] == [(2, "cost")]


def test_few_faults_are_listed_each_and_many_are_counted() -> None:
    for number, listed in ((LISTED_ONE_BY_ONE, LISTED_ONE_BY_ONE), (LISTED_ONE_BY_ONE + 1, 1)):
        rows, findings = typed(cost=["soon"] * number)
        assert rows["cost_cents"].null_count() == number
        assert len(findings.problems) == listed
    assert f"{LISTED_ONE_BY_ONE + 1} rows" in findings.problems[0].what


def test_a_day_that_no_plan_reaches_is_a_fault() -> None:
    rows, findings = typed(in_service_on=["1950-01-01", "2022-01-01"])
    assert rows["in_service_on"].to_list() == [None, date(2022, 1, 1)]
    assert [problem.value for problem in findings.problems] == ["1950-01-01"]


def test_a_share_may_be_written_in_percent() -> None:
    rows, _ = typed(federal_share=["50%", "0.25"])
    assert [str(share) for share in rows["federal_share"]] == ["0.500000", "0.250000"]
