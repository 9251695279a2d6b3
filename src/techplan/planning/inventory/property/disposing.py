"""How what has left service may be disposed of: by date, value and fund, federal and state."""

from __future__ import annotations

from datetime import date

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import add_months_expr
from techplan.planning.inventory.property.clauses import NO, Clause, combined
from techplan.planning.inventory.property.federal import (
    ERATE_MONTHS,
    barred_by_erate,
    equipment_clauses,
    erate_clauses,
    supply_clauses,
    with_levels,
)
from techplan.planning.inventory.property.states import state_clauses
from techplan.planning.inventory.results.property import Disposals
from techplan.rules.load import Rules


def disposals(
    book: Book, assets: pl.DataFrame, record: pl.DataFrame, rules: Rules, on: date, known: date
) -> pl.DataFrame:
    """The ``disposals`` table: what is retired and still owned. ``record`` is the property record.

    A thing may go where every rule that speaks of it is confirmed and allows it; ``lot`` numbers what may go alike.
    What is broken but not retired is not on the list: somebody may still mend it.
    """
    frame = _waiting(book, assets, record, rules, on, known)
    state = book.district["state"][0] if book.district.height else None
    clauses = [
        _leased(),
        *equipment_clauses(rules, on, known),
        *supply_clauses(),
        *erate_clauses(rules, on, known),
        *state_clauses(state, rules, frame, on, known),
    ]
    frame = frame.with_columns(**combined(clauses)).with_columns(
        proceeds_to=pl.when(~pl.col("leased")).then("fund"),
        lot=pl.struct("how", pl.col("fund").fill_null("")).rank("dense").cast(pl.Int64),
    )
    schema = Disposals.polars_schema()
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort("asset")


def _waiting(
    book: Book, assets: pl.DataFrame, record: pl.DataFrame, rules: Rules, on: date, known: date
) -> pl.DataFrame:
    """Retired things with what the clauses ask: value, kind, levels, lease, E-rate, and whether they may be sold."""
    classes = book.asset_classes.select("salvage_cents", "e_rate", asset_class="code", class_name="name")
    funds = book.awards.select("award", award_fund="fund")
    frame = assets.filter((pl.col("status") == "retired") & pl.col("disposed_on").is_null())
    for others, key in ((classes, "asset_class"), (record.select("asset", "kind"), "asset"), (funds, "award")):
        frame = frame.join(others, on=key, how="left", maintain_order="left")
    frame = with_levels(frame, book, rules, known).with_columns(
        fund=pl.coalesce("fund", "award_fund"),
        description=pl.coalesce("model", "class_name", "asset_class"),
        acquired_on=pl.col("in_service_on"),
        value_cents=pl.col("salvage_cents"),
    )
    return _under_erate(_under_lease(frame, book), book, rules, on, known).with_columns(
        to_sell=~pl.col("leased") & ~barred_by_erate(on)
    )


def _under_lease(frame: pl.DataFrame, book: Book) -> pl.DataFrame:
    """``leased``: held under a lease or subscription that does not end in ownership."""
    leases = book.financings.filter(
        pl.col("kind").is_in(["lease", "subscription"]) & ~pl.col("ownership_at_end").fill_null(value=False)
    )["financing"]
    return frame.with_columns(leased=pl.col("financing").is_in(leases.implode()).fill_null(value=False))


def _under_erate(frame: pl.DataFrame, book: Book, rules: Rules, on: date, known: date) -> pl.DataFrame:
    """``from_erate`` (its fund is E-rate's), ``erate_eligible`` (its class is) and ``earliest_on``."""
    funds = book.funds.filter(pl.col("rule_set").is_in(["erate", "us.erate"])).get_column("fund")
    months = rules.at(ERATE_MONTHS, on=on, known=known).value
    frame = frame.with_columns(
        from_erate=pl.col("fund").is_in(funds.implode()).fill_null(value=False),
        erate_eligible=(pl.col("e_rate") == "category two").fill_null(value=False),
    )
    free = add_months_expr(pl.col("in_service_on"), pl.lit(months))
    return frame.with_columns(earliest_on=pl.when(pl.col("from_erate") | pl.col("erate_eligible")).then(free))


def _leased() -> Clause:
    """What is leased belongs to the lessor: it goes back, and is not sold."""
    says = "Leased: it goes back to the lessor at the end of the lease, and is not the district's to sell."
    return Clause(pl.col("leased"), pl.lit(says), "the lease", pl.lit(value=True), NO)
