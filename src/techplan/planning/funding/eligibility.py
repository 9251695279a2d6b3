"""Which pot may pay which line, and in plain words why not.

Lines that no rule tells apart are one *case*: same fiscal year, kind, category, life, source of payment, and on the
same side of every award's first and last day and of every day on which a rule changes. Rules are asked once for each
case, not for each line. Reasons of the fund itself (as its treasurer keeps it) come before those of the law, and those
before its dates; what a paper would open (a certificate, an answer, a rebuttal) comes last, for it opens no fund that
is closed anyway.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import label
from techplan.planning.funding.limits import Cap
from techplan.planning.funding.pots import Pot
from techplan.planning.funding.rule_sets import UNTOLD, Reason, RuleSets

CASE_COLUMNS: Final = (
    "fy", "kind", "category", "estimated_life_months", "certified", "bought", "recurring", "paid_by", "before",
    "serves", "window", "bills",
)  # fmt: skip
"""What tells cases apart.

``paid_by`` is the fund that a financing names, ``before`` the kind of the fund that paid it last year (where no
rebuttal is recorded), ``bought`` whether a thing is bought, ``serves`` its program, class and source as far as some
fund serves them, ``window`` and ``bills`` the places of the days on which it is obligated and billed.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at; ``pay_on`` and ``billed_on`` stand for every day of their windows."""

    fy: int
    kind: str
    category: str
    life: int | None
    certified: bool
    bought: bool
    recurring: bool
    paid_by: str | None
    before: str | None
    serves: frozenset[str]
    pay_on: date
    billed_on: date


@dataclass(frozen=True)
class Eligibility:
    """For each case: the pots that may pay (by position), the caps that bind it, and the reason of every other pot."""

    cases: tuple[Case, ...]
    allowed: tuple[tuple[int, ...], ...]
    caps: tuple[tuple[int, ...], ...]
    reasons: tuple[dict[int, Reason], ...]


def with_cases(
    lines: pl.DataFrame, book: Book, pots: Sequence[Pot], caps: Sequence[Cap], rule_sets: RuleSets | None = None
) -> tuple[pl.DataFrame, Eligibility]:
    """The lines with the position of their ``case``, and what holds for each case. Rows keep their order."""
    edges = _edges(pots, rule_sets)
    ends = sorted({pot.liquidates + timedelta(days=1) for pot in pots if pot.liquidates})
    on = None if rule_sets is None else rule_sets.on
    keyed = _keyed(lines.with_columns(serves=_served(pots)), book, edges, ends, on)
    columns = list(CASE_COLUMNS)
    found = keyed.group_by(columns).agg(pl.col("pay_on", "billed_on").min()).sort(columns).with_row_index("case")
    cases = tuple(_case(*row) for row in found.select(*columns[:-2], "pay_on", "billed_on").iter_rows())
    joined = keyed.join(found.select(*columns, "case"), on=columns, how="left", nulls_equal=True, maintain_order="left")
    return joined.drop("serves", "window", "bills", "paid_by", "before", "certified", "bought"), _judge(
        cases, pots, caps, rule_sets
    )


def _case(*row: Any) -> Case:
    """A case from its columns; the codes that it serves are a set."""
    *given, served, pay_on, billed_on = row
    return Case(*(*given, frozenset(served.split(";")) - {""}, pay_on, billed_on))


def _served(pots: Sequence[Pot]) -> pl.Expr:
    """A line's program, class and source, as far as any fund serves them: ``P-SPED;tablet``, empty where none does."""
    codes = sorted(frozenset[str]().union(*(pot.serves for pot in pots)))
    kept = [pl.when(pl.col(name).is_in(codes)).then(name) for name in ("program", "asset_class", "source_key")]
    return pl.concat_str(kept, separator=";", ignore_nulls=True)


def _edges(pots: Sequence[Pot], rule_sets: RuleSets | None) -> list[date]:
    """The days on which something begins to hold, or holds no more: two days without one between are judged alike."""
    windows = {pot.opens for pot in pots if pot.opens} | {pot.closes + timedelta(days=1) for pot in pots if pot.closes}
    return sorted(windows | (set() if rule_sets is None else rule_sets.edges(pots)))


def _keyed(
    lines: pl.DataFrame, book: Book, edges: Sequence[date], ends: Sequence[date], on: date | None
) -> pl.DataFrame:
    """Lines with the columns that tell cases apart."""
    billed = lines.with_columns(pl.coalesce("billed_on", "pay_on").alias("billed_on"))
    named = book.financings.select(
        pl.lit("financings").alias("source_table"),
        pl.col("financing").alias("source_key"),
        pl.col("fund").alias("paid_by"),
    )
    key = ["source_table", "source_key"]
    return (
        billed.with_columns(
            certified=pl.col("life_certified").fill_null(value=False),
            bought=pl.col("source_table").is_in(["needs", "initiative_costs"]) & ~pl.col("recurring"),
        )
        .join(_places(billed["pay_on"], edges, "window"), on="pay_on", how="left", maintain_order="left")
        .join(_places(billed["billed_on"], ends, "bills"), on="billed_on", how="left", maintain_order="left")
        .join(named, on=key, how="left", maintain_order="left")
        .join(_paid_before(book, on), on=key, how="left", maintain_order="left")
    )


def _places(days: pl.Series, edges: Sequence[date], name: str) -> pl.DataFrame:
    """Each day once with its place among the edges, in a column of that name."""
    found = days.unique().sort()
    places = [bisect_right(edges, day) for day in found.to_list()]
    return pl.DataFrame({days.name: found, name: pl.Series(places, dtype=pl.Int64)})


