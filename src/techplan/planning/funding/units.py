"""From cost lines to what is decided alike: purses by what the rules treat alike, and units of lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from techplan.planning.funding.eligibility import Eligibility
from techplan.planning.funding.limits import Terms
from techplan.planning.funding.model import Choice, Purse, Unit

Returned = tuple[Fraction, int]
"""What E-rate pays back of a line: share, and position of the year in which it comes."""


@dataclass(frozen=True)
class Decided:
    """Purses, units, and the lines with the position of their ``purse`` and ``unit``."""

    purses: list[Purse]
    units: list[Unit]
    lines: pl.DataFrame


def decided_alike(
    lines: pl.DataFrame, eligibility: Eligibility, terms: Terms, returned: Mapping[str, Returned] | None = None
) -> Decided:
    """Purses and units of lines that are paid in their year or not at all.

    ``lines`` has ``case``, ``year`` (its position in the plan), ``worth`` and ``whole``.
    """
    found, of_row = purses_of(lines, eligibility, terms, returned or {})
    placed = lines.with_columns(purse=pl.Series(of_row, dtype=pl.Int64))
    # A whole line is a unit of its own; the others of one tier, worth and purse are paid in the order of their days.
    alone = pl.when(pl.col("whole").fill_null(value=False)).then("line").otherwise(pl.lit(""))
    key = ["tier", "purse", "worth", "alone"]
    keyed = placed.with_columns(alone=alone)
    grouped = keyed.group_by(key).agg(pl.col("amount_cents").sum(), pl.col("year").first()).sort(key)
    units = [
        Unit(tier, year, cents, (Choice(purse, cents),), worth, whole=bool(name))
        for tier, purse, worth, name, cents, year in grouped.select(*key, "amount_cents", "year").iter_rows()
    ]
    numbered = grouped.with_row_index("unit").with_columns(pl.col("unit").cast(pl.Int64))
    return Decided(found, units, keyed.join(numbered.select(*key, "unit"), on=key, how="left").drop("alone"))


def purses_of(
    lines: pl.DataFrame, eligibility: Eligibility, terms: Terms, returned: Mapping[str, Returned]
) -> tuple[list[Purse], list[int]]:
    """The purses in order, and the position of each line's."""
    staged: dict[int, list[str]] = {}
    for (fund, year), bound in sorted(terms.appropriated.items()):
        if bound.days:
            staged.setdefault(year, []).append(fund)
    wanted = []
    columns = lines.select("line", "year", "case", "pay_on", "kind", "source_table")
    for line, year, case, day, kind, source in columns.iter_rows():
        spread = source == "support_staff"  # salaries are paid all year through
        stages = () if spread else _stages(terms, staged.get(year, ()), year, day)
        pots, caps = eligibility.allowed[case], eligibility.caps[case]
        wanted.append(Purse(year, pots, caps, stages, returned.get(line, ()), kind != "capital"))
    purses = sorted(set(wanted))
    position = {purse: number for number, purse in enumerate(purses)}
    return purses, [position[purse] for purse in wanted]


def _stages(terms: Terms, funds: Sequence[str], year: int, day: date) -> tuple[tuple[str, int], ...]:
    """The stage of each fund's appropriation on a day, where it is not the last."""
    found = []
    for fund in funds:
        bound = terms.appropriated[fund, year]
        stage = bound.stage_on(day)
        if stage < len(bound.cents) - 1:
            found.append((fund, stage))
    return tuple(found)
