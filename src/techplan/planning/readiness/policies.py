"""Responsible use: policies present, in date and complete, the public hearing, and the signatures received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from techplan.book.school_years import add_months, label
from techplan.planning.readiness.content import yes_or_no
from techplan.planning.readiness.ground import Ground, items_of
from techplan.planning.readiness.judging import NOTHING, Bounds, Row, Target, judged, target_of
from techplan.planning.results import DISTRICT_WIDE
from techplan.rules.values import RuleValue

Policy = dict[str, Any]


def policy_rows(ground: Ground) -> Iterator[Row]:
    """Rows of ``readiness``: Internet safety policy, use agreement, every policy's date, and signatures."""
    policies = list(ground.book.policies.sort("policy").iter_rows(named=True))
    safety = of_kinds(policies, ground.words("cipa.policy.kinds"))
    yield from _safety(ground, policies, safety)
    if policies:
        kinds = [*ground.words("cipa.policy.kinds"), *ground.words("readiness.use_agreement.kinds")]
        ground.assume(
            "kinds of policy in which the rules on Internet safety and use are looked for", "readiness",
            ", ".join(sorted(set(kinds))), "A district names its policies as it likes; say other kinds in its rules.",
        )  # fmt: skip
    use = of_kinds(policies, ground.words("readiness.use_agreement.kinds"))
    yield elements_row(ground, "use agreement", use, "readiness.use_agreement.elements", "acceptable use")
    for policy in policies:
        yield _in_date(ground, policy, policy in use)
    yield from _signatures(ground)


def of_kinds(policies: Sequence[Policy], kinds: Sequence[str]) -> list[Policy]:
    """Policies of some kinds, whatever their case; a policy with no day of adoption is still one."""
    wanted = {kind.lower() for kind in kinds}
    return [policy for policy in policies if policy["kind"].lower() in wanted]


def _safety(ground: Ground, policies: Sequence[Policy], safety: Sequence[Policy]) -> Iterator[Row]:
    """The Children's Internet Protection Act: policy, topics, monitoring and teaching, filter, notice and hearing."""
    numbers = ", ".join(policy["policy"] for policy in safety)
    yield yes_or_no(
        ground, "Internet safety policy", NOTHING, bool(safety) if policies else None,
        ground.rule("cipa.policy.required"), missing_unit="policies",
        found=f"Policy {numbers}." if safety else f"None of {len(policies):,} policies entered is of this kind."
        if policies else "No policy is entered.",
        why="A policy of the kind Internet safety, acceptable use or responsible use."
        + ("" if safety else " Enter it with its kind."),
    )  # fmt: skip
    yield elements_row(ground, "safety topics", safety, "cipa.policy.topics", "Internet safety")
    yield elements_row(ground, "monitoring and education", safety, "cipa.policy.duties", "Internet safety")
    yield elements_row(ground, "filter", safety, "cipa.filter", "Internet safety")
    yield _hearing(ground, safety)


def elements_row(ground: Ground, measure: str, of_kind: Sequence[Policy], rule: str, kind: str) -> Row:
    """Elements that the policies of a kind cover together, against those that they must; unknown if none are listed."""
    must = ground.words(rule)
    listed = [policy for policy in of_kind if policy["elements"] is not None]
    covered = {item.lower() for policy in listed for item in items_of(policy["elements"])}
    lacking = [item for item in must if item.lower() not in covered]
    sure = Fraction(len(must) - len(lacking))
    unlisted = len(of_kind) - len(listed)
    found = f"{len(must) - len(lacking):,} of {len(must):,} covered" + (
        f"; not named: {', '.join(lacking)}." if lacking else "."
    )
    if not listed:
        found = f"No policy on {kind} is entered." if not of_kind else "Its elements are not entered."
    return judged(
        measure, DISTRICT_WIDE, ground.fy, Bounds(sure, sure) if listed else Bounds(),
        target_of(ground.rule(rule), len(must)), unit="elements", found=found, per=1, missing_unit="elements",
        why=f"Elements named in policies on {kind}, in the words of the rule: {', '.join(must) or 'none'}."
        + (f" {unlisted} of {len(of_kind)} such policies list none." if listed and unlisted else "")
        + ("" if listed else " Enter the elements that each policy covers."),
    )  # fmt: skip


