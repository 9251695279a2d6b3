"""The budget ties to what funds pay, the forecast to the treasurer's, and the state's rules to worked figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

import techplan
from techplan.book.tables import TABLES
from techplan.planning.budget import budget_tables, days_of_cash
from techplan.planning.budget.results import RESULTS, UNASSIGNED
from techplan.planning.funding import allocate
from techplan.planning.plan import Plan
from techplan.planning.results import Allocations, FundYears
from techplan.planning.settings import settings_of
from techplan.rules.load import Rules, load_rules

LAKESIDE = Path(__file__).parents[3] / "examples" / "lakeside"
ON = date(2026, 11, 25)
GENERAL = {"fund": "001", "name": "General", "kind": "general"}
IMPROVING = {"fund": "003", "name": "Permanent improvement", "kind": "permanent improvement"}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return techplan.plan(techplan.read_book(LAKESIDE), on=date(2027, 1, 15))


@pytest.fixture(scope="module")
def lakeside(plan: Plan) -> dict[str, pl.DataFrame]:
    return tables(plan)


def tables(plan: Plan) -> dict[str, pl.DataFrame]:
    return budget_tables(plan.book, plan.cost_lines, plan.allocations, plan.fund_years, plan.settings, plan.rules)


def paid(*rows: dict[str, Any]) -> pl.DataFrame:
    """Allocations: the general fund's own money unless given."""
    full = [{"fund": "001", "award": "-", "why": "It may.", **row} for row in rows]
    return pl.DataFrame(full, schema=Allocations.polars_schema())


def made(
    book: Any, lines: pl.DataFrame, allocations: pl.DataFrame, rules: Rules | None = None
) -> dict[str, pl.DataFrame]:
    return budget_tables(
        book, lines, allocations, FundYears.empty(), settings_of(book, ON)[0], rules or load_rules(book.rules)
    )


def ohio(small: SimpleNamespace, **rows: Any) -> Any:
    return small.book_of(district=[{"state": "OH"}], **rows)


def test_accounts_add_up_to_what_funds_pay(plan: Plan, lakeside: dict[str, pl.DataFrame]) -> None:
    by = ["fy", "fund", "award"]
    accounts = lakeside["budget_accounts"].group_by(by).agg(pl.col("amount_cents").sum()).sort(by)
    assert accounts.equals(plan.allocations.group_by(by).agg(pl.col("amount_cents").sum()).sort(by))
    spent = plan.fund_years.group_by("fy").agg(pl.col("spent_cents").sum()).sort("fy")
    totals = lakeside["budget_totals"].group_by("fy").agg(pl.col("spent_cents").sum()).sort("fy")
    assert totals.equals(spent)
    funds = lakeside["budget_funds"].group_by("fy").agg(pl.col("amount_cents").sum().alias("spent_cents")).sort("fy")
    assert funds.equals(spent)


def test_budgets_tie_from_opening_to_closing(lakeside: dict[str, pl.DataFrame]) -> None:
    rows = lakeside["budget_totals"]
    came = rows["opening_cents"] + rows["revenue_cents"] + rows["other_sources_cents"]
    assert (came - rows["spent_cents"] - rows["lapsed_cents"]).equals(rows["closing_cents"], check_names=False)
    closing = {(budget, fy): cents for budget, fy, cents in rows.select("budget", "fy", "closing_cents").iter_rows()}
    for budget, fy, cents in rows.select("budget", "fy", "opening_cents").iter_rows():
        if budget != "grant" and (budget, fy - 1) in closing:
            assert cents == closing[budget, fy - 1]


def test_every_table_obeys_its_schema(lakeside: dict[str, pl.DataFrame]) -> None:
    for table in RESULTS:
        assert table.validate(lakeside[table.table_name()]).height > 0


def test_a_book_with_nothing_in_it_gives_empty_tables() -> None:
    for name, frame in tables(techplan.plan(techplan.Book(), on=ON)).items():
        assert frame.is_empty(), name


def test_the_account_is_written_as_ohio_writes_it(lakeside: dict[str, pl.DataFrame]) -> None:
    accounts = lakeside["budget_accounts"].filter(pl.col("fy") == 2028)
    assert accounts["account"].str.replace_all("-", "").str.len_chars().unique().to_list() == [30]
    one = accounts.filter(pl.col("school") == "010", object="644", fund="003", function="2240")
    assert one["account"].item() == "05-003-2240-644-0000-000000-010-00-000"
    assert one["missing"].item() == "special cost center, subject, instructional level, job"
    assert not one["confirmed"].item()


