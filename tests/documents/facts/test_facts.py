import json
from dataclasses import FrozenInstanceError
from datetime import date
from typing import Any

import polars as pl
import pytest

from techplan.book.money import whole_dollars
from techplan.documents.facts import Facts, facts_of
from techplan.documents.facts.shapes import Grid, Row


@pytest.fixture(scope="module")
def facts(sample_plan: Any) -> Facts:
    return facts_of(sample_plan)


def numbers(row: Row) -> list[int]:
    return [int(cell.replace("−", "-").replace(",", "")) for cell in row.cells[1:]]


def body(grid: Grid) -> list[Row]:
    return [row for row in grid.rows if row.role == "body"]


def test_facts_are_frozen_and_plain(facts: Facts) -> None:
    assert json.loads(facts.as_json()) == facts.as_dict()
    with pytest.raises(FrozenInstanceError):
        facts.title = "Another"  # type: ignore[misc]


def test_totals_are_the_plan_s_to_the_cent(facts: Facts, sample_plan: Any) -> None:
    totals = {total.label: total for total in facts.totals}
    assert totals["Needed"].cents == sample_plan.cost_lines["amount_cents"].sum()
    assert totals["Not funded"].cents == sample_plan.unfunded["amount_cents"].sum()
    assert totals["Needed"].printed == f"${whole_dollars(totals['Needed'].cents)}"


@pytest.mark.parametrize(
    "name", ["schedule-school-dollars", "schedule-school-items", "schedule-class-dollars", "schedule-class-items"]
)
def test_the_schedule_adds_up_in_both_directions(facts: Facts, name: str) -> None:
    grid = facts.grid(name)
    rows, total = [numbers(row) for row in body(grid)], numbers(grid.rows[-1])
    assert [sum(column) for column in zip(*rows, strict=True)] == total
    assert all(sum(row[:-1]) == row[-1] for row in [*rows, total])


def test_by_school_and_by_class_the_years_are_the_same(facts: Facts) -> None:
    for unit in ("dollars", "items"):
        by_school, by_class = (facts.grid(f"schedule-{side}-{unit}").rows[-1] for side in ("school", "class"))
        assert by_school.cells == by_class.cells


def test_a_year_in_which_nothing_is_bought_shows_zero(facts: Facts) -> None:
    office = next(row for row in facts.grid("schedule-school-dollars").rows if row.cells[0] == "Board Office")
    assert "0" in office.cells


def test_printed_figures_are_within_a_dollar_of_their_cents(facts: Facts) -> None:
    for name in ("forecast", "sources", "funds", "unfunded", "schedule-school-dollars", "schedule-class-dollars"):
        for row in facts.grid(name).rows:
            if row.role == "group":
                continue
            for shown, exact in zip(numbers(row), row.exact[1:], strict=True):
                assert abs(shown * 100 - (exact or 0)) < 100, (name, row.cells[0])


def test_the_forecast_adds_up(facts: Facts) -> None:
    grid = facts.grid("forecast")
    rows = [numbers(row) for row in body(grid)]
    total = next(numbers(row) for row in grid.rows if row.role == "total")
    subtotals = [numbers(row) for row in grid.rows if row.role == "subtotal"]
    assert [sum(column) for column in zip(*rows, strict=True)] == total
    assert [sum(column) for column in zip(*subtotals, strict=True)] == total
    assert all(sum(row[:-1]) == row[-1] for row in [*rows, *subtotals, total])


def test_sources_and_uses_balance_and_agree_with_the_forecast(facts: Facts) -> None:
    rows = {row.cells[0]: numbers(row) for row in facts.grid("sources").rows if row.role != "group"}
    forecast = next(numbers(row) for row in facts.grid("forecast").rows if row.role == "total")
    assert rows["Uses in all"] == rows["Funded and not funded"] == forecast
    funds = [rows[name] for name in ("General fund", "Permanent improvement", "State technology grant", "Title I")]
    funds.append(rows["E-rate discounts"])
    assert [sum(column) for column in zip(*funds, strict=True)] == rows["Funded in all"]
    both = zip(rows["Funded in all"], rows["Not funded"], strict=True)
    assert [paid + unpaid for paid, unpaid in both] == forecast


def test_what_each_fund_has_balances(facts: Facts) -> None:
    for row in facts.grid("funds").rows:
        opening, revenue, paid, lapsed, closing = numbers(row)
        assert opening + revenue == paid + lapsed + closing


def test_unfunded_ties_by_tier_and_in_the_list(facts: Facts, sample_plan: Any) -> None:
    grid = facts.grid("unfunded")
    assert numbers(grid.rows[-1]) == [sum(c) for c in zip(*(numbers(row) for row in body(grid)), strict=True)]
    listed = [int(row.cells[5].replace(",", "")) for row in facts.grid("unfunded-list").rows]
    assert sum(listed) == numbers(grid.rows[-1])[-1]  # eight things are without money, and all are listed
    tiers = [row.cells[0] for row in facts.grid("unfunded-list").rows]
    assert tiers == sorted(tiers)


def test_what_is_listed_without_money_is_within_a_dollar_too(facts: Facts) -> None:
    for row in facts.grid("unfunded-list").rows:
        needed, unpaid = (int(cell.replace(",", "")) for cell in row.cells[4:6])
        assert abs(needed * 100 - row.exact[4]) < 100, row.cells
        assert abs(unpaid * 100 - row.exact[5]) < 100, row.cells
        assert (needed == unpaid) or (row.exact[4] != row.exact[5]), row.cells


