"""A made-up plan of a made-up district, whose frames obey the schemas and tie to the cent; no planner is needed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book, make_book
from techplan.book.money import escalated
from techplan.book.school_years import add_months, first_day, fiscal_year_of
from techplan.book.tables import TABLES
from techplan.planning.assumptions import Assumption, assumptions_frame
from techplan.planning.plan import Plan
from techplan.planning.results import DISTRICT_WIDE, RESULTS
from techplan.planning.settings import Settings

SCHOOLS = {
    "010": "Lakeside High School", "020": "Harbor Middle School", "030": "Birch Elementary School",
    "040": "Cedar Elementary School", "050": "Dune Elementary School", "060": "Board Office",
}  # fmt: skip
CLASSES: dict[str, tuple[str, str, int, int, int, int]] = {
    # code: name, category, life in months, unit price in cents, items, tier
    "chromebook": ("Chromebook", "client computers", 48, 33_149, 3_600, 2),
    "laptop": ("Laptop", "client computers", 60, 95_075, 420, 2),
    "tablet": ("Tablet", "client computers", 48, 44_999, 520, 3),
    "panel": ("Interactive panel", "peripherals", 84, 249_950, 210, 3),
    "document-camera": ("Document camera", "peripherals", 84, 38_925, 160, 4),
    "access-point": ("Access point", "network", 72, 61_233, 330, 2),
    "switch": ("Switch", "network", 96, 412_567, 70, 2),
    "server": ("Server", "servers and storage", 60, 899_999, 12, 1),
    "camera": ("Camera", "peripherals", 96, 44_410, 280, 1),
    "phone": ("Phone", "network", 120, 18_275, 300, 3),
}
FUNDS = {
    # code: name, kind, pays, revenue a year in cents, opening in cents
    "001": ("General fund", "general", "both", 78_000_017, 12_000_000),
    "003": ("Permanent improvement", "permanent improvement", "capital", 42_000_033, 9_000_050),
    "451": ("State technology grant", "state grant", "both", 1_800_001, 0),
    "572": ("Title I", "federal grant", "both", 3_333_333, 0),
    "e-rate": ("E-rate discounts", "federal grant", "capital", 6_000_000, 0),
}
START_MONTH = 7


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as a result table, checked against its schema and sorted by key."""
    table = RESULTS[name]
    made = pl.DataFrame(rows, schema=table.polars_schema(), orient="row") if rows else table.empty()
    return table.validate(made).sort(table.primary_key())


def sample_assets(rng: random.Random, first_fy: int) -> list[dict[str, Any]]:
    """Stock of every class over the schools, some of it old, some without a date."""
    rows = []
    for code, (_, _, life, price, items, _) in CLASSES.items():
        for i in range(items):
            begin = add_months(first_day(first_fy, START_MONTH), -rng.randrange(0, life + 14))
            rows.append(
                {
                    "asset": f"{code}-{i:05d}",
                    "tag": f"{len(rows) + 1:06d}",
                    "serial": f"{rng.randrange(16**10):010X}",
                    "asset_class": code,
                    "school": rng.choice(list(SCHOOLS)[:5] if code != "server" else ["060"]),
                    "in_service_on": None if rng.random() < 0.02 else begin.replace(day=rng.randrange(1, 28)),
                    "cost_cents": price,
                    "status": "active",
                }
            )
    return rows


