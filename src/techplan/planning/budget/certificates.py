"""The papers that are needed before orders, contracts and appropriations of the budget year bind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars, half_up
from techplan.book.school_years import first_day, label, last_day
from techplan.planning.budget.law import Law, said
from techplan.planning.budget.results import PAPERS, Certificates
from techplan.planning.funding.pots import OWN_MONEY
from techplan.planning.settings import Settings
from techplan.rules.values import RuleValue

OFFICER, LATER, REVENUE, LIFE = PAPERS
PAYROLL: Final = ("support_staff",)
"""Tables whose lines are pay, not orders."""
_GROUP: Final[list[str]] = ["source_table", "source_key", "fund", "award"]


def certificates(
    book: Book, lines: pl.DataFrame, allocations: pl.DataFrame, settings: Settings, law: Law
) -> pl.DataFrame:
    """The ``certificates`` table for the year that the budget is made for; empty where the state asks for none."""
    paid = _paid(book, lines, allocations)
    orders = _orders(paid.filter(pl.col("fy") == settings.focus))
    rows = [
        *_officer(orders, law),
        *_later(book, orders, lines, settings, law),
        *_revenue(book, orders, paid, settings, law),
        *_appropriation(book, paid, settings, law),
        *_life(book, paid.filter(pl.col("fy") == settings.focus), law),
    ]
    return pl.DataFrame(rows, schema=Certificates.polars_schema()).sort("certificate")


def _paid(book: Book, lines: pl.DataFrame, allocations: pl.DataFrame) -> pl.DataFrame:
    """Allocations with what they are for; needs and what is leased go by their class, all else by its own key."""
    by_class = (pl.col("source_table") == "needs") & pl.col("asset_class").is_not_null()
    names = dict(book.asset_classes.select("code", "name").iter_rows())
    of = lines.with_columns(
        pl.when(by_class).then(pl.lit("asset_classes")).otherwise("source_table").alias("source_table"),
        pl.when(by_class).then("asset_class").otherwise("source_key").alias("source_key"),
        pl.when(by_class)
        .then(pl.col("asset_class").replace_strict(names, default=pl.col("asset_class"), return_dtype=pl.String))
        .otherwise("title")
        .alias("title"),
    ).select("line", "source_table", "source_key", "title", "pay_on", "asset_class", "kind")
    return allocations.select("line", "fund", "award", "fy", "amount_cents").join(of, on="line", how="inner")


def _orders(paid: pl.DataFrame) -> pl.DataFrame:
    """What is ordered: one row for each source, fund and award, with its amount and first day."""
    ordered = paid.filter(~pl.col("source_table").is_in(PAYROLL))
    return (
        ordered.group_by(_GROUP)
        .agg(pl.col("amount_cents").sum(), pl.col("pay_on").min(), pl.col("title").min())
        .filter(pl.col("amount_cents") > 0)
        .sort(_GROUP)
    )


def _paper(paper: str, order: dict[str, Any], amount: int, by: date, rule: RuleValue, why: str) -> dict[str, Any]:
    parts = (paper, *(order[name] for name in _GROUP))
    return {
        "certificate": "/".join(parts),
        "paper": paper,
        **{name: order[name] for name in (*_GROUP, "title")},
        "amount_cents": amount,
        "needed_by": by,
        "rule": rule.name,
        "confirmed": rule.confirmed,
        "why": f"{why} {said(rule)}",
    }


def _officer(orders: pl.DataFrame, law: Law) -> Iterator[dict[str, Any]]:
    rule = law.find("certificate.fiscal_officer")
    if rule is None or rule.value is not True:
        return
    for order in orders.iter_rows(named=True):
        yield _paper(OFFICER, order, order["amount_cents"], order["pay_on"], rule, "Before the order is given.")


def _ends(book: Book) -> dict[tuple[str, str], date | None]:
    """Last day of each contract: an agreement's running term; a financing runs as long as its payments."""
    agreements = book.agreements.select("agreement", "end_on").iter_rows()
    ends: dict[tuple[str, str], date | None] = {("agreements", key): end for key, end in agreements if end is not None}
    return {**ends, **{("financings", key): None for key in book.financings["financing"]}}


def _promised(
    frame: pl.DataFrame, order: dict[str, Any], after: date, end: date | None, by: Sequence[str] = _GROUP
) -> int:
    """What rows like the order's by these columns still promise after a day, up to the contract's end."""
    same = pl.all_horizontal(pl.col(name) == order[name] for name in by)
    inside = pl.lit(value=True) if end is None else pl.col("pay_on") <= end
    return int(frame.filter(same & (pl.col("pay_on") > after) & inside)["amount_cents"].sum())


