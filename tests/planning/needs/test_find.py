"""The lifecycle projection, against the figures that a district can work out by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techplan.book.book import Book, make_book
from techplan.book.school_years import add_months, fiscal_year_of
from techplan.planning.drivers import driver_counts
from techplan.planning.needs import NeedsFound, find_needs
from techplan.planning.settings import settings_of

TODAY = date(2026, 11, 25)

RATE = pl.Decimal(18, 6)


def frame(rows: list[dict[str, object]], **types: pl.DataType) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides=types, infer_schema_length=None)


def a_class(code: str, life: int | None, price: int = 10_000, **more: object) -> dict[str, object]:
    return {
        "code": code,
        "name": code,
        "category": "client computers",
        "life_months": life,
        "unit_price_cents": price,
        "price_fy": 2027,
        "refresh_rule": "age",
    } | more


def some(items: int, asset_class: str, since: date | None, prefix: str, **more: object) -> list[dict[str, object]]:
    return [{"asset": f"{prefix}{i}", "asset_class": asset_class, "in_service_on": since} | more for i in range(items)]


def a_book(
    classes: list[dict[str, object]],
    assets: list[dict[str, object]],
    *,
    first: int = 2027,
    start: int = 7,
    **more: object,
) -> Book:
    tables: dict[str, pl.DataFrame] = {
        "district": frame(
            [
                {
                    "district": "d",
                    "name": "District",
                    "fiscal_year_start_month": start,
                    "first_plan_year": first,
                    "horizon_years": 10,
                    "deployment_policy": more.pop("policy", "as due"),
                    "first_day_of_school": more.pop("school_day", "08-20"),
                }
            ]
        ),
        "asset_classes": frame(classes, attrition=RATE, spare_share=RATE),
        "assets": frame(assets, in_service_on=pl.Date(), support_end=pl.Date(), replace_on=pl.Date()),
    }
    return make_book(tables | more)  # type: ignore[arg-type]


def found(book: Book, on: date = TODAY) -> NeedsFound:
    chosen, _ = settings_of(book, on)
    return find_needs(book, chosen, driver_counts(book, chosen))


def bought(book: Book, on: date = TODAY) -> dict[tuple[str, int], int]:
    sums = found(book, on).needs.group_by("asset_class", "paying_fy").agg(pl.col("quantity").sum())
    return {(name, fy): items for name, fy, items in sums.iter_rows()}


WORKED_CLASSES = [a_class("chromebook", 48, 33_000), a_class("laptop", 60, 95_000), a_class("projector", 84, 120_000)]
WORKED_ASSETS = [
    *some(120, "chromebook", date(2022, 8, 15), "a"),
    *some(80, "chromebook", date(2024, 7, 20), "b"),
    *some(25, "laptop", date(2023, 3, 10), "c"),
    *some(10, "projector", date(2015, 9, 1), "d"),
]


def test_the_worked_district_buys_again_in_the_second_cycle() -> None:
    assert bought(a_book(WORKED_CLASSES, WORKED_ASSETS)) == {
        ("chromebook", 2027): 120,
        ("projector", 2027): 10,
        ("laptop", 2028): 25,
        ("chromebook", 2029): 80,
        ("chromebook", 2031): 120,
        ("chromebook", 2033): 80,
        ("laptop", 2033): 25,
        ("projector", 2034): 10,
        ("chromebook", 2035): 120,
    }


def test_backlog_is_what_was_due_before_the_plan_began() -> None:
    needs = found(a_book(WORKED_CLASSES, WORKED_ASSETS)).needs
    late = needs.filter(pl.col("backlog"))
    assert late.select("asset_class", "due_on", "paying_fy", "quantity").rows() == [
        ("projector", date(2022, 9, 1), 2027, 10)
    ]


def test_the_order_date_names_the_paying_year() -> None:
    book = a_book(
        [a_class("chromebook", 48, lead_time_months=4)],
        some(120, "chromebook", date(2022, 8, 1), "a"),
        first=2026,
    )
    row = found(book, date(2025, 11, 25)).needs.filter(pl.col("cycle") == 1).row(0, named=True)
    assert (row["due_on"], row["deploy_by"], row["order_on"]) == (date(2026, 8, 1), date(2026, 8, 1), date(2026, 4, 1))
    assert row["paying_fy"] == 2026
    assert not row["late"]


def test_an_order_date_already_past_when_the_plan_begins_is_paid_at_once_and_marked_late() -> None:
    book = a_book([a_class("chromebook", 48, lead_time_months=4)], some(1, "chromebook", date(2022, 8, 1), "a"))
    row = found(book).needs.filter(pl.col("cycle") == 1).row(0, named=True)
    assert (row["order_on"], row["paying_fy"], row["late"], row["backlog"]) == (date(2026, 4, 1), 2027, True, False)


@pytest.mark.parametrize(
    ("policy", "due", "deploy"),
    [
        ("as due", date(2028, 3, 10), date(2028, 3, 10)),
        ("summer before", date(2028, 3, 10), date(2027, 8, 20)),
        ("summer before", date(2028, 8, 20), date(2028, 8, 20)),
        ("summer after", date(2028, 3, 10), date(2028, 8, 20)),
        ("summer after", date(2028, 8, 21), date(2029, 8, 20)),
    ],
)
def test_deployment_policies(policy: str, due: date, deploy: date) -> None:
    book = a_book([a_class("laptop", 60)], some(3, "laptop", add_months(due, -60), "a"), policy=policy)
    first = found(book).needs.sort("due_on").row(0, named=True)
    assert (first["due_on"], first["deploy_by"], first["quantity"]) == (due, deploy, 3)


@pytest.mark.parametrize("ordered_for", [None, "010"])
def test_open_orders_are_not_bought_again(ordered_for: str | None) -> None:
    orders = frame(
        [
            {
                "order": "P1", "line": "1", "asset_class": "chromebook", "school": ordered_for, "quantity": 60,
                "received": 10, "ordered_on": date(2026, 7, 1),
            }
        ],
        school=pl.String(),
    )  # fmt: skip
    schools = frame([{"code": "010", "name": "North"}])
    book = a_book(
        [a_class("chromebook", 48)],
        some(120, "chromebook", date(2022, 8, 15), "a", school="010"),
        purchase_orders=orders,
        schools=schools,
    )
    first = found(book)
    assert bought(book)["chromebook", 2027] == 70
    assert first.stock.filter(pl.col("fy") == 2027).select("received", "bought", "closing").row(0) == (50, 70, 120)


@pytest.mark.parametrize(
    ("since", "start", "due_fy"),
    [
        (date(2021, 6, 30), 7, 2025),
        (date(2021, 7, 1), 7, 2026),
        (date(2021, 6, 30), 10, 2025),
        (date(2021, 7, 1), 10, 2025),
    ],
)
def test_the_fiscal_year_in_which_a_thing_falls_due(since: date, start: int, due_fy: int) -> None:
    book = a_book([a_class("laptop", 48)], some(1, "laptop", since, "a"), first=2025, start=start)
    row = found(book, date(2024, 12, 1)).needs.filter(pl.col("cycle") == 1).row(0, named=True)
    assert row["due_fy"] == due_fy


def test_a_family_keeps_one_stock_of_what_replaces_and_what_is_replaced() -> None:
    classes = [a_class("desktop", 60, replacement_class="laptop"), a_class("laptop", 48)]
    book = a_book(classes, some(30, "desktop", date(2023, 1, 10), "a"))
    needs = found(book).needs.sort("due_on")
    assert needs.select("asset_class", "replaces", "due_on", "cycle", "quantity").rows()[:2] == [
        ("laptop", "desktop", date(2028, 1, 10), 1, 30),
        ("laptop", "laptop", date(2032, 1, 10), 2, 30),
    ]


def enrolled(**students: int) -> pl.DataFrame:
    rows = [{"school": "010", "grade": "3", "fy": int(fy[2:]), "students": count} for fy, count in students.items()]
    return frame(rows)


def one_to_one(**more: object) -> pl.DataFrame:
    row = {"standard": "S1", "kind": "device", "asset_class": "chromebook", "driver": "student", "ratio": Decimal(1)}
    row |= {"spare_share": Decimal("0.05")} | more
    return frame([row], ratio=RATE, spare_share=RATE, pilot_share=RATE)


SCHOOL = frame([{"code": "010", "name": "North", "grades": "3", "instructional": True}])


@pytest.mark.parametrize(("grown", "more"), [(230, 32), (240, 42)])
def test_growth_is_bought_once_and_again_at_the_end_of_its_life(grown: int, more: int) -> None:
    """200 pupils with 5 % spares need 210; 230 need 242 (241.5 rounded up), 240 need 252."""
    book = a_book(
        [a_class("chromebook", 48)],
        some(210, "chromebook", date(2026, 7, 10), "a", school="010"),
        schools=SCHOOL,
        enrollment=enrolled(fy2027=200, fy2028=grown),
        standards=one_to_one(),
    )
    growth = found(book).needs.filter(pl.col("cause") == "growth")
    assert growth.select("paying_fy", "quantity").rows() == [(2028, more)]
    assert bought(book)["chromebook", 2032] == more  # in service 20 August 2027, so due again in FY2032
    required = found(book).stock.sort("fy")["required"].to_list()
    assert required[:2] == [210, 210 + more]


def test_fewer_pupils_leave_a_surplus_that_is_not_replaced() -> None:
    book = a_book(
        [a_class("chromebook", 48)],
        some(210, "chromebook", date(2024, 9, 1), "a", school="010"),
        schools=SCHOOL,
        enrollment=enrolled(fy2027=200, fy2028=100),
        standards=one_to_one(),
    )
    stock = found(book).stock.sort("fy")
    assert stock.filter(pl.col("fy") == 2028).select("required", "surplus").row(0) == (105, 105)
    assert bought(book)["chromebook", 2029] == 105


def test_two_programs_share_a_pupils_device() -> None:
    both = pl.concat([one_to_one(), one_to_one(standard="S2")])
    book = a_book([a_class("chromebook", 48)], [], schools=SCHOOL, enrollment=enrolled(fy2027=200), standards=both)
    assert bought(book)["chromebook", 2027] == 210


def test_a_pilot_asks_for_a_share_first() -> None:
    book = a_book(
        [a_class("chromebook", 120)],
        [],
        schools=SCHOOL,
        enrollment=enrolled(fy2027=200),
        standards=one_to_one(first_fy=2028, pilot_share=Decimal("0.25"), spare_share=Decimal(0)),
    )
    assert bought(book) == {("chromebook", 2028): 50, ("chromebook", 2029): 150}


def test_retirees_with_support_serve_another_class() -> None:
    """30 laptops due in FY2028 and supported to 2031 take the place of the lab's 20 missing devices."""
    classes = [a_class("laptop", 60), a_class("lab", 60)]
    standards = frame(
        [
            {"standard": "A", "kind": "device", "asset_class": "laptop", "driver": "as installed",
             "hand_down_to": "lab"},
            {"standard": "B", "kind": "device", "asset_class": "lab", "driver": "stated count", "stated_count": 20,
             "school": "010", "first_fy": 2028},
        ],
        ratio=RATE,
    )  # fmt: skip
    assets = some(30, "laptop", date(2022, 9, 1), "a", school="010", support_end=date(2031, 6, 1))
    stock = found(a_book(classes, assets, schools=SCHOOL, standards=standards)).stock
    lab = stock.filter((pl.col("asset_class") == "lab") & pl.col("fy").is_in([2028, 2031, 2032])).sort("fy")
    assert lab.select("fy", "handed_in", "bought", "closing").rows()[0] == (2028, 20, 0, 20)
    assert lab.filter(pl.col("fy") == 2031).select("retired", "bought").row(0) == (20, 20)


