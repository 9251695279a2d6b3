"""Needs as money: one cost line for each row of needs, capital or operating by the district's thresholds."""

from __future__ import annotations

from typing import Any

import polars as pl

from techplan.book.book import Book
from techplan.book.columns import RATE_PRECISION, RATE_SCALE
from techplan.book.money import dollars
from techplan.book.school_years import first_day, label, last_day
from techplan.planning.assumptions import Assumption
from techplan.planning.costs.parts import DEFAULT_TIER, MANDATE_TIER, NO_DISCOUNT, NO_SLIP, Costs, default_tiers, gap
from techplan.planning.costs.prices import PriceList, price_list
from techplan.planning.results import CostLines
from techplan.planning.settings import Settings


def purchase_lines(book: Book, needs: pl.DataFrame, settings: Settings) -> Costs:
    """The lines of all needs (``results.Needs``) whose class has a price; the others become data gaps."""
    prices = price_list(book, settings)
    wanted = needs.filter(pl.col("quantity") > 0)
    classes = wanted.select(pl.col("asset_class").unique().sort())["asset_class"].to_list()
    priced = wanted.join(_price_table(wanted, prices), on=["asset_class", "paying_fy"]).join(
        _class_facts(book), on="asset_class", how="left"
    )
    bought = priced.with_columns((pl.col("quantity") * pl.col("unit_cents")).alias("amount_cents"))
    # Things still work when they fall due and may wait; what is lost or asked for anew is missing at once.
    replacing = pl.when(pl.col("cause") == "replacement").then("may_slip_years").otherwise(NO_SLIP)
    bought = bought.with_columns(may_slip_years=replacing)
    lines = _with_kind(bought, settings).join(_pay_on_bounds(bought, settings), on="paying_fy")
    known = [code for code in classes if code in prices.by_class]
    facts = book.asset_classes.filter(pl.col("code").is_in(lines["asset_class"].unique().to_list()))
    assumptions = [*prices.assumptions(known), *default_tiers("asset_classes", facts["tier"].to_list())]
    assumptions += _open_orders(book)
    return Costs(_as_lines(lines), tuple(assumptions), tuple(_gaps(wanted, prices, book)))


def _price_table(needs: pl.DataFrame, prices: PriceList) -> pl.DataFrame:
    """asset_class, paying_fy, unit_cents, priced: each price needed, found once."""
    rows: list[tuple[str, int, int, str]] = []
    for code, fy in needs.select("asset_class", "paying_fy").unique().sort("asset_class", "paying_fy").iter_rows():
        cents = prices.unit_price(code, fy)
        if cents is not None:
            rows.append(
                (code, fy, cents, f"{dollars(cents)} each in {label(fy)} ({prices.by_class[code].in_words(fy)})")
            )
    schema = {"asset_class": pl.String, "paying_fy": pl.Int64, "unit_cents": pl.Int64, "priced": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _class_facts(book: Book) -> pl.DataFrame:
    """What a line takes from its class; a class that a mandate asks for is in the first tier, whatever its rank."""
    mandated = book.standards.filter(pl.col("mandate").is_not_null()).get_column("asset_class")
    must = pl.col("code").is_in(mandated.implode())
    return book.asset_classes.select(
        pl.col("code").alias("asset_class"),
        "name",
        "category",
        pl.col("object_code").alias("object"),
        pl.when(must).then(MANDATE_TIER).otherwise(pl.col("tier").fill_null(DEFAULT_TIER)).alias("tier"),
        pl.col("may_slip_years").fill_null(NO_SLIP),
        pl.coalesce("certified_life_months", "life_months").alias("estimated_life_months"),
        pl.col("certified_life_months").is_not_null().alias("life_certified"),
        pl.col("whole").fill_null(value=False),
    )


def _with_kind(bought: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Capital where one item, or the class's purchases of the year in the whole district, reach the threshold."""
    capital = pl.col("unit_cents") >= settings.capital_unit_threshold_cents
    if settings.capital_aggregate_threshold_cents is not None:
        group = pl.col("amount_cents").sum().over("asset_class", "paying_fy")
        capital = capital | (group >= settings.capital_aggregate_threshold_cents)
    return bought.with_columns(pl.when(capital).then(pl.lit("capital")).otherwise(pl.lit("operating")).alias("kind"))


def _pay_on_bounds(bought: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """paying_fy, earliest, latest: the days on which a purchase of that year can still be made.

    What is not yet bought cannot be bought before the day of planning, nor outside the year that pays.
    """
    rows = []
    for fy in bought["paying_fy"].unique().sort().to_list():
        latest = last_day(fy, settings.start_month)
        rows.append((fy, min(max(first_day(fy, settings.start_month), settings.on), latest), latest))
    schema = {"paying_fy": pl.Int64, "earliest": pl.Date, "latest": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _ordered() -> pl.Expr:
    return pl.min_horizontal(pl.max_horizontal("order_on", "earliest"), "latest")


def _as_lines(bought: pl.DataFrame) -> pl.DataFrame:
    """The columns of ``CostLines``."""
    columns: dict[str, pl.Expr] = {
        "line": pl.format("need:{}", pl.col("need")),
        "fy": pl.col("paying_fy"),
        "source_table": pl.lit("needs"),
        "source_key": pl.col("need"),
        "title": pl.col("name"),
        "program": pl.lit(None, dtype=pl.String),
        "quantity": pl.col("quantity").cast(pl.Decimal(RATE_PRECISION, RATE_SCALE)),
        "discount_cents": pl.lit(NO_DISCOUNT, dtype=pl.Int64),
        "function": pl.lit(None, dtype=pl.String),
        "pay_on": _ordered(),
        "billed_on": pl.max_horizontal(_ordered(), "deploy_by"),
        "recurring": pl.lit(value=False),
        "why": pl.format("{} at {}. {}", pl.col("quantity"), pl.col("priced"), pl.col("why")),
    }
    return bought.select(columns.get(name, pl.col(name)).alias(name) for name in CostLines.columns())


def _gaps(needs: pl.DataFrame, prices: PriceList, book: Book) -> list[dict[str, Any]]:
    """One gap for each class without a price, saying how many items the plan counts without a cost."""
    items = needs.group_by("asset_class").agg(pl.col("quantity").sum()).sort("asset_class")
    listed = set(book.asset_classes["code"].to_list())
    return [
        gap(
            "asset_classes",
            code,
            f"No unit price: {quantity} items in the plan have no cost."
            if code in listed
            else f"The class is not in the table: {quantity} items in the plan have no cost.",
            "Enter the price of one item and its price year.",
            column="unit_price",
        )
        for code, quantity in items.iter_rows()
        if code not in prices.by_class or prices.by_class[code].cents is None
    ]


def _open_orders(book: Book) -> list[Assumption]:
    """Orders already placed are outside the plan's dollars."""
    settled = pl.col("received").fill_null(0) + pl.col("cancelled").fill_null(0)
    still_open = book.purchase_orders.filter(pl.col("quantity") > settled).height
    if not still_open:
        return []
    return [
        Assumption(
            assumption="open purchase orders are paid outside this plan",
            about="purchase_orders",
            value="no cost line",
            why="An order placed has its money set aside already; the plan counts only what is still to be bought.",
            rows=still_open,
        )
    ]
