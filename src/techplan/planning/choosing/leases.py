"""Leases and subscriptions: how they are reported under GASB 87 and 96, and their payments."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.columns import LAST_DAY
from techplan.book.money import dollars
from techplan.book.school_years import add_months, fiscal_year_of
from techplan.planning.annuities import present_value, split_interest
from techplan.planning.choosing.results import Aggregates, LeaseClasses, LeasePayments
from techplan.planning.costs.stated_lines import MONTHS_APART
from techplan.planning.settings import Settings

SHORT_MONTHS: Final = 12
THRESHOLDS: Final = {"lease": "lease_threshold_cents", "subscription": "subscription_threshold_cents"}
STATEMENTS: Final = {"lease": "GASB 87", "subscription": "GASB 96"}


def lease_classes(book: Book) -> pl.DataFrame:
    """The ``lease_classes`` table: one row for each financing.

    A lease that transfers ownership is a financed purchase (GASB 87, paragraph 19). One that can run at most twelve
    months, options to renew included, is short-term and an expense as it is paid (GASB 87, paragraph 16; GASB 96,
    paragraph 13). Below the district's own threshold it is treated as an expense too. Else an asset and a liability are
    reported at the present value of the payments.
    """
    district = book.district.row(0, named=True) if book.district.height else {}
    rows = [_classed(row, district) for row in book.financings.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=LeaseClasses.polars_schema(), orient="row").sort("financing")


def _classed(row: dict[str, Any], district: dict[str, Any]) -> tuple[Any, ...]:
    kind, value = row["kind"], _present(row)
    threshold = district.get(THRESHOLDS[kind]) if kind in THRESHOLDS else None
    verdict = _by_nature(row, value) or _by_value(row, value, threshold)
    classed_as, reported, confirmed, why = verdict
    return (row["financing"], row["title"], kind, classed_as, value, threshold, reported, confirmed, why)


Verdict = tuple[str, bool | None, bool, str]
"""How it is reported, whether so, whether all behind it is entered, and why."""


def _by_nature(row: dict[str, Any], value: int | None) -> Verdict | None:
    """What follows from what it is, whatever it is worth."""
    kind = row["kind"]
    if kind is None:
        return "not known", None, False, "Nobody says what it is. Enter lease, subscription, loan or bond."
    if kind in {"loan", "bond"}:
        return "debt", True, True, "A loan or bond is reported as debt at what is owed."
    if kind == "lease" and row["ownership_at_end"]:
        why = "The district owns it at the end, so it is a purchase that is paid over time (GASB 87, paragraph 19)."
        return "financed purchase", True, value is not None, why
    months = row["most_months"] or (row["payments"] or 0) * (row["payment_months"] or MONTHS_APART)
    if months and months <= SHORT_MONTHS:
        why = f"It can run at most {months} months: short-term, an expense as it is paid ({STATEMENTS[kind]})."
        return "short-term", False, True, why
    return None


def _by_value(row: dict[str, Any], value: int | None, threshold: int | None) -> Verdict:
    """What follows from its present value and the district's threshold."""
    kind, statement = row["kind"], STATEMENTS[row["kind"]]
    if value is None:
        why = f"Its payments are not entered in full, so its present value is not known ({statement})."
        return f"{kind}, value not known", None, False, why
    if threshold is None:
        why = f"The district has no threshold; ask your treasurer. Without one it is reported ({statement})."
        return kind, None, False, why
    if value < threshold:
        why = f"Present value {dollars(value)} is below the district's threshold of {dollars(threshold)} ({statement})."
        return "below the threshold", False, True, why
    why = f"Present value {dollars(value)} reaches the district's threshold of {dollars(threshold)} ({statement})."
    return kind, True, True, why


def _present(row: dict[str, Any]) -> int | None:
    """Present value of the payments at the financing's own rate for each period."""
    if row["payments"] is None or row["payment_cents"] is None:
        return None
    return present_value(
        [row["payment_cents"]] * row["payments"], _period_rate(row), in_advance=row["in_advance"] is not False
    )


def _period_rate(row: dict[str, Any]) -> Decimal:
    yearly = row["interest_rate"] or Decimal(0)
    return yearly * (row["payment_months"] or MONTHS_APART) / 12


def lease_payments(book: Book, settings: Settings) -> pl.DataFrame:
    """The ``lease_payments`` table: every payment of every financing with its interest and what is still owed."""
    rows = [part for row in book.financings.iter_rows(named=True) for part in _payments(row, settings)]
    return pl.DataFrame(rows, schema=LeasePayments.polars_schema(), orient="row").sort(LeasePayments.primary_key())


def _payments(row: dict[str, Any], settings: Settings) -> Iterator[tuple[Any, ...]]:
    principal = _present(row)
    if principal is None or row["start_on"] is None:
        return
    advance = row["in_advance"] is not False
    amounts = [row["payment_cents"]] * row["payments"]
    apart = row["payment_months"] or MONTHS_APART
    parts = split_interest(principal, _period_rate(row), amounts, in_advance=advance)
    for number, (interest, repaid, owed) in enumerate(parts, start=1):
        months = (number - (1 if advance else 0)) * apart
        if row["start_on"].year + months // 12 >= LAST_DAY.year:
            return
        day = add_months(row["start_on"], months)
        fy = fiscal_year_of(day, settings.start_month)
        yield (row["financing"], number, day, fy, row["payment_cents"], interest, repaid, owed)


def aggregates(lines: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The ``aggregates`` table: purchases that are capital as a group though each item is below the unit level.

    ``lines`` are the plan's cost lines. GASB's guidance asks that items which are significant together
    be capitalised; the level is the district's own.
    """
    level = settings.capital_aggregate_threshold_cents
    if level is None:
        return Aggregates.empty()
    bought = lines.filter(pl.col("source_table") == "needs").group_by("fy", "asset_class").agg(
        quantity=pl.col("quantity").sum().cast(pl.Int64),
        unit_cents=pl.col("unit_cents").max(),
        amount_cents=(pl.col("amount_cents") + pl.col("discount_cents")).sum(),  # what they cost, whoever pays
    )  # fmt: skip
    unit = settings.capital_unit_threshold_cents
    small = bought.filter((pl.col("unit_cents") < unit) & (pl.col("amount_cents") >= level))
    why = "Each is below the unit level, and together they reach the district's level of a group: capital."
    frame = small.with_columns(unit_threshold_cents=unit, aggregate_threshold_cents=level, why=pl.lit(why))
    schema = Aggregates.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(Aggregates.primary_key())