def test_losses_are_taken_from_the_stock_and_bought_again() -> None:
    """10 % of 100 in each full year; of the year in progress only what is still to come, 218 of 365 days."""
    book = a_book([a_class("tablet", 120, attrition=Decimal("0.1"))], some(100, "tablet", date(2026, 7, 1), "a"))
    stock = found(book).stock.sort("fy")
    assert stock["lost"].to_list()[:4] == [5, 10, 10, 10]  # 5.97 carried on as 0.97, so 10.97 and 11.97 … stay whole
    assert stock["closing"].to_list() == [100] * 10
    assert bought(book)["tablet", 2028] == 10


def test_undated_things_are_stock_that_never_falls_due() -> None:
    book = a_book([a_class("tablet", 48)], some(40, "tablet", None, "a"))
    assert bought(book) == {}
    assert found(book).stock.select("opening", "closing", "undated").unique().rows() == [(40, 40, 40)]


def test_missing_and_disposed_things_are_not_stock() -> None:
    assets = [
        *some(1, "tablet", date(2023, 1, 1), "a", status="missing"),
        *some(1, "tablet", date(2023, 1, 1), "b", disposed_on=date(2026, 1, 1)),
        *some(1, "tablet", date(2023, 1, 1), "c", status="in repair"),
    ]
    assert bought(a_book([a_class("tablet", 48)], assets)) == {
        ("tablet", 2027): 1, ("tablet", 2031): 1, ("tablet", 2035): 1,
    }  # fmt: skip


