"""Safety and security: the program, providers' contracts, yearly notices, self-assessment, unsupported systems."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import polars as pl

from techplan.book.tables.ready import ANSWERED_MEASURES
from techplan.planning.readiness.content import yes_or_no
from techplan.planning.readiness.ground import Ground, items_of
from techplan.planning.readiness.judging import NOTHING, Bounds, Row, judged, target_of
from techplan.planning.readiness.policies import elements_row, of_kinds
from techplan.planning.results import DISTRICT_WIDE
from techplan.rules.values import RuleValue

SYSTEMS = ("client computers", "servers and storage", "network")
OHIO = "OH"
_STATE_RULES = {
    "annual notice": "oh.student_data.annual_notice_by",
    "security training": "oh.cybersecurity.training",
    "incident notice": "oh.cybersecurity.incident_notice_days",
}
_RULES = {
    "security training": "nist_csf.security_training",
    "incident notice": "nist_csf.incident_notice",
    "second factor": "nist_csf.second_factor",
    "tested backups": "nist_csf.tested_backups",
}
_ASKS = {
    "annual notice": "Parents and pupils are told each year which providers hold their data.",
    "security training": "Every employee is trained by their duties.",
    "incident notice": "A plan says whom to tell of an incident, and by when.",
    "second factor": "Sign-in asks for a second factor.",
    "tested backups": "Backups are made and restoring them is tested.",
}


def security_rows(ground: Ground, content: pl.DataFrame, due: pl.DataFrame) -> Iterator[Row]:
    """Rows of ``readiness``; what a state asks for stands only where the district is in that state."""
    if _in_ohio(ground):
        policies = list(ground.book.policies.sort("policy").iter_rows(named=True))
        of_kind = of_kinds(policies, ["cybersecurity", "information security"])
        yield elements_row(ground, "cybersecurity program", of_kind, "oh.cybersecurity.program", "cybersecurity")
        yield from _contracts(ground, content)
    for measure in ANSWERED_MEASURES:
        yield from _answered(ground, measure)
    yield from _assessment(ground)
    yield from _systems(ground, due)


def _in_ohio(ground: Ground) -> bool:
    return ground.book.district["state"].to_list() == [OHIO]


def _contracts(ground: Ground, content: pl.DataFrame) -> Iterator[Row]:
    """Terms on pupils' data in each contract of digital content, against those that the state asks for."""
    must = ground.words("oh.student_data.contract_terms")
    target = target_of(ground.rule("oh.student_data.contract_terms"), len(must))
    use = ground.book.content.filter(pl.col("measured_on") <= ground.on).sort("agreement", "measured_on")
    last = use.group_by("agreement", maintain_order=True).agg(pl.col("terms").drop_nulls().last())
    terms: dict[str, str | None] = dict(last.iter_rows())
    for agreement, title in content.select("agreement", "title").iter_rows():
        given = terms.get(agreement)
        held = {item.lower() for item in items_of(given)}
        lacking = [item for item in must if item.lower() not in held]
        yield judged(
            "contract terms", DISTRICT_WIDE, ground.fy,
            Bounds.exactly(None if given is None else len(must) - len(lacking)), target, unit="terms", about=agreement,
            per=1, missing_unit="terms",
            found=f"{title or agreement}: the terms are not entered." if given is None
            else f"{title or agreement}: {len(must) - len(lacking)} of {len(must)} terms"
            + (f"; not named: {', '.join(lacking)}." if lacking else "."),
            why=f"Terms that the contract names: {', '.join(must) or 'none'}."
            + ("" if given is not None else " Enter them in content."),
        )  # fmt: skip


def _answered(ground: Ground, measure: str) -> Iterator[Row]:
    """One measure that answers of the self-assessment decide, each question by itself; unknown where none is asked."""
    rule = _rule_of(ground, measure)
    if rule is None and measure not in _RULES:
        return  # no law of the district's state asks for it
    asked = ground.book.security_answers.filter(pl.col("measure") == measure).sort("question")
    for row in asked.with_columns(known=_known(ground).fill_null(value=False)).iter_rows(named=True):
        yield _answer(ground, measure, row["question"], row if row["known"] else None, rule, _ASKS[measure])
    if asked.is_empty():
        yield _answer(ground, measure, NOTHING, None, rule, _ASKS[measure])