def test_an_account_of_the_ledger_shows_what_the_board_adopted(lakeside: dict[str, pl.DataFrame]) -> None:
    found = lakeside["budget_accounts"].filter(pl.col("adopted_cents").is_not_null())
    assert found.height > 0
    assert found["fy"].unique().to_list() == [2027]


def test_a_line_without_function_or_object_is_listed_with_what_is_missing(small: SimpleNamespace) -> None:
    lines = small.lines_of(
        {"line": "a", "fy": 2028, "amount_cents": 100, "function": "2240"},
        {"line": "b", "fy": 2028, "amount_cents": 23, "function": "2240", "object": "516"},
    )
    allocations = paid({"line": "a", "fy": 2028, "amount_cents": 100}, {"line": "b", "fy": 2028, "amount_cents": 23})
    found = made(ohio(small, funds=[GENERAL]), lines, allocations)
    loose = found["budget_accounts"].filter(pl.col("object") == UNASSIGNED).row(0, named=True)
    assert loose["account"] == "05-001-2240-000-0000-000000-010-00-000"
    assert loose["missing"].startswith("object")
    assert found["budget_funds"].row(0, named=True)["unassigned_cents"] == 100


def test_without_a_state_the_account_has_no_form_of_its_own(small: SimpleNamespace) -> None:
    lines = small.lines_of({"line": "a", "fy": 2028, "amount_cents": 5, "function": "2230", "object": "650"})
    found = made(small.book_of(funds=[GENERAL]), lines, paid({"line": "a", "fy": 2028, "amount_cents": 5}))
    assert found["budget_accounts"]["account"].item() == "001-2230-650-010"
    assert found["certificates"].is_empty()


def test_what_the_board_appropriated_stands_beside_what_is_funded(lakeside: dict[str, pl.DataFrame]) -> None:
    """The example: 640,000 annual and 60,000 supplemental on fund 003 in FY2027."""
    row = lakeside["budget_funds"].filter((pl.col("fy") == 2027) & (pl.col("fund") == "003")).row(0, named=True)
    assert row["appropriated_cents"] == 70_000_000
    assert row["left_cents"] == row["appropriated_cents"] - row["amount_cents"]


def test_transfers_are_other_sources_and_cancel_within_a_budget(small: SimpleNamespace) -> None:
    fees = {"fund": "018", "name": "Support", "kind": "fees"}
    moves = [("1", "001", "003", 700), ("2", "001", "018", 50)]
    book = ohio(
        small,
        funds=[GENERAL, IMPROVING, fees],
        fund_balances=[
            {"fund": code, "fy": 2027, "opening_cents": 1000, "revenue_cents": 100} for code in ("001", "003", "018")
        ],
        transfers=[
            {"transfer": number, "from_fund": giver, "to_fund": taker, "fy": 2028, "amount_cents": cents,
             "approved_on": ON}
            for number, giver, taker, cents in moves
        ],
    )  # fmt: skip
    lines = small.lines_of()
    rules, settings = load_rules(), settings_of(book, ON)[0]
    found = allocate(book, lines, settings)
    totals = budget_tables(book, lines, found.allocations, found.fund_years, settings, rules)["budget_totals"]
    year = {row["budget"]: row for row in totals.filter(pl.col("fy") == 2028).iter_rows(named=True)}
    assert year["operating"]["other_sources_cents"] == -700
    assert year["permanent improvement"]["other_sources_cents"] == 700
    assert year["permanent improvement"]["closing_cents"] == 1800


def forecast_row(line: str, role: str, cents: int, technology: int | None = None, fy: int = 2027) -> dict[str, Any]:
    return {"line": line, "fy": fy, "role": role, "amount_cents": cents, "technology_cents": technology}


def a_forecast(technology: int | None) -> list[dict[str, Any]]:
    return [
        forecast_row("7.010", "opening cash", 1_000_000),
        forecast_row("1.010", "revenue", 10_000_000),
        forecast_row("3.030", "expenditure", 9_000_000, technology),
        forecast_row("1.010", "revenue", 10_000_000, fy=2028),
        forecast_row("3.030", "expenditure", 10_500_000, 0, fy=2028),
        forecast_row("3.030", "expenditure", 10_500_000, 0, fy=2032),
    ]