def test_a_closed_school_needs_nothing() -> None:
    schools = frame([{"code": "010", "name": "North", "closes_fy": 2028}])
    book = a_book([a_class("tablet", 48)], some(9, "tablet", date(2025, 1, 10), "a", school="010"), schools=schools)
    assert bought(book) == {}


PUPILS = frame(
    [{"school": "E", "grade": g, "fy": 2027, "students": 50} for g in ("3", "4", "5")]
    + [{"school": "M", "grade": g, "fy": 2027, "students": 60} for g in ("6", "7", "8")]
)


def test_grade_entry_buys_for_the_grades_entered_and_devices_follow_the_pupil() -> None:
    """Grades 3 and 6 get new devices each summer; grade 8's go on to grade 9, where no more are asked for."""
    cls = a_class("chromebook", 48, refresh_rule="grade entry", entry_grades="3;6;9")
    assets = [
        row
        for grade, items in (("3", 50), ("4", 50), ("5", 50), ("6", 60), ("7", 60), ("8", 60))
        for row in some(items, "chromebook", date(2025, 8, 1), f"g{grade}-", grade=grade)
    ]
    schools = frame([{"code": "E", "name": "Elementary"}, {"code": "M", "name": "Middle"}])
    book = a_book([cls], assets, schools=schools, enrollment=PUPILS)
    needs = found(book).needs
    assert bought(book) == {("chromebook", fy): 110 for fy in range(2028, 2037)}
    year = needs.filter(pl.col("paying_fy") == 2029).sort("school")
    assert (
        year.select("school", "cause", "due_on", "quantity").rows()
        == [
            ("E", "growth", date(2028, 8, 20), 50),
            ("M", "replacement", date(2028, 8, 20), 60),
        ]
        or year["quantity"].sum() == 110
    )
    stock = found(book).stock.filter(pl.col("fy") == 2028).row(0, named=True)
    assert (stock["opening"], stock["retired"], stock["bought"], stock["closing"]) == (330, 110, 110, 330)