def test_the_list_names_the_rest_where_it_is_cut(sample_plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from techplan.documents.facts import funding

    monkeypatch.setattr(funding, "LISTED", 2)
    grid = facts_of(sample_plan).grid("unfunded-list")
    shown = sum(int(row.cells[5].replace(",", "")) for row in grid.rows)
    assert len(grid.rows) == 2
    assert f"${shown:,} listed here" in grid.note
    assert f"${2_048_424 - shown:,} together" in grid.note
    assert "workbook" in grid.note


def test_the_budget_is_the_year_after_the_one_in_progress(facts: Facts, sample_plan: Any) -> None:
    roles = {year.label: year.role for year in facts.years}
    assert (roles["FY2027"], roles["FY2028"], roles["FY2029"]) == ("in progress", "budget", "later")
    grid = facts.grid("budget")
    assert [head.label for head in grid.head[1:3]] == ["FY2027, in progress", "FY2028, budget"]
    now, budget, funded, unfunded = numbers(next(row for row in grid.rows if row.role == "total"))
    forecast = next(numbers(row) for row in facts.grid("forecast").rows if row.role == "total")
    assert [now, budget] == forecast[:2]
    assert funded + unfunded == budget
    assert facts.budget_note.startswith("FY2027 (2026–27) is in progress")


def test_the_largest_parts_add_up_to_the_budget(facts: Facts) -> None:
    *parts, total = (int(row.cells[-1].replace(",", "")) for row in facts.grid("largest").rows)
    assert sum(parts) == total
    assert facts.grid("largest").rows[-2].cells[0] == "23 smaller parts"


def test_findings_begin_with_the_figure_that_the_tables_print(facts: Facts) -> None:
    said = [finding.finding for finding in facts.findings]
    assert said[0] == "The plan needs $15,367,556 in FY2027–FY2036."
    assert said[1] == "The budget for FY2028 (2027–28) needs $1,260,883."
    assert "109 rows of the Book are not used in full." in said
    assert facts.grid("forecast").rows[-2].cells[-1] == "15,367,556"


def test_charts_have_a_sentence_and_an_alternative_with_all_their_figures(facts: Facts) -> None:
    assert len(facts.charts) == 5
    for chart in facts.charts:
        assert len(chart.series) <= 6
        assert chart.title in chart.alt
        assert all(label in chart.alt for label in chart.labels)
    total = next(row for row in facts.grid("forecast").rows if row.role == "total")
    assert all(f"${cell}" in facts.chart("spending").alt for cell in total.cells[1:-1])


def test_gaps_are_counted_with_their_remedy(facts: Facts, sample_plan: Any) -> None:
    (row,) = facts.grid("gaps").rows
    assert row.cells[:3] == ("Assets", "No date in service", "109")
    assert row.exact[3] == sample_plan.data_gaps["at_stake_cents"].sum()
    assert row.cells[5].startswith("Enter the day")


def test_characters_without_a_glyph_are_replaced_and_listed(sample_plan: Any) -> None:
    from dataclasses import replace

    assets = sample_plan.book.assets.with_row_index().with_columns(
        model=pl.when(pl.col("index") == 0).then(pl.lit("Cart 😀\x07")).otherwise("model")
    )
    schools = sample_plan.book.schools.with_columns(name=pl.col("name").str.replace("Harbor", "漢"))
    book = sample_plan.book.with_tables(assets=assets.drop("index"), schools=schools)
    facts = facts_of(replace(sample_plan, book=book))
    grid = facts.grid("characters")
    first = sample_plan.book.assets["asset"][0]
    assert ("schools, row 020, name", "☐ Middle School", "U+6F22 CJK UNIFIED IDEOGRAPH") in [r.cells for r in grid.rows]
    assert (f"assets, row {first}, model", "Cart ☐", "U+1F600 GRINNING FACE, U+0007") in [r.cells for r in grid.rows]
    assert "☐ Middle School" in [row.cells[0] for row in facts.grid("schedule-school-dollars").rows]
    assert "漢" not in facts.as_json()


def test_a_plan_that_does_not_tie_is_refused(sample_plan: Any) -> None:
    from dataclasses import replace

    short = sample_plan.unfunded.with_columns(pl.col("amount_cents") - 1)
    with pytest.raises(ValueError, match="do not add up"):
        facts_of(replace(sample_plan, unfunded=short))


@pytest.mark.parametrize(
    ("on", "in_progress", "budget"),
    [(date(2026, 6, 30), None, "FY2027"), (date(2036, 1, 1), "FY2036", None), (date(2031, 7, 1), "FY2032", "FY2033")],
)
def test_wherever_the_day_lies_the_packet_has_its_years(on: date, in_progress: str | None, budget: str | None) -> None:
    from techplan.documents.facts.years import years_of

    class Settings:
        years = range(2027, 2037)
        start_month = 7

    Settings.on = on  # type: ignore[attr-defined]
    roles = {row.role: row.label for row in years_of(Settings()).rows()}  # type: ignore[arg-type]
    assert (roles.get("in progress"), roles.get("budget")) == (in_progress, budget)