def test_the_plan_takes_the_place_of_the_technology_in_the_forecast(small: SimpleNamespace) -> None:
    """By hand: 9,000,000 − 500,000 + 300,000 = 8,800,000; cash 1,000,000 + 10,000,000 − 8,800,000 = 2,200,000."""
    book = ohio(small, funds=[GENERAL], forecast_lines=a_forecast(500_000))
    lines = small.lines_of({"line": "a", "fy": 2027, "amount_cents": 300_000, "object": "419"})
    found = made(book, lines, paid({"line": "a", "fy": 2027, "amount_cents": 300_000}))
    services = found["forecast_with_plan"].filter((pl.col("line") == "3.030") & (pl.col("fy") == 2027))
    assert services["with_cents"].item() == 8_800_000
    first, second = found["forecast_cash"].iter_rows(named=True)
    assert (first["ending_cents"], first["ending_with_cents"]) == (2_000_000, 2_200_000)
    assert (second["opening_cents"], second["opening_with_cents"]) == (2_000_000, 2_200_000)
    assert (second["ending_cents"], second["ending_with_cents"]) == (1_500_000, 1_700_000)
    assert first["days_with"] == Decimal("91.3")  # 2,200,000 / 8,800,000 × 365 = 91.25
    assert second["days"] == Decimal("52.1")  # 1,500,000 / 10,500,000 × 365 = 52.14
    assert (first["advice"], second["advice"]) == ("above what the state advises", "as the state advises")
    assert "ask your treasurer" in first["why"]


def test_technology_that_is_not_known_is_not_counted_twice(small: SimpleNamespace) -> None:
    book = ohio(small, funds=[GENERAL], forecast_lines=a_forecast(None))
    lines = small.lines_of({"line": "a", "fy": 2027, "amount_cents": 300_000, "object": "419"})
    found = made(book, lines, paid({"line": "a", "fy": 2027, "amount_cents": 300_000}))
    first, second = found["forecast_cash"].iter_rows(named=True)
    assert first["ending_cents"] == 2_000_000
    assert (first["ending_with_cents"], second["ending_with_cents"], first["days_with"]) == (None, None, None)


def test_an_object_that_no_line_takes_is_not_lost(small: SimpleNamespace) -> None:
    book = ohio(small, funds=[GENERAL], forecast_lines=a_forecast(0))
    lines = small.lines_of(
        {"line": "a", "fy": 2027, "amount_cents": 70}, {"line": "b", "fy": 2027, "amount_cents": 30, "object": "644"}
    )
    allocations = paid({"line": "a", "fy": 2027, "amount_cents": 70}, {"line": "b", "fy": 2027, "amount_cents": 30})
    found = made(book, lines, allocations)["forecast_with_plan"].filter(pl.col("fy") == 2027)
    assert dict(found.select("line", "plan_cents").iter_rows()) == {
        "7.010": 0, "1.010": 0, "3.030": 0, "3.050": 30, UNASSIGNED: 70,
    }  # fmt: skip


def test_the_forecast_counts_the_general_fund_alone(plan: Plan, lakeside: dict[str, pl.DataFrame]) -> None:
    general = plan.allocations.filter((pl.col("fund") == "001") & (pl.col("fy") <= 2031))["amount_cents"].sum()
    forecast = lakeside["forecast_with_plan"]
    assert forecast["plan_cents"].sum() == general
    assert (forecast["without_cents"] - forecast["technology_cents"].fill_null(0) + forecast["plan_cents"]).equals(
        forecast["with_cents"], check_names=False
    )


@pytest.mark.parametrize(
    ("ending", "spent", "days"),
    [(100, 365, "100.0"), (1, 7, "52.1"), (-73, 365, "-73.0"), (1, 3650, "0.1"), (1, 7300, "0.1"), (5, 0, None)],
)
def test_days_of_cash(ending: int, spent: int, days: str | None) -> None:
    assert days_of_cash(ending, spent) == (None if days is None else Decimal(days))


def test_the_set_aside_of_the_worked_example(small: SimpleNamespace) -> None:
    """0.03 × 8,000 × 2,000 = 480,000; a levy of 300,000 leaves 180,000 to the general fund."""
    year = {"fy": 2027, "base_cost_cents": 800_000, "students": 2000, "offsets_cents": 30_000_000}
    asides = [year, {**year, "fy": 2028, "carried_cents": 4_000_000}, {**year, "fy": 2029, "waived": True}]
    book = ohio(small, set_asides=asides)
    first, second, third = made(book, small.lines_of(), Allocations.empty())["set_aside"].iter_rows(named=True)
    assert (first["required_cents"], first["from_general_cents"], first["still_cents"]) == (
        48_000_000, 18_000_000, 18_000_000,
    )  # fmt: skip
    assert (second["still_cents"], second["reserve_cents"]) == (18_000_000, 22_000_000)
    assert (third["required_cents"], third["still_cents"]) == (0, 0)