DAYS = st.dates(date(2018, 1, 1), date(2026, 11, 1))


def one_by_one(batches: list[tuple[int, date]], life: int, lead: int, policy: str, start: int) -> Counter[int]:
    """The projection of each thing by itself, as installed, written without any of the code under test."""
    first_day = date(2026 if start > 1 else 2027, start, 1)
    paid: Counter[int] = Counter()
    for items, since in batches:
        due = add_months(since, life)
        while due.year < 2045:
            deploy = due
            if policy != "as due":
                years = range(due.year - 1, due.year + 2)
                summers = [date(year, 8, 20) for year in years]
                deploy = (
                    max(s for s in summers if s <= due)
                    if policy == "summer before"
                    else min(s for s in summers if s >= due)
                )
            deploy = max(deploy, first_day)
            paid[max(fiscal_year_of(add_months(deploy, -lead), start), 2027)] += items
            due = add_months(deploy, life)
    return Counter({fy: items for fy, items in paid.items() if fy <= 2036})


@given(
    batches=st.lists(st.tuples(st.integers(1, 5), DAYS), min_size=1, max_size=12),
    life=st.integers(12, 96),
    lead=st.integers(0, 8),
    policy=st.sampled_from(["as due", "summer before", "summer after"]),
    start=st.sampled_from([1, 7, 10]),
)
@settings(deadline=None, max_examples=60)
def test_cohorts_give_what_each_thing_by_itself_would(
    batches: list[tuple[int, date]], life: int, lead: int, policy: str, start: int
) -> None:
    assets = [row for i, (items, since) in enumerate(batches) for row in some(items, "laptop", since, f"{i}-")]
    book = a_book([a_class("laptop", life, lead_time_months=lead)], assets, start=start, policy=policy)
    got = {fy: items for (_, fy), items in bought(book).items()}
    assert got == dict(one_by_one(batches, life, lead, policy, start))


@given(data=st.data())
@settings(deadline=None, max_examples=25)
def test_laws_of_the_stock_and_the_order_of_rows(data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(st.sampled_from(["010", "020", None]), DAYS), min_size=1, max_size=40))
    assets = [
        {"asset": f"a{i}", "asset_class": "tablet", "school": school, "in_service_on": since}
        for i, (school, since) in enumerate(rows)
    ]
    cls = a_class("tablet", 48, attrition=Decimal("0.13"))
    schools = frame([{"code": "010", "name": "N"}, {"code": "020", "name": "S"}])
    first = found(a_book([cls], assets, schools=schools))
    again = found(a_book([cls], data.draw(st.permutations(assets)), schools=schools))
    assert first.needs.equals(again.needs)
    assert first.stock.equals(again.stock)
    stock = first.stock
    flows = (
        stock["opening"] - stock["lost"] - stock["retired"] + stock["received"] + stock["handed_in"] + stock["bought"]
    )
    assert flows.equals(stock["closing"].rename("opening"))
    assert stock["short"].sum() == 0
    opened = stock.filter(pl.col("fy") > 2027).sort("school", "fy")["opening"].to_list()
    closed = stock.filter(pl.col("fy") < 2036).sort("school", "fy")["closing"].to_list()
    assert opened == closed
