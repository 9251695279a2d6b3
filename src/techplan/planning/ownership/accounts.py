"""The chart of accounts: every account of the five groups in one fiscal year, in a steady year's terms."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import half_up
from techplan.book.school_years import fiscal_year_expr
from techplan.planning.costs.prices import price_list
from techplan.planning.ownership.results import Ownership
from techplan.planning.settings import Settings

EQUIPMENT: Final = ("client computers", "peripherals", "servers and storage", "network", "printers", "supplies")
SERVICES: Final = ("software", "external services", "training")
NOT_SHARED: Final = "not shared out by activity"
ACTIVITIES: Final = (
    "operations", "help desk", "administration", "training", "curriculum support", "data and reporting",
)  # fmt: skip

Account = dict[str, Any]


def ownership(
    book: Book, stock: pl.DataFrame, lines: pl.DataFrame, time: pl.DataFrame, settings: Settings, fy: int
) -> pl.DataFrame:
    """The ``ownership`` table of one fiscal year.

    ``stock``, ``lines`` and ``time`` are the plan's stock and cost lines, and ``users_time``. Equipment is what is in
    use, at that year's price, over its life in years, spares included (Gartner: TCO is a steady year, no budget);
    agreements and labour are yearly already.
    """
    here = stock.filter(pl.col("fy") == fy).group_by("asset_class").agg(items=pl.col("closing").sum())
    accounts = [
        *_equipment(book, here, settings, fy),
        *_initiatives(book, lines, fy),
        *_energy(book, here, fy),
        *_repairs(book, settings, fy),
        *_agreements(lines, book, fy),
        *_labour(book, lines, fy),
        *_indirect(time, fy),
    ]
    frame = pl.DataFrame(
        [{"fy": fy, "margin_cents": None, **account} for account in accounts],
        schema=Ownership.polars_schema(),
        orient="row",
    )
    return frame.sort(Ownership.primary_key())


def account(group: str, name: str, cents: int | None, rows: int, why: str, margin: int | None = None) -> Account:
    """One account; without an amount it was not measured."""
    return {
        "group": group,
        "account": name,
        "amount_cents": cents,
        "margin_cents": margin,
        "measured": cents is not None,
        "rows": rows,
        "why": why,
    }


def _equipment(book: Book, here: pl.DataFrame, settings: Settings, fy: int) -> Iterator[Account]:
    """What is in use over its life, and what it brings at the end, by category."""
    prices = price_list(book, settings)
    classes = {row["code"]: row for row in book.asset_classes.iter_rows(named=True)}
    yearly: dict[str, list[Fraction]] = {}
    salvage = Fraction(0)
    unpriced = 0
    for code, items in here.sort("asset_class").iter_rows():
        facts, price = classes.get(code, {}), prices.unit_price(code, fy)
        life = facts.get("certified_life_months") or facts.get("life_months")
        if price is None or not life:
            unpriced += int(items > 0)
            continue
        yearly.setdefault(facts["category"], []).append(Fraction(items * price * 12, life))
        if not facts["lease_payments"]:
            salvage += Fraction(items * (facts["salvage_cents"] or 0) * 12, life)
    said = f" {unpriced} classes have no price or life and are not in it." if unpriced else ""
    for category in EQUIPMENT:
        parts = yearly.get(category, [])
        why = "Items in use, spares included, at the year's price over their life in years." + said
        yield account("equipment", category, half_up(sum(parts, Fraction(0))), len(parts), why)
    yield account("equipment", "salvage", -half_up(salvage), len(classes), "What it brings at the end, over its life.")


def _initiatives(book: Book, lines: pl.DataFrame, fy: int) -> Iterator[Account]:
    """Projects' investments over their life; a project without a life is no steady cost and is left to the budget."""
    capital = book.initiative_costs.filter(
        pl.col("estimated_life_months").is_not_null()
        & (pl.col("fy") <= fy)
        & ~pl.col("recurring").fill_null(value=False)
    )
    still = capital.filter(pl.col("fy") + (pl.col("estimated_life_months") + 11) // 12 > fy)
    parts = [
        Fraction(cents * 12, months)
        for cents, months in still.select("amount_cents", "estimated_life_months").iter_rows()
        if months
    ]
    why = (
        "Investments of initiatives over their estimated life; one-time projects without a life are in the budget only."
    )
    yield account("equipment", "initiatives", half_up(sum(parts, Fraction(0))), len(parts), why)


def _energy(book: Book, here: pl.DataFrame, fy: int) -> Iterator[Account]:
    """Watts × hours × the district's price."""
    price = book.district["price_per_kwh_cents"][0] if book.district.height else None
    facts = book.asset_classes.filter(pl.col("watts").is_not_null() & pl.col("hours_per_year").is_not_null())
    rows = here.join(facts.select("watts", "hours_per_year", asset_class="code"), on="asset_class")
    if price is None or rows.is_empty():
        missing = "the price of a kilowatt-hour" if price is None else "power and hours of any class in use"
        yield account("equipment", "energy", None, 0, f"Not measured: {missing} is not entered.")
        return
    each = rows.sort("asset_class").select("items", "watts", "hours_per_year").iter_rows()
    hours = sum((Fraction(items) * Fraction(watts) * Fraction(used) / 1000 for items, watts, used in each), Fraction(0))
    yield account("equipment", "energy", half_up(hours * price), rows.height, "Power and hours of what is in use.")


def _repairs(book: Book, settings: Settings, fy: int) -> Iterator[Account]:
    """Repairs of the last whole fiscal year before the day of planning, less what was made good."""
    if not book.incidents.height:
        yield account("equipment", "repairs", None, 0, "Not measured: no incident is entered.")
        return
    last = settings.in_progress - 1
    money = ("cost_cents", "recovery_cents", "collected_cents")
    told = book.incidents.filter(fiscal_year_expr(pl.col("happened_on"), settings.start_month) == last).with_columns(
        pl.col(money).fill_null(0)
    )
    net = int(told["cost_cents"].sum()) - int(told["recovery_cents"].sum()) - int(told["collected_cents"].sum())
    why = f"Incidents of FY{last}, the last whole year, less what was recovered and collected."
    yield account("equipment", "repairs", net, told.height, why)


def _agreements(lines: pl.DataFrame, book: Book, fy: int) -> Iterator[Account]:
    """What agreements and standards cost in the year, by category; insurance and warranty apart."""
    purposes = book.agreements.select("purpose", source_key="agreement")
    rows = lines.filter((pl.col("fy") == fy) & pl.col("source_table").is_in(["agreements", "standards"])).join(
        purposes, on="source_key", how="left"
    )
    apart = pl.col("purpose").is_in(["insurance", "warranty"]).fill_null(value=False)
    for purpose in ("insurance", "warranty"):
        part = rows.filter(pl.col("purpose") == purpose)
        yield account(
            "external services", purpose, int(part["amount_cents"].sum()), part.height, f"Agreements for {purpose}."
        )
    rest = rows.filter(~apart)
    software = rest.filter(pl.col("category") == "software")
    yield account("software", "software", int(software["amount_cents"].sum()), software.height, "Licences of the year.")
    others = rest.filter(pl.col("category") != "software")
    for category in sorted({"external services", "training", *others["category"].to_list()}):
        part = others.filter(pl.col("category") == category)
        yield account(
            "external services", category, int(part["amount_cents"].sum()), part.height, "Agreements of the year."
        )


def _labour(book: Book, lines: pl.DataFrame, fy: int) -> Iterator[Account]:
    """Salary and benefits of technology positions, shared out over activities."""
    paid = lines.filter((pl.col("fy") == fy) & (pl.col("source_table") == "support_staff"))
    if not book.support_staff.height:
        yield account("direct labour", NOT_SHARED, None, 0, "Not measured: no technology position is entered.")
        return
    shares = book.staff_activities.select("activity", "share", source_key="position")
    found: dict[str, Fraction] = {}
    whole: dict[str, int] = dict(
        paid.group_by("source_key").agg(pl.col("amount_cents").sum()).sort("source_key").iter_rows()
    )
    left = Fraction(sum(whole.values()))
    for activity, share, position in shares.sort("source_key", "activity").iter_rows():
        part = whole.get(position, 0) * Fraction(share)
        found[activity] = found.get(activity, Fraction(0)) + part
        left -= part
    given = 0
    for activity in ACTIVITIES:
        if activity in found:
            cents = half_up(found[activity])
            given += cents
            yield account("direct labour", activity, cents, len(whole), "Salary and benefits by share of time.")
    rest = sum(whole.values()) - given
    if rest or not found:
        why = "Positions whose time is not shared out over activities."
        yield account("direct labour", NOT_SHARED, rest, len(whole), why)


def _indirect(time: pl.DataFrame, fy: int) -> Iterator[Account]:
    """Users' time of the last survey up to the year; where none was held, not measured."""
    years = time.filter(pl.col("fy") <= fy)["fy"]
    if years.is_empty():
        yield account("indirect labour", "users' time", None, 0, "Not measured: no survey of users' time was held.")
        return
    last = int(str(years.max()))
    rows = time.filter(pl.col("fy") == last)
    for (activity,), part in rows.sort("activity", "role").group_by(["activity"], maintain_order=True):
        known = part["amount_cents"].null_count() == 0
        cents = int(part["amount_cents"].sum()) if known else None
        margins = part["margin_cents"].drop_nulls().to_list()
        margin = round(sum(m * m for m in margins) ** 0.5) if margins and len(margins) == part.height else None
        why = f"Survey of FY{last}: users' own time, which no budget pays and the plan never funds."
        yield account("indirect labour", str(activity), cents, part.height, why, margin)
