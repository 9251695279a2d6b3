"""Enrolment held out, and whether learning improved: association, never proof."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from techplan.documents.facts.names import Names
from techplan.documents.facts.shapes import Finding, Grid
from techplan.documents.report import Section
from techplan.documents.report.grids import Column, grid
from techplan.documents.words import count, first_upper, percent, whole_number
from techplan.planning.review.numbers import trimmed

if TYPE_CHECKING:
    from techplan.planning.review import Review


def learning_sections(review: Review, names: Names) -> tuple[Section, ...]:
    """Enrolment as it was forecast and came, indicators, and stages; parts without rows are left out."""
    made = (
        Section(
            heading="Would enrolment have been forecast?",
            lead="The last counted year, forecast as if it were not known yet, beside last year’s numbers again.",
            grids=(_methods(review), _grades(review)),
            turned=True,
        ),
        Section(heading="Did learning improve?", grids=(_indicators(review, names), _stages(review)), turned=True,
                flowing=True),
    )  # fmt: skip
    return tuple(section for section in made if any(part.rows for part in section.grids))


def _methods(review: Review) -> Grid:
    frame = review.result("review_enrollment")
    rows = [
        {**row, "name": first_upper(row["method"]), "error": whole_number(row["error"]),
         "share": percent(row["error_share"]) if row["error_share"] is not None else "–"}
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Forecast", "name", share=4), Column("Students", "forecast", "count"),
        Column("Counted", "actual", "count"), Column("Off by", "error", share=2),
        Column("Of counted", "share", share=2), Column("Grades off, added up", "grades_off", "count"),
        Column("How", "why", share=8),
    )  # fmt: skip
    title = f"FY{frame['fy'][0]}, held out" if frame.height else "Held out"
    return grid("enrolment", title, columns, rows, source="review_enrollment", empty="")


def _grades(review: Review) -> Grid:
    frame = review.result("review_enrollment_grades")
    rows = [
        {**row, "error": whole_number(row["error"]),
         "came": percent(row["survival"]) if row["survival"] is not None else "–"}
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Grade", "grade", share=2), Column("A year before", "last_year", "count"),
        Column("Came on from the grade below", "came", share=3), Column("Forecast", "forecast", "count"),
        Column("Counted", "actual", "count"), Column("Off by", "error", share=2),
    )  # fmt: skip
    return grid("enrolment-grades", "Grade by grade, by cohort survival", columns, rows,
                source="review_enrollment_grades", empty="")  # fmt: skip


def _number(value: Decimal | None) -> str:
    return "–" if value is None else trimmed(value)


def _indicators(review: Review, names: Names) -> Grid:
    rows: list[dict[str, Any]] = []
    for row in review.result("review_indicators").iter_rows(named=True):
        hidden = row["reading"] == "too few to show"
        before = "–" if row["baseline_fy"] is None else f"{trimmed(row['baseline'])} (FY{row['baseline_fy']})"
        rows.append(
            {
                "measure": row["title"], "where": names.school(row["school"]), "target": _number(row["target"]),
                "actual": "too few" if hidden else "not known" if row["actual"] is None else trimmed(row["actual"]),
                "before": before, "change": _number(row["change"]), "reads": first_upper(row["reading"]),
            }
        )  # fmt: skip
    columns = (
        Column("Measure", "measure", share=6), Column("School", "where", share=5), Column("Target", "target", share=2),
        Column("Actual", "actual", share=2), Column("Baseline", "before", share=3), Column("Change", "change", share=2),
        Column("Target", "reads", share=3),
    )  # fmt: skip
    return grid("indicators", f"Indicators of FY{review.fy}", columns, rows, source="review_indicators",
                empty="No indicator has a value for the year.")  # fmt: skip


def _stages(review: Review) -> Grid:
    rows = [
        {**row, "span": f"FY{row['before_fy']}–FY{row['after_fy']}",
         "interval": "–" if row["low"] is None else f"{trimmed(row['low'])} to {trimmed(row['high'])}",
         "difference": _number(row["difference"])}
        for row in review.result("review_stages").iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        Column("Investment", "title", share=4), Column("Measure", "measure", share=4), Column("Years", "span", share=3),
        Column("Schools reached", "reached", "count"), Column("Not yet", "not_yet", "count"),
        Column("Difference", "difference", share=2), Column("95% interval", "interval", share=3),
        Column("In words", "why", share=9),
    )  # fmt: skip
    return grid("stages", "Schools reached beside schools not yet reached", columns, rows, source="review_stages",
                empty="No investment reached schools in stages with values before and after.")  # fmt: skip


def learning_findings(review: Review) -> tuple[Finding, ...]:
    """Targets met, and the enrolment forecast."""
    found = (_targets(review), _enrolment(review))
    return tuple(finding for finding in found if finding is not None)


def _targets(review: Review) -> Finding | None:
    frame = review.result("review_indicators")
    known = frame.filter(pl.col("reading").is_in(["met", "not met"]))
    if known.is_empty():
        return None
    met = known.filter(pl.col("reading") == "met").height
    better = frame.filter("improved").height
    compared = frame.filter(pl.col("improved").is_not_null()).height
    unknown = frame.height - known.height
    rest = f" {first_upper(count(unknown, 'value is', 'values are'))} not known or too few to show." if unknown else ""
    return Finding(
        finding=f"{met} of {known.height} targets were met.",
        figure=f"{better} of {compared} values moved the right way since their baseline.",
        reason=f"What moved them, the numbers do not say.{rest}",
    )


def _enrolment(review: Review) -> Finding | None:
    rows = {row["method"]: row for row in review.result("review_enrollment").iter_rows(named=True)}
    if not rows:
        return None
    survival, again = rows["cohort survival"], rows["last year again"]
    learnt = review.result("review_enrollment_grades")["survival"].drop_nulls().len()
    if not learnt:
        better = "There are too few counted years to try the enrolment forecast."
    elif survival["closer"] is None:
        better = "Cohort survival did as well as last year’s numbers."
    else:
        better = f"Cohort survival came {'closer' if survival['closer'] else 'less close'} than last year’s numbers."
    return Finding(
        finding=better,
        figure=f"Off by {whole_number(survival['error'])} of {count(survival['actual'], 'student')}; last year’s "
        f"numbers by {whole_number(again['error'])}.",
        reason=f"FY{survival['fy']} was held out. Grade by grade they were off by {survival['grades_off']:,} and "
        f"{again['grades_off']:,}.",
    )