def test_students_are_those_enrolled_the_year_before(small: SimpleNamespace) -> None:
    book = ohio(
        small,
        schools=[{"code": "010", "name": "A"}],
        enrollment=[{"school": "010", "grade": "3", "fy": fy, "students": 100 * (fy - 2020)} for fy in (2026, 2027)],
        set_asides=[{"fy": 2027, "base_cost_cents": 800_000}, {"fy": 2026, "base_cost_cents": 800_000}],
    )
    found = made(book, small.lines_of(), Allocations.empty())["set_aside"]
    assert found["students"].to_list() == [None, 600]
    assert found["still_cents"].to_list() == [None, 14_400_000]


def test_a_district_may_go_by_its_revenue(small: SimpleNamespace) -> None:
    book = ohio(small, set_asides=[{"fy": 2027, "revenue_cents": 3_000_000_033}])
    row = made(book, small.lines_of(), Allocations.empty())["set_aside"].row(0, named=True)
    assert row["required_cents"] == 90_000_001


def test_spending_counts_only_once_somebody_confirms_the_life(small: SimpleNamespace) -> None:
    book = ohio(
        small,
        funds=[GENERAL, IMPROVING],
        asset_classes=[
            {"code": code, "name": code, "category": "network", "certified_life_months": life}
            for code, life in (("switch", 108), ("hotspot", 48))
        ],
        set_asides=[{"fy": 2028, "base_cost_cents": 100_000, "students": 100}],
    )
    capital = {"fy": 2028, "kind": "capital", "category": "network", "amount_cents": 1000}
    lines = small.lines_of(
        {"line": "a", "asset_class": "switch", **capital},
        {"line": "b", "asset_class": "hotspot", **capital},
        {"line": "c", "asset_class": "switch", **capital, "category": "software"},
    )
    allocations = paid(*({"line": line, "fy": 2028, "amount_cents": 400} for line in "abc")).vstack(
        paid({"line": "a", "fund": "003", "fy": 2028, "amount_cents": 600})
    )
    row = made(book, lines, allocations)["set_aside"].row(0, named=True)
    assert (row["qualifying_cents"], row["would_qualify_cents"], row["still_cents"]) == (0, 400, 300_000)
    ours = """[[oh.certificate.estimated_life]]
value = 60
unit = "months"
effective = 2026-07-01
published = 2026-07-01
status = "final"
keyed_by = "calendar date"
confirmed = true
citation = "ORC 5705.01(E), read by the treasurer"
link = "https://codes.ohio.gov/ohio-revised-code/section-5705.01"
"""
    row = made(book, lines, allocations, load_rules({"ours": ours}))["set_aside"].row(0, named=True)
    assert (row["qualifying_cents"], row["would_qualify_cents"], row["still_cents"]) == (400, 0, 299_600)


def contract(small: SimpleNamespace, cents: int, revenue: int | None = None) -> dict[str, pl.DataFrame]:
    """One agreement to June 2029, paid by the general fund in FY2028 and FY2029 and by a renewal in FY2030."""
    forecast = [] if revenue is None else [forecast_row("1.010", "revenue", revenue)]
    agreement = {
        "agreement": "A", "title": "Fiber", "category": "network", "basis": "flat", "amount_cents": cents,
        "start_on": date(2026, 7, 1), "end_on": date(2029, 6, 30),
    }  # fmt: skip
    book = ohio(small, funds=[GENERAL], agreements=[agreement], forecast_lines=forecast)
    lines = small.lines_of(
        *({"line": f"A{fy}", "fy": fy, "amount_cents": cents, "source_table": "agreements", "source_key": "A"}
          for fy in (2028, 2029, 2030))
    )  # fmt: skip
    allocations = paid(*({"line": f"A{fy}", "fy": fy, "amount_cents": cents} for fy in (2028, 2029, 2030)))
    found = made(book, lines, allocations)["certificates"]
    return {str(paper): frame for (paper,), frame in found.group_by("paper")}


def test_an_order_is_certified_and_the_later_year_in_its_turn(small: SimpleNamespace) -> None:
    papers = contract(small, 1_000_000)
    officer = papers["fiscal officer's certificate"].row(0, named=True)
    assert (officer["amount_cents"], officer["needed_by"], officer["confirmed"]) == (1_000_000, date(2027, 7, 1), True)
    later = papers["certificate for each later year"].row(0, named=True)
    assert (later["amount_cents"], later["needed_by"]) == (1_000_000, date(2028, 7, 1))
    assert "5705.41(D)" in later["why"]