def _hearing(ground: Ground, safety: Sequence[Policy]) -> Row:
    """Whether notice and hearing are known; where a day is not entered, it is not known whether they were held."""
    held = [p for p in safety if p["notice_on"] is not None and p["hearing_on"] is not None]
    past = [p for p in held if p["hearing_on"] <= ground.on]
    filed = [p for p in past if p["evidence"] is not None]
    first: Policy | None = next(iter(filed or past or held), None)
    found = "The days of notice and hearing are not entered."
    if first is not None:
        where = first["evidence"] or "where it is on file is not entered"
        found = (
            f"Policy {first['policy']}: notice {first['notice_on'].isoformat()}, hearing "
            f"{first['hearing_on'].isoformat()}; {where}."
        )
    answer = True if filed else False if held and not past else None
    return yes_or_no(
        ground, "notice and hearing", NOTHING, answer, ground.rule("cipa.notice_and_hearing"), found=found,
        missing_unit="hearings", measured_on=first["hearing_on"] if first is not None and answer else None,
        why="Public notice, a hearing or meeting, and where both are on file. Once; amendments need none unless local "
        "rules say so." + ("" if answer is not None else " Enter both days and the evidence."),
    )  # fmt: skip


def _in_date(ground: Ground, policy: Policy, use: bool) -> Row:
    """Whether a policy was adopted or reviewed within its own cycle, and a use agreement within the yearly one."""
    last = max((day for day in (policy["adopted_on"], policy["reviewed_on"]) if day is not None), default=None)
    rule = ground.rule("readiness.use_agreement.review_months") if use else None
    months, target = _cycle(policy, rule)
    late = None if last is None or months is None else _days_late(last, months, ground.on)
    due = "" if last is None or months is None else f" due {add_months(last, months).isoformat()}."
    title = policy["title"] or policy["kind"]
    taken = last.isoformat() if last else "on a day not entered"
    return judged(
        "policy in date", DISTRICT_WIDE, ground.fy, Bounds.exactly(late), target, unit="days late",
        about=policy["policy"], at_most=True, per=1, missing_unit="days", measured_on=last,
        found=f"{title}: last taken up {taken};{due or ' no cycle known.'}",
        why="Its adoption or last review and the months from one review to the next."
        + ("" if late is not None else " Enter when it was adopted or reviewed, and its cycle."),
    )  # fmt: skip


def _cycle(policy: Policy, rule: RuleValue | None) -> tuple[int | None, Target | None]:
    """The shorter of a policy's own cycle and what the rule asks for, and whose it is."""
    own = policy["review_cycle_months"]
    asked = rule.value if rule is not None and isinstance(rule.value, int) else None
    if asked is not None and (own is None or asked <= own):
        return asked, target_of(rule, 0)
    return own, Target(value=Fraction(0), source="the policy's own review cycle")


def _days_late(last: date, months: int, on: date) -> int:
    return max((on - add_months(last, months)).days, 0)


def _signatures(ground: Ground) -> Iterator[Row]:
    """Signed agreements received by school, of the last fiscal year entered for it; each policy by itself."""
    target = target_of(ground.rule("readiness.signatures"))
    given = ground.book.policy_signatures.filter(
        (pl.col("fy") <= ground.settings.in_progress) & pl.col("due").is_not_null() & pl.col("received").is_not_null()
    )
    last = given.sort("policy", "school", "fy").unique(["policy", "school"], keep="last", maintain_order=True)
    for policy in sorted(set(ground.book.policy_signatures["policy"].to_list())):
        found = {row["school"]: row for row in last.filter(pl.col("policy") == policy).iter_rows(named=True)}
        for school in sorted({*found, *ground.sites}):
            yield _signed(ground, policy, school, found.get(school), target)


def _signed(ground: Ground, policy: str, school: str, row: dict[str, Any] | None, target: Target | None) -> Row:
    due, received = (0, 0) if row is None else (row["due"], min(row["received"], row["due"]))
    # Where none are due nothing is lacking; where nothing is entered nothing is known.
    value = Bounds() if row is None else Bounds.exactly(Fraction(received, due) if due else 1)
    return judged(
        "signatures", school, ground.fy, value, target, unit="share of signatures", about=policy, per=due or None,
        missing_unit="signatures",
        found="No signatures are entered." if row is None
        else f"Policy {policy}: {received:,} of {due:,} received in {label(row['fy'])}.",
        why="Signed agreements received against those due." + ("" if row else " Enter both for the school."),
    )  # fmt: skip
