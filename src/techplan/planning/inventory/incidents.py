"""Losses and repairs: what they cost, who bore it, and which charges a rule may bar. No pupil is named."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import RuleError
from techplan.book.school_years import fiscal_year_expr
from techplan.planning.inventory.findings.rows import of_table
from techplan.planning.inventory.results.orders import IncidentYears
from techplan.rules.load import Rules
from techplan.rules.values import RuleValue

BARRED: Final = "fees.free_lunch_barred"
"""Ends the name of a state's rule that bars fees from pupils eligible for free lunch."""
NOT_GIVEN: Final = "-"
JULY: Final = 7

_MONEY: Final = ("cost_cents", "recovery_cents", "family_charge_cents", "waived_cents", "collected_cents")


def incident_years(book: Book, assets: pl.DataFrame, barred: pl.DataFrame) -> pl.DataFrame:
    """The ``incident_years`` table. ``barred`` is the frame of ``barred_charges``.

    net = cost − recovered − collected; charged = waived + collected + outstanding. An incident without a day is left
    out of the years: it is counted in none.
    """
    start = book.district["fiscal_year_start_month"][0] if book.district.height else None
    frame = (
        book.incidents.filter(pl.col("happened_on").is_not_null())
        .join(assets.select("asset", "asset_class"), on="asset", how="left")
        .join(barred.select("incident", "barred_cents"), on="incident", how="left")
        .with_columns(
            pl.col(_MONEY).fill_null(0),
            pl.col("asset_class", "cause").fill_null(NOT_GIVEN),
            pl.col("barred_cents").fill_null(0),
            fy=fiscal_year_expr(pl.col("happened_on"), start or JULY),
        )
    )
    totals = frame.group_by("fy", "asset_class", "cause").agg(
        incidents=pl.len(),
        cost_cents=pl.col("cost_cents").sum(),
        recovered_cents=pl.col("recovery_cents").sum(),
        charged_cents=pl.col("family_charge_cents").sum(),
        waived_cents=pl.col("waived_cents").sum(),
        collected_cents=pl.col("collected_cents").sum(),
        barred_cents=pl.col("barred_cents").sum(),
    )
    totals = totals.with_columns(
        outstanding_cents=pl.col("charged_cents") - pl.col("waived_cents") - pl.col("collected_cents"),
        net_cents=pl.col("cost_cents") - pl.col("recovered_cents") - pl.col("collected_cents"),
    )
    schema = IncidentYears.polars_schema()
    return totals.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(IncidentYears.primary_key())


def barred_charges(book: Book, rules: Rules, known: date) -> pl.DataFrame:
    """Charges that were not waived, to pupils eligible for free lunch, where the state's rule may bar them.

    ``incident``, ``barred_cents`` and ``why``; the rule is asked as on the day of the incident (on ``known`` where
    none is entered), among those published by ``known``. A state without such a rule bars nothing.
    """
    state = str(book.district["state"][0] or "").lower() if book.district.height else ""
    name = f"{state}.{BARRED}"
    charged = book.incidents.filter(pl.col("free_lunch").fill_null(value=False)).with_columns(
        barred_cents=pl.col("family_charge_cents").fill_null(0) - pl.col("waived_cents").fill_null(0)
    )
    empty = {"incident": pl.String, "barred_cents": pl.Int64, "why": pl.String}
    if name not in rules.values:
        return pl.DataFrame(schema=empty)
    due = charged.filter(pl.col("barred_cents") > 0).sort("incident")
    rows = [
        (incident, cents, _said(rule, day))
        for incident, day, cents in due.select("incident", "happened_on", "barred_cents").iter_rows()
        if (rule := _in_force(rules, name, day or known, known)) is not None and rule.value is True
    ]
    return pl.DataFrame(rows, schema=empty, orient="row")


def _in_force(rules: Rules, name: str, day: date, known: date) -> RuleValue | None:
    try:
        return rules.at(name, on=day, known=known)
    except RuleError:  # the rule is there, but not as early as that, or not known by then
        return None


def _said(rule: RuleValue, day: date | None) -> str:
    undated = " The day of the incident is not entered." if day is None else ""
    return f"The pupil is eligible for free lunch ({rule.citation}).{undated}"


def charge_findings(barred: pl.DataFrame) -> pl.DataFrame:
    """Charges that a rule may bar, as found rows with the charge at stake."""
    rows = of_table(barred, "charge may be barred", "incidents", "incident", pl.col("why"))
    return rows.with_columns(at_stake_cents=barred.get_column("barred_cents").cast(pl.Int64))