def sample_book(rng: random.Random, first_fy: int, years: int) -> Book:
    def typed(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
        return pl.DataFrame(rows, schema=TABLES[name].polars_schema(), orient="row")

    return make_book(
        {
            "district": typed(
                "district",
                [
                    {
                        "district": "lakeside",
                        "name": "Lakeside City Schools",
                        "state": "OH",
                        "fiscal_year_start_month": START_MONTH,
                        "first_plan_year": first_fy,
                        "horizon_years": years,
                    }
                ],
            ),
            "schools": typed("schools", [{"code": code, "name": name} for code, name in SCHOOLS.items()]),
            "asset_classes": typed(
                "asset_classes",
                [
                    {
                        "code": code,
                        "name": name,
                        "category": category,
                        "life_months": life,
                        "unit_price_cents": price,
                        "escalation": Decimal("0.03"),
                    }
                    for code, (name, category, life, price, _, _) in CLASSES.items()
                ],
            ),
            "assets": typed("assets", sample_assets(rng, first_fy)),
            "funds": typed(
                "funds",
                [
                    {"fund": code, "name": name, "kind": kind, "pays": pays}
                    for code, (name, kind, pays, *_) in FUNDS.items()
                ],
            ),
            "agreements": typed(
                "agreements",
                [
                    {
                        "agreement": f"A{i:02d}",
                        "title": f"Subscription {i}",
                        "category": rng.choice(["software", "external services"]),
                        "basis": "flat",
                        "amount_cents": rng.randrange(200_000, 4_000_000),
                    }
                    for i in range(1, 25)
                ],
            ),
        }
    )


def sample_needs(book: Book, settings: Settings) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict]]:
    """Due dates of the assets, what must be bought, and the assets without a date."""
    due, gaps = [], []
    wanted: dict[tuple[str, str, date, int], int] = defaultdict(int)
    for asset in book.assets.iter_rows(named=True):
        code, school, begin = asset["asset_class"], asset["school"], asset["in_service_on"]
        life = CLASSES[code][2]
        ends = add_months(begin, life) if begin else None
        backlog = ends is not None and ends < settings.begins
        due.append(
            {
                "asset": asset["asset"], "school": school, "asset_class": code, "in_service_on": begin,
                "aged_on": ends, "support_end": None, "due_on": ends,
                "due_fy": fiscal_year_of(ends, START_MONTH) if ends else None, "backlog": backlog,
                "why": "age" if ends else None,
            }
        )  # fmt: skip
        if ends is None:
            gaps.append(
                {
                    "table": "assets", "key": asset["asset"], "gap": "no date in service", "column": "in_service_on",
                    "school": school, "at_stake_cents": asset["cost_cents"],
                    "remedy": "Enter the day on which it went into service, or a day to replace it.",
                }
            )  # fmt: skip
        cycle = 1
        while ends is not None and ends <= settings.ends:
            wanted[school, code, ends.replace(day=1), cycle] += 1
            ends, cycle = add_months(max(ends, settings.begins), life), cycle + 1
    needs = [
        {
            "need": f"{school}/{code}/{day}/{cycle}", "school": school, "asset_class": code, "replaces": code,
            "cause": "replacement", "cycle": cycle, "backlog": day < settings.begins, "due_on": day,
            "due_fy": fiscal_year_of(day, START_MONTH), "deploy_by": day, "order_on": day,
            "late": day < settings.begins, "paying_fy": max(settings.first_fy, fiscal_year_of(day, START_MONTH)),
            "quantity": quantity, "why": "age",
        }
        for (school, code, day, cycle), quantity in sorted(wanted.items())
    ]  # fmt: skip
    return due, needs, gaps


def line(**fields: Any) -> dict[str, Any]:
    return {
        "asset_class": None, "program": None, "function": None, "object": None, "may_slip_years": 0,
        "discount_cents": 0, "recurring": False, "backlog": False, "whole": False,
        "estimated_life_months": None, "life_certified": False, "school": DISTRICT_WIDE, **fields,
    }  # fmt: skip