def _known(ground: Ground) -> pl.Expr:
    """Answers that say something, given by the day of planning."""
    said = pl.col("answer").is_not_null() & (pl.col("answer") != "not known")
    return said & (pl.col("answered_on").is_null() | (pl.col("answered_on") <= ground.on))


def _rule_of(ground: Ground, measure: str) -> RuleValue | None:
    """The state's rule where it has one, else what the federal agency advises."""
    own = ground.rule(_STATE_RULES[measure]) if measure in _STATE_RULES and _in_ohio(ground) else None
    return own or (ground.rule(_RULES[measure]) if measure in _RULES else None)


def _assessment(ground: Ground) -> Iterator[Row]:
    """Every question of a function of the framework; a function in which none is answered says so."""
    rule = ground.rule("nist_csf.answer")
    rest = ground.book.security_answers.filter(pl.col("measure").is_null()).sort("question")
    for function in ground.words("nist_csf.functions"):
        asked = rest.filter(pl.col("function").str.to_lowercase() == function.lower())
        for row in asked.with_columns(known=_known(ground).fill_null(value=False)).iter_rows(named=True):
            yield _answer(
                ground, "self-assessment", f"{function}: {row['question']}", row if row["known"] else None, rule,
                f"{function}: {row['title'] or row['question']}.",
            )  # fmt: skip
        if asked.is_empty():
            yield _answer(ground, "self-assessment", function, None, rule, f"{function}: no question is entered.")


def _answer(
    ground: Ground, measure: str, about: str, row: dict[str, Any] | None, rule: RuleValue | None, asks: str
) -> Row:
    """A question's row: partly is not yet yes."""
    if row is None:
        return yes_or_no(
            ground, measure, about, None, rule, found=f"{asks} Not known.", missing_unit="practices",
            why="No answer of the self-assessment says so. Answer it in security_answers.",
        )  # fmt: skip
    evidence = f" Evidence: {row['evidence']}." if row["evidence"] is not None else " No evidence is entered."
    return yes_or_no(
        ground, measure, about, row["answer"] == "yes", rule,
        found=f"{row['title'] or asks} {row['answer'].capitalize()}.",
        why=f"The district's own answer; partly counts as not yet.{evidence}", missing_unit="practices",
        measured_on=row["answered_on"],
    )  # fmt: skip


def _systems(ground: Ground, due: pl.DataFrame) -> Iterator[Row]:
    """Computers, servers and network equipment in service that their makers no longer support, by place."""
    kinds = ground.book.asset_classes.filter(pl.col("category").is_in(SYSTEMS))["code"]
    there = due.filter(pl.col("asset_class").is_in(kinds.implode()))
    target = target_of(ground.rule("readiness.unsupported"))
    places = sorted({*there["school"].to_list(), *ground.sites} - {DISTRICT_WIDE})
    for place in (*places, DISTRICT_WIDE) if places or there.height else ():
        here = there if place == DISTRICT_WIDE else there.filter(pl.col("school") == place)
        beyond, unknown = int((here["support_end"] < ground.on).sum()), here["support_end"].null_count()
        value = Bounds(Fraction(beyond), Fraction(beyond + unknown)) if here.height else Bounds()
        yield judged(
            "supported systems", place, ground.fy, value, target, unit="systems past support", at_most=True, per=1,
            missing_unit="systems",
            found=f"{beyond:,} of {here.height:,} systems are past their maker's support; "
            f"of {unknown:,} it is not known."
            if here.height else "No system is entered.",
            why="Computers, servers and network equipment in service on the day of planning."
            + (" Enter the end of support of each model." if unknown else ""),
        )  # fmt: skip
