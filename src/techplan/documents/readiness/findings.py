"""What stands out about readiness: the finding, its figure, its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from techplan.documents.facts.names import Names, names_of
from techplan.documents.facts.shapes import Finding
from techplan.documents.readiness.sections import LATER
from techplan.documents.readiness.words import closed, found, lacking, target
from techplan.documents.words import amount, count, first_upper, listed
from techplan.planning.readiness import Readiness, readiness_of
from techplan.planning.results import DISTRICT_WIDE

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

INTERNET = ("Internet per student", "Internet per user")


def readiness_findings(plan: Plan, ready: Readiness | None = None) -> tuple[Finding, ...]:
    """What stands out; nothing where all is ready, and where nothing is known only that."""
    tables = ready or readiness_of(plan)
    names = names_of(plan.book)
    judged = tables.result("readiness")
    made = (
        _internet(judged),
        _outgrown(judged, names),
        _home(judged),
        _devices(judged),
        _policies(judged),
        _security(judged),
        _depends(tables),
        _not_known(judged),
    )
    return tuple(finding for finding in made if finding is not None)


def _short(judged: pl.DataFrame, *measures: str) -> pl.DataFrame:
    wanted = pl.col("measure").is_in(measures) & (pl.col("standing") == "not ready")
    return judged.filter(wanted).sort("fy", "measure", "school", "about")


def _internet(judged: pl.DataFrame) -> Finding | None:
    rows = _short(judged, *INTERNET).filter(pl.col("school") == DISTRICT_WIDE)
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    return Finding(
        finding="The district’s Internet is below a published target.",
        figure=f"{row['found']} Lacking to {target(row)}: {lacking(row)}.",
        reason=f"{row['source']}. Closed: {closed(row)}.",
    )


def _outgrown(judged: pl.DataFrame, names: Names) -> Finding | None:
    rows = _short(judged, "Internet until").filter(pl.col("value").is_not_null()).sort("value", "school", "about")
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    shared = row["school"] == DISTRICT_WIDE
    where = f"The connection {row['about']}" if shared else names.school(row["school"])
    return Finding(
        finding="Use outgrows a connection within the plan.",
        figure=f"{where} first, in FY{int(row['value'])}.",
        reason=row["found"],
    )


def _home(judged: pl.DataFrame) -> Finding | None:
    rows = _short(judged, "Internet at home").filter(pl.col("school") == DISTRICT_WIDE)
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    return Finding(
        finding="Some pupils have no adequate Internet at home.",
        figure=f"{first_upper(lacking(row))} are known to be without. {found(row)}",
        reason=row["why"],
    )


def _devices(judged: pl.DataFrame) -> Finding | None:
    rows = _short(judged, "students per device", "educators' devices").filter(pl.col("school") == DISTRICT_WIDE)
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    when = f"at the end of FY{row['fy']}" if row["about"] == LATER else "now"
    who = "pupils" if row["measure"].startswith("students") else "educators"
    return Finding(
        finding=f"There are fewer serviceable devices than {who}.",
        figure=f"First {when}: {row['found']} Lacking: {lacking(row)}.",
        reason=f"{row['source']}. Closed: {closed(row)}.",
    )


def _policies(judged: pl.DataFrame) -> Finding | None:
    rows = judged.filter((pl.col("part") == "responsible use") & (pl.col("standing") == "not ready")).sort("measure")
    if rows.is_empty():
        return None
    late = rows.filter(pl.col("measure") == "policy in date")["about"].to_list()
    others = sorted(set(rows["measure"].to_list()) - {"policy in date"})
    parts = [*(f"not complete: {name}" for name in others), *([f"past review: {listed(late)}"] if late else [])]
    return Finding(
        finding="Policies on responsible use are not complete or not in date.",
        figure=f"{parts[0][:1].upper()}{'; '.join(parts)[1:]}.",
        reason=rows.row(0, named=True)["found"],
    )


def _security(judged: pl.DataFrame) -> Finding | None:
    rows = judged.filter((pl.col("part") == "safety and security") & (pl.col("standing") == "not ready"))
    if rows.is_empty():
        return None
    measures = sorted(set(rows["measure"].to_list()))
    return Finding(
        finding="Parts of safety and security are not in place.",
        figure=f"{count(rows.height, 'row')} not ready: {listed(measures)}.",
        reason=rows.sort("measure", "school", "about").row(0, named=True)["found"],
    )


def _depends(tables: Readiness) -> Finding | None:
    gates = tables.result("readiness_gates").filter(pl.col("standing") == "not ready")
    if gates.is_empty():
        return None
    lines = gates.unique("line")
    titles = sorted(set(lines["title"].to_list()))
    return Finding(
        finding="The plan pays for things whose ground is not ready.",
        figure=f"{amount(int(lines['amount_cents'].sum()))} in {count(lines.height, 'line')} of "
        f"{count(len(titles), 'initiative or program', 'initiatives and programs')}.",
        reason=gates.sort("fy", "line", "part", "measure").row(0, named=True)["why"],
    )


def _not_known(judged: pl.DataFrame) -> Finding | None:
    rows = judged.filter((pl.col("standing") == "unknown") & (pl.col("about") != LATER))
    if rows.is_empty():
        return None
    parts = sorted(set(rows["part"].to_list()))
    return Finding(
        finding="Part of the ground is not known.",
        figure=f"{count(rows.height, 'measure')} at their places are not known, in {listed(parts)}.",
        reason="What is not measured counts neither as ready nor as not ready; the list says what would make it known.",
    )