def _paid_before(book: Book, on: date | None) -> pl.DataFrame:
    """``source_table``, ``source_key`` and ``before``: the kind of fund that paid last year; rebutted ones left out.

    What already runs on the day of planning, and of which nobody entered who paid, is ``UNTOLD``.
    """
    rebutted = book.decisions.filter(
        (pl.col("about").str.to_lowercase() == "supplanting") & (pl.col("answer").str.to_lowercase() == "rebutted")
    )["subject"]
    parts = [
        frame.select(pl.lit(table).alias("source_table"), pl.col(key).alias("source_key"), fund="paid_by")
        for table, key, frame in (
            ("agreements", "agreement", _running(book.agreements, on)),
            ("support_staff", "position", book.support_staff),
        )
    ]
    kinds = book.funds.select("fund", before="kind")
    known = pl.concat(parts).filter(~pl.col("source_key").is_in(rebutted.drop_nulls().to_list()))
    return known.join(kinds, on="fund", how="left").with_columns(pl.col("before").fill_null(UNTOLD)).drop("fund")


def _running(agreements: pl.DataFrame, on: date | None) -> pl.DataFrame:
    """Agreements that do not begin after the day of planning."""
    return agreements if on is None else agreements.filter((pl.col("start_on") <= on).fill_null(value=True))


def _judge(cases: Sequence[Case], pots: Sequence[Pot], caps: Sequence[Cap], rule_sets: RuleSets | None) -> Eligibility:
    """Every pot's answer to every case."""
    allowed: list[tuple[int, ...]] = []
    bound: list[tuple[int, ...]] = []
    reasons: list[dict[int, Reason]] = []
    by_nature: dict[Case, dict[int, Reason]] = {}
    served: dict[Case, dict[int, Reason]] = {}
    by_time: dict[tuple[int, date, date], dict[int, Reason]] = {}
    by_rule: dict[Case, dict[int, Reason]] = {}
    for case in cases:
        nature = replace(case, fy=0, pay_on=date.min, billed_on=date.min)
        moment = (case.fy, case.pay_on, case.billed_on)
        if nature not in by_nature:
            by_nature[nature] = _refusals(case, pots, _wrong_nature)
            served[nature] = _refusals(case, pots, _not_served)
        if moment not in by_time:
            by_time[moment] = _refusals(case, pots, _wrong_time)
        lawful = replace(case, fy=0, paid_by=None, billed_on=date.min)
        if lawful not in by_rule:
            by_rule[lawful] = {} if rule_sets is None else _refusals(lawful, pots, rule_sets.refusal)
        plain = {index: reason for index, reason in by_rule[lawful].items() if not reason.by_paper}
        # A paper opens no fund outside its dates, so what a paper would open comes last of all.
        refused = {**by_rule[lawful], **by_time[moment], **served[nature], **plain, **by_nature[nature]}
        may = tuple(index for index in range(len(pots)) if index not in refused)
        allowed.append(may)
        bound.append(tuple(i for i, cap in enumerate(caps) if cap.pot in may and case.category in cap.categories))
        reasons.append(refused)
    return Eligibility(tuple(cases), tuple(allowed), tuple(bound), tuple(reasons))


def _refusals(case: Case, pots: Sequence[Pot], ask: Callable[[Case, Pot], Reason | None]) -> dict[int, Reason]:
    """The reason of each pot that says no."""
    answers = ((index, ask(case, pot)) for index, pot in enumerate(pots))
    return {index: reason for index, reason in answers if reason is not None}


def _wrong_nature(case: Case, pot: Pot) -> Reason | None:
    """Why this pot may not pay for such a thing at all."""
    if case.paid_by is not None and case.paid_by != pot.fund:
        return Reason(f"the financing names fund {case.paid_by}")
    if pot.pays is not None and pot.pays != case.kind:
        return Reason(f"pays only {pot.pays} spending")
    if pot.categories is not None and case.category not in pot.categories:
        return Reason(f"does not pay for {case.category}")
    least = pot.minimum_life_months
    if least is not None and (case.life is None or case.life < least):
        found = "and none is known" if case.life is None else f"not {case.life}"
        return Reason(f"needs an estimated life of at least {least} months, {found}")
    return None


def _not_served(case: Case, pot: Pot) -> Reason | None:
    """Why this pot may not pay for what its treasurer says that it serves; the law says it first, where it does."""
    if pot.serves and not pot.serves & case.serves:
        return Reason("pays only for what it serves", "; ".join(sorted(pot.serves)))
    return None


def _wrong_time(case: Case, pot: Pot) -> Reason | None:
    """Why this pot may not pay on such a day."""
    outside = "outside its dates"
    if pot.first_fy is not None and case.fy < pot.first_fy:
        return Reason(outside, f"from {label(pot.first_fy)}")
    if pot.last_fy is not None and case.fy > pot.last_fy:
        return Reason(outside, f"until {label(pot.last_fy)}")
    if pot.opens is not None and case.pay_on < pot.opens:
        return Reason(outside, f"from {pot.opens.isoformat()}")
    if pot.closes is not None and case.pay_on > pot.closes:
        return Reason(outside, f"{'until' if pot.carries else 'not carried over after'} {pot.closes.isoformat()}")
    if pot.liquidates is not None and case.billed_on > pot.liquidates:
        return Reason("billed after its money must be paid out", f"by {pot.liquidates.isoformat()}")
    return None