def _later(
    book: Book, orders: pl.DataFrame, lines: pl.DataFrame, settings: Settings, law: Law
) -> Iterator[dict[str, Any]]:
    """Contracts that bind beyond the year: what later years owe, funded or not, each certified in its turn.

    A contract stands once, under the fund that pays most of it in the year.
    """
    rule = law.find("certificate.later_years")
    if rule is None or rule.value is not True:
        return
    ends, last = _ends(book), last_day(settings.focus, settings.start_month)
    most = orders.sort([*_GROUP, "amount_cents"]).sort("amount_cents", descending=True, maintain_order=True)
    for order in most.unique(_GROUP[:2], keep="first", maintain_order=True).iter_rows(named=True):
        key = (order["source_table"], order["source_key"])
        owed = _promised(lines, order, last, ends[key], _GROUP[:2]) if key in ends else 0
        if owed:
            until = ends[key]
            runs = "its last payment" if until is None else until.isoformat()
            why = f"The contract runs to {runs}, beyond the appropriation of {label(settings.focus)}."
            by = first_day(settings.focus + 1, settings.start_month)
            yield _paper(LATER, order, owed, by, rule, why)


def _revenue(
    book: Book, orders: pl.DataFrame, paid: pl.DataFrame, settings: Settings, law: Law
) -> Iterator[dict[str, Any]]:
    """Contracts whose payments from the general fund exceed the limit."""
    limit, why_limit = _limit(book, settings, law)
    rule = law.find("certificate.revenue_over")
    if limit is None or rule is None:
        return
    ends, last = _ends(book), last_day(settings.focus, settings.start_month)
    for order in orders.filter(_general(book)).iter_rows(named=True):
        key = (order["source_table"], order["source_key"])
        whole = order["amount_cents"] + (_promised(paid, order, last, ends[key]) if key in ends else 0)
        if whole > limit:
            yield _paper(REVENUE, order, whole, order["pay_on"], rule, why_limit)


def _limit(book: Book, settings: Settings, law: Law) -> tuple[int | None, str]:
    """The lesser of the amount and the share of the current year's revenue, where that is known."""
    over, share = law.find("certificate.revenue_over"), law.find("certificate.revenue_share")
    if over is None:
        return None, ""
    now = book.forecast_lines.filter((pl.col("fy") == settings.in_progress) & (pl.col("role") == "revenue"))
    if share is None or now.is_empty():
        return over.cents, f"It exceeds {dollars(over.cents)}; revenue of the current year is not known."
    part = half_up(Fraction(str(share.value)) * int(now["amount_cents"].sum()))
    return min(over.cents, part), f"It exceeds {dollars(min(over.cents, part))}."


def _general(book: Book) -> pl.Expr:
    general = book.funds.filter(pl.col("kind") == "general")["fund"].to_list()
    return pl.col("fund").is_in(general) & (pl.col("award") == OWN_MONEY)


def _appropriation(book: Book, paid: pl.DataFrame, settings: Settings, law: Law) -> Iterator[dict[str, Any]]:
    """The certificate that an appropriation measure carries, for each general fund with spending in the year."""
    rule, by = law.find("certificate.appropriation"), law.find("appropriation.annual_by")
    if rule is None or rule.value is not True:
        return
    year = paid.filter((pl.col("fy") == settings.focus) & _general(book))
    start = first_day(settings.focus, settings.start_month)
    needed = start if by is None else _on(settings.focus, str(by.value), settings)
    for fund, cents in year.group_by("fund").agg(pl.col("amount_cents").sum()).sort("fund").iter_rows():
        order = {"source_table": "appropriations", "source_key": label(settings.focus), "fund": fund,
                 "award": OWN_MONEY, "title": f"Appropriation of {label(settings.focus)}"}  # fmt: skip
        yield _paper(REVENUE, order, cents, needed, rule, "Attached to the whole measure; the amount is technology's.")


def _on(fy: int, month_day: str, settings: Settings) -> date:
    """The day of a fiscal year that falls on a month and day."""
    start = first_day(fy, settings.start_month)
    month, number = (int(part) for part in month_day.split("-"))
    return date(start.year if month >= start.month else start.year + 1, month, number)


def _life(book: Book, paid: pl.DataFrame, law: Law) -> Iterator[dict[str, Any]]:
    """Purchases on permanent improvement funds whose class has no certified life."""
    rule = law.find("certificate.estimated_life")
    if rule is None:
        return
    funds = book.funds.filter(pl.col("kind") == "permanent improvement")["fund"].to_list()
    certified = book.asset_classes.filter(pl.col("certified_life_months").is_not_null())["code"].to_list()
    open_ = paid.filter(pl.col("fund").is_in(funds) & ~pl.col("asset_class").is_in(certified).fill_null(value=False))
    for order in _orders(open_).iter_rows(named=True):
        why = f"No certified life is entered; {rule.value} months or more are asked for."
        yield _paper(LIFE, order, order["amount_cents"], order["pay_on"], rule, why)
