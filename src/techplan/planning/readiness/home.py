"""Connectivity out of school: pupils with adequate Internet and a device at home, by school and grade, from surveys.

Families that did not answer are not known: they are neither with nor without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from techplan.book.school_years import label
from techplan.planning.readiness.ground import Ground
from techplan.planning.readiness.judging import NOTHING, Bounds, Row, decimal_of, judged, shown, span, target_of
from techplan.planning.readiness.results import NOT_READY
from techplan.planning.results import DISTRICT_WIDE

HAVING = {
    "Internet at home": ("adequate_internet", "readiness.home_internet", "adequate Internet"),
    "device at home": ("device", "readiness.home_device", "a device"),
}
ENDED = "readiness.home_help_ended."


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of one school's grade, or of several together."""

    asked: Bounds
    answered: int
    having: int
    hotspots: int | None
    fy: int | None

    @property
    def without(self) -> int:
        """Pupils known to be without."""
        return self.answered - self.having

    def share(self, target: Fraction) -> Bounds:
        """Pupils who have it, as a share of those asked about; who did not answer may or may not.

        Where nobody knows how many were asked, one pupil known to be without still decides a target of every pupil.
        """
        if not self.answered:
            return Bounds()
        asked = self.asked.high
        if asked is None or asked < self.answered:
            return Bounds(None, Fraction(self.having, self.answered) if self.without and target >= 1 else None)
        return Bounds(self.having / asked, 1 - self.without / asked)


def home_rows(ground: Ground) -> Iterator[Row]:
    """Rows of ``readiness`` by grade, by school and for the district; a school without a survey says so."""
    told = _ended(ground)
    for measure in HAVING:
        schools: list[Survey] = []
        for site in ground.sites:
            grades = _grades(ground, site, measure)
            for grade, survey in grades.items():
                yield _row(ground, measure, site, grade, survey, "")
            whole = _together(list(grades.values()))
            schools.append(whole)
            yield _row(ground, measure, site, NOTHING, whole, "")
        if ground.sites:
            yield _row(ground, measure, DISTRICT_WIDE, NOTHING, _together(schools), told)


def _grades(ground: Ground, site: str, measure: str) -> dict[str, Survey]:
    """By grade, the last survey that says anything of the measure."""
    column = HAVING[measure][0]
    given = ground.book.home_access.filter(
        (pl.col("school") == site) & (pl.col("fy") <= ground.settings.in_progress)
        & pl.col("answered").is_not_null() & pl.col(column).is_not_null()
    )  # fmt: skip
    last = given.sort("grade", "fy").unique("grade", keep="last", maintain_order=True)
    return {
        row["grade"]: Survey(
            asked=Bounds.exactly(row["asked"]), answered=row["answered"], having=min(row[column], row["answered"]),
            hotspots=row["hotspots"], fy=row["fy"],
        )
        for row in last.iter_rows(named=True)
    }  # fmt: skip


def _together(surveys: Sequence[Survey]) -> Survey:
    """Several grades or schools as one; where one is not surveyed, nobody knows how many were to be asked."""
    known = [one for one in surveys if one.answered]
    low = sum((one.asked.low or Fraction(one.answered) for one in known), Fraction(0))
    whole = bool(surveys) and len(known) == len(surveys) and all(one.asked.exact for one in known)
    lent = [one.hotspots for one in known if one.hotspots is not None]
    return Survey(
        asked=Bounds(low, low if whole else None),
        answered=sum(one.answered for one in known),
        having=sum(one.having for one in known),
        hotspots=sum(lent) if lent else None,
        fy=max((one.fy for one in known if one.fy is not None), default=None),
    )


def _row(ground: Ground, measure: str, school: str, grade: str, survey: Survey, told: str) -> Row:
    _, rule, what = HAVING[measure]
    target = target_of(ground.rule(rule))
    value = survey.share(target.value) if target is not None else Bounds()
    row = judged(
        measure, school, ground.fy, value, target, unit="share of pupils", about=grade, found=_found(survey, what),
        why=_coverage(survey) + told,
    )  # fmt: skip
    if not survey.answered:
        return row
    share = Fraction(survey.having, survey.answered)
    if row["standing"] != NOT_READY or target is None:
        return {**row, "value": decimal_of(share)}
    gap = max(target.value - share, Fraction(0))
    return {
        **row, "value": decimal_of(share), "gap": decimal_of(gap), "missing": decimal_of(gap * survey.answered),
        "missing_unit": "pupils",
    }  # fmt: skip


def _found(survey: Survey, what: str) -> str:
    if not survey.answered:
        return "No survey is entered."
    year = f" in {label(survey.fy)}" if survey.fy is not None else ""
    lent = "" if survey.hotspots is None else f" {survey.hotspots:,} hotspots are lent."
    return f"{survey.having:,} of {survey.answered:,} who answered{year} have {what}.{lent}"


def _coverage(survey: Survey) -> str:
    if not survey.answered:
        return "Ask families, and enter how many answered."
    if survey.asked.exact and survey.asked.low:
        share = shown(Fraction(survey.answered) / survey.asked.low * 100)
        return f"{share} % of those asked answered; the others are not known."
    return (
        f"Answers of {survey.answered:,}; how many were asked is not known everywhere ({span(survey.asked, 'asked')})."
    )


def _ended(ground: Ground) -> str:
    """Help for families that has ended by the day of planning."""
    gone = [
        f"{rule.citation.split(':')[0]} ({rule.value})"
        for name in sorted(ground.rules.values)
        if name.startswith(ENDED) and (rule := ground.rule(name)) is not None and str(rule.value) <= str(ground.on)
    ]
    return f" Help that has ended: {', '.join(gone)}." if gone else ""
