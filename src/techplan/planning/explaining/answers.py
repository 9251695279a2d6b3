"""Every line and every fund: may it pay, and by which rule."""

from __future__ import annotations

import polars as pl

from techplan.planning.explaining.results import Eligibility
from techplan.planning.funding import SettledMoney
from techplan.planning.funding.rule_sets import YES
from techplan.planning.funding.words import why_paid


def eligibility(settled: SettledMoney | None) -> pl.DataFrame:
    """The ``eligibility`` table; a row for each line that costs something and each fund or award entered."""
    if settled is None:
        return Eligibility.empty()
    lines = settled.decided.lines.select("line", "fy", "case", "recurring")
    wanted = lines.select("case", "recurring").unique().sort("case", "recurring")
    rows = [row for case, recurring in wanted.iter_rows() for row in _of_case(settled, case, recurring=recurring)]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "case": lines.schema["case"], "recurring": pl.Boolean, "fund": pl.String, "award": pl.String,
        "answer": pl.String, "rule": pl.String, "why": pl.String, "citation": pl.String,
    }  # fmt: skip
    answers = pl.DataFrame(rows, schema=schema, orient="row")
    joined = lines.join(answers, on=["case", "recurring"])
    wanted_columns = Eligibility.polars_schema()
    return joined.select(pl.col(name).cast(dtype) for name, dtype in wanted_columns.items()).sort(
        Eligibility.primary_key()
    )


def _of_case(settled: SettledMoney, case: int, *, recurring: bool) -> list[tuple[object, ...]]:
    """One row for each pot."""
    found: list[tuple[object, ...]] = []
    facts = settled.eligibility.cases[case]
    for p, pot in enumerate(settled.terms.pots):
        if not pot.entered:
            continue
        reason = settled.eligibility.reasons[case].get(p)
        key = (case, recurring, pot.fund, pot.award)
        if reason is None:
            rule = None if settled.rule_sets is None else settled.rule_sets.allowing(facts, pot)
            why = why_paid(facts, pot, settled.rule_sets, recurring=recurring)
            found.append((*key, YES, rule.name if rule else None, why, rule.citation if rule else None))
        else:
            words = f"{reason.words}{', ' * bool(reason.detail)}{reason.detail}."
            why = words[0].upper() + words[1:]
            found.append((*key, reason.answer, reason.rule or None, why, reason.citation or None))
    return found