@pytest.mark.parametrize(
    ("cents", "revenue", "needed"),
    [
        (25_000_000, None, False),  # twice 250,000 is the limit itself
        (25_000_001, None, True),
        (1_000_000, 200_000_000, False),  # 1 % of 2,000,000 is 20,000, the contract itself
        (1_000_001, 200_000_000, True),
    ],
)
def test_a_large_contract_carries_a_certificate_of_revenue(
    small: SimpleNamespace, cents: int, revenue: int | None, needed: bool
) -> None:
    found = contract(small, cents, revenue)["certificate of revenue"]
    assert (found.filter(pl.col("source_table") == "agreements").height == 1) is needed
    measure = found.filter(pl.col("source_table") == "appropriations").row(0, named=True)
    assert (measure["amount_cents"], measure["needed_by"]) == (cents, date(2027, 10, 1))


def test_a_class_without_a_certified_life_needs_one_on_improvement_money(small: SimpleNamespace) -> None:
    book = ohio(
        small,
        funds=[GENERAL, IMPROVING],
        asset_classes=[
            {"code": "switch", "name": "Switch", "category": "network", "certified_life_months": 108},
            {"code": "panel", "name": "Panel", "category": "peripherals"},
        ],
    )
    lines = small.lines_of(
        *({"line": code, "fy": 2028, "amount_cents": 900, "asset_class": code} for code in ("switch", "panel"))
    )
    allocations = paid(
        *({"line": code, "fund": "003", "fy": 2028, "amount_cents": 900} for code in ("switch", "panel"))
    )
    found = made(book, lines, allocations)["certificates"].filter(pl.col("paper") == "certificate of estimated life")
    row = found.row(0, named=True)
    assert (found.height, row["source_key"], row["title"], row["amount_cents"]) == (1, "panel", "Panel", 900)
    assert not row["confirmed"]
    assert "ask your treasurer" in row["why"]


def test_pay_is_no_order(lakeside: dict[str, pl.DataFrame]) -> None:
    assert "support_staff" not in set(lakeside["certificates"]["source_table"])


def test_a_day_before_the_rules_were_known_asks_for_nothing(small: SimpleNamespace) -> None:
    book = ohio(small, set_asides=[{"fy": 2027, "base_cost_cents": 100, "students": 1}])
    settings = settings_of(book, ON)[0]
    found = budget_tables(
        book, small.lines_of(), Allocations.empty(), FundYears.empty(), settings, load_rules(), date(2001, 1, 1)
    )
    assert found["set_aside"].is_empty()


@tried(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(plan: Plan, lakeside: dict[str, pl.DataFrame], seed: int) -> None:
    mixed = [
        frame.sample(fraction=1, shuffle=True, seed=seed)
        for frame in (plan.cost_lines, plan.allocations, plan.fund_years)
    ]
    again = budget_tables(plan.book, mixed[0], mixed[1], mixed[2], plan.settings, plan.rules)
    for name, frame in lakeside.items():
        assert again[name].equals(frame), name


@tried(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_funds_pay_is_in_the_accounts(small: SimpleNamespace, data: st.DataObject) -> None:
    kinds = ["general", "levy", "permanent improvement", "federal grant", "other"]
    funds = [{"fund": f"{n:03d}", "name": "F", "kind": data.draw(st.sampled_from(kinds))} for n in range(3)]
    text = st.none() | st.sampled_from(["2240", "2960", "644", "511", "9"])
    lines, allocations = [], []
    for number in range(data.draw(st.integers(0, 6))):
        fy, cents = data.draw(st.sampled_from([2027, 2028])), data.draw(st.integers(1, 10**9))
        lines.append({"line": str(number), "fy": fy, "amount_cents": cents, "function": data.draw(text),
                      "object": data.draw(text)})  # fmt: skip
        allocations.append({"line": str(number), "fund": f"{data.draw(st.integers(0, 2)):03d}", "fy": fy,
                            "amount_cents": cents})  # fmt: skip
    frame = paid(*allocations) if allocations else Allocations.empty()
    found = made(ohio(small, funds=funds, forecast_lines=a_forecast(0)), small.lines_of(*lines), frame)
    whole = sum(row["amount_cents"] for row in allocations)
    assert found["budget_accounts"]["amount_cents"].sum() == whole
    assert found["budget_funds"]["amount_cents"].sum() == whole
    general = [fund["fund"] for fund in funds if fund["kind"] == "general"]
    own = frame.filter(pl.col("fund").is_in(general))["amount_cents"].sum()
    assert found["forecast_with_plan"]["plan_cents"].sum() == own
    for table in RESULTS:
        table.validate(found[table.table_name()])


def test_the_tables_have_names_of_their_own() -> None:
    assert not {table.table_name() for table in RESULTS} & set(TABLES)