def sample_lines(book: Book, settings: Settings, needs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = []
    for need in needs:
        name, category, life, price, _, tier = CLASSES[need["asset_class"]]
        unit = escalated(price, Decimal("0.03"), need["paying_fy"] - settings.first_fy)
        lines.append(
            line(
                line=f"needs/{need['need']}", fy=need["paying_fy"], school=need["school"], category=category,
                kind="capital", source_table="needs", source_key=need["need"], title=name,
                asset_class=need["asset_class"], quantity=Decimal(need["quantity"]), unit_cents=unit,
                amount_cents=unit * need["quantity"], tier=tier, pay_on=max(settings.begins, need["order_on"]),
                backlog=need["backlog"], estimated_life_months=life, why="quantity by unit price of the paying year",
            )
        )  # fmt: skip
    for fy in settings.years:
        for agreement in book.agreements.iter_rows(named=True):
            amount = escalated(agreement["amount_cents"], Decimal("0.03"), fy - settings.first_fy)
            lines.append(
                line(
                    line=f"agreements/{agreement['agreement']}/{fy}", fy=fy, category=agreement["category"],
                    kind="operating", source_table="agreements", source_key=agreement["agreement"],
                    title=agreement["title"], quantity=Decimal(1), unit_cents=amount, amount_cents=amount, tier=2,
                    pay_on=first_day(fy, START_MONTH), recurring=True, why="one term a year",
                )
            )  # fmt: skip
        salary = escalated(7_812_345, Decimal("0.025"), fy - settings.first_fy)
        lines.append(
            line(
                line=f"support_staff/T1/{fy}", fy=fy, category="staff", kind="operating", source_table="support_staff",
                source_key="T1", title="Technician", quantity=Decimal(4), unit_cents=salary, amount_cents=4 * salary,
                tier=2, pay_on=first_day(fy, START_MONTH), recurring=True, why="salary and benefits by FTE",
            )
        )  # fmt: skip
    return lines


def sample_funding(
    lines: list[dict[str, Any]], settings: Settings
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Each fund pays what it may, highest tier first, until it is spent; nothing clever."""
    allocations, unfunded, fund_years = [], [], []
    balance = {code: opening for code, (*_, opening) in FUNDS.items()}
    for fy in settings.years:
        opening = dict(balance)
        for code, (_, _, _, revenue, _) in FUNDS.items():
            balance[code] += revenue
        spent: dict[str, int] = defaultdict(int)
        for item in sorted(
            (entry for entry in lines if entry["fy"] == fy), key=lambda entry: (entry["tier"], entry["line"])
        ):
            left = item["amount_cents"]
            for code in ("e-rate", "451", "572", "003", "001"):
                pays = FUNDS[code][2]
                if pays not in ("both", item["kind"]) or (code == "e-rate" and item["category"] != "network"):
                    continue
                part = min(left, balance[code])
                if part:
                    balance[code] -= part
                    spent[code] += part
                    left -= part
                    allocations.append(
                        {
                            "line": item["line"],
                            "fund": code,
                            "award": "–",
                            "fy": fy,
                            "amount_cents": part,
                            "why": "pays",
                        }
                    )
            if left:
                unfunded.append(
                    {
                        "line": item["line"], "fy": fy, "tier": item["tier"], "amount_cents": left,
                        "why": "General fund: spent. Permanent improvement: spent. E-rate discounts: not eligible.",
                    }
                )  # fmt: skip
        for code, (_, kind, _, revenue, _) in FUNDS.items():
            lapsed = balance[code] if kind.endswith("grant") else 0
            balance[code] -= lapsed
            fund_years.append(
                {
                    "fund": code, "award": "–", "fy": fy, "opening_cents": opening[code], "revenue_cents": revenue,
                    "returned_cents": 0, "spent_cents": spent[code], "indirect_cents": 0, "lapsed_cents": lapsed,
                    "closing_cents": balance[code],
                    "floor_cents": 0, "appropriated_cents": None,
                }
            )  # fmt: skip
    return allocations, unfunded, fund_years


def sample_budget(lines: pl.DataFrame, unfunded: pl.DataFrame) -> pl.DataFrame:
    left = unfunded.select("line", pl.col("amount_cents").alias("left"))
    return (
        lines.join(left, on="line", how="left")
        .with_columns(pl.col("left").fill_null(0))
        .group_by("fy", "kind", "category")
        .agg(
            pl.col("amount_cents").sum(),
            pl.col("amount_cents").filter("backlog").sum().alias("backlog_cents"),
            (pl.col("amount_cents") - pl.col("left")).sum().alias("funded_cents"),
            pl.col("left").sum().alias("unfunded_cents"),
        )
    )


def sample_schedule(lines: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Every school and class that buys at all, with every year."""
    bought = lines.filter(pl.col("source_table") == "needs")
    every = (
        bought.select("school", "asset_class").unique().join(pl.DataFrame({"fy": list(settings.years)}), how="cross")
    )
    sums = bought.group_by("school", "asset_class", "fy").agg(
        pl.col("quantity").sum().cast(pl.Int64),
        pl.col("amount_cents").sum(),
        pl.col("amount_cents").filter("backlog").sum().alias("backlog_cents"),
    )
    return every.join(sums, on=["school", "asset_class", "fy"], how="left").with_columns(
        pl.col("quantity", "amount_cents", "backlog_cents").fill_null(0)
    )


def make_sample_plan(*, seed: int = 7, years: int = 10, on: date = date(2026, 11, 25)) -> Plan:
    """The made-up plan. Equal arguments give equal plans."""
    rng = random.Random(seed)
    settings = Settings(
        on=on, start_month=START_MONTH, first_fy=2027, horizon=years, deployment_policy="as due",
        first_day_of_school="08-20", capital_unit_threshold_cents=500_000, capital_aggregate_threshold_cents=None,
        escalation=Decimal("0.03"),
    )  # fmt: skip
    book = sample_book(rng, settings.first_fy, years)
    due, needs, gaps = sample_needs(book, settings)
    raw = sample_lines(book, settings, needs)
    allocations, unfunded, fund_years = sample_funding(raw, settings)
    lines = frame("cost_lines", raw)
    left = frame("unfunded", unfunded)

    def checked(name: str, made: pl.DataFrame) -> pl.DataFrame:
        return frame(name, made.to_dicts())

    return Plan(
        solver={"solver": "HiGHS 1.16.0", "status": "optimal", "gap": 0.0},
        book_fingerprint="b" * 64,
        rules_fingerprint="a" * 64,
        version="0.1.0",
        book=book, settings=settings, on=on, known=on, seed=0,
        budget_years=checked("budget_years", sample_budget(lines, left)),
        schedule=checked("schedule", sample_schedule(lines, settings)),
        needs=frame("needs", needs), stock=frame("stock", []), asset_due=frame("asset_due", due), cost_lines=lines,
        allocations=frame("allocations", allocations), unfunded=left, slips=RESULTS["slips"].empty(),
        fund_years=frame("fund_years", fund_years),
        erate_lines=frame("erate_lines", []),
        data_gaps=frame("data_gaps", gaps),
        assumptions=assumptions_frame(
            Assumption(assumption="default for life", about=code, value=f"{CLASSES[code][2]} months",
                       why="A usual life; enter the district's own.", rows=CLASSES[code][4])
            for code in CLASSES
        ),
    )  # fmt: skip


@pytest.fixture(scope="session")
def sample_plan() -> Plan:
    return make_sample_plan()


@pytest.fixture(scope="session")
def sample_plan_of() -> Callable[..., Plan]:
    """For plans of another horizon, day or seed."""
    return make_sample_plan
