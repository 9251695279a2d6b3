"""The first page of the inventory report: the figures that a treasurer asks for, and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from techplan.documents.facts.names import names_of
from techplan.documents.facts.shapes import Finding, KeyFigure
from techplan.documents.inventory.words import cost_words
from techplan.documents.words import about, count, whole_number
from techplan.planning.inventory.counting.awards import NO_AWARD
from techplan.planning.needs.due import in_stock
from techplan.planning.results import DISTRICT_WIDE

if TYPE_CHECKING:
    from techplan.planning.inventory.inventory import Inventory


def key_figures(inventory: Inventory) -> tuple[KeyFigure, ...]:
    """Five figures: things in use and their cost, seen, ghosts, findings open, federal counts overdue."""
    here = inventory.book.assets.filter(in_stock())
    cost, unpriced = int(here["cost_cents"].sum()), here["cost_cents"].null_count()
    seen, ghosts = standing(inventory, "in all"), standing(inventory, "only in the Book")
    missed = standing(inventory, "missing from a system")
    return (
        KeyFigure(label="Things in use", printed=whole_number(here.height), note=_cost_note(cost, unpriced)),
        KeyFigure(
            label="Seen by a system", printed=whole_number(seen[0] + missed[0]),
            note=f"recorded cost {about(seen[1] + missed[1])}",
        ),
        KeyFigure(label="Ghosts", printed=whole_number(ghosts[0]), note=f"seen by no system; {about(ghosts[1])}"),
        KeyFigure(
            label="Rows with findings", printed=whole_number(int(inventory.findings["open"].sum())),
            note=_severities(inventory),
        ),
        KeyFigure(
            label="Counts overdue",
            printed=whole_number(int(inventory.award_counts["overdue"].sum())),
            note=_award_note(inventory),
        ),
    )  # fmt: skip


def _award_note(inventory: Inventory) -> str:
    """Things without an award are one more to count, and no award."""
    awards = inventory.award_counts.filter(pl.col("award") != NO_AWARD).height
    rest = " and what has none" if awards < inventory.award_counts.height else ""
    return f"of {count(awards, 'federal award')}{rest}"


def standing(inventory: Inventory, name: str) -> tuple[int, int]:
    """Things of one standing, and their recorded cost in cents."""
    rows = inventory.standings.filter(pl.col("standing") == name)
    return int(rows["things"].sum()), int(rows["cost_cents"].sum())


def _cost_note(cost: int, unpriced: int) -> str:
    said = f"recorded cost {about(cost)}"
    return f"{said}; {unpriced:,} without a cost" if unpriced else said


def _severities(inventory: Inventory) -> str:
    totals = inventory.findings.group_by("severity").agg(pl.col("open").sum())
    found = dict(totals.iter_rows())
    return ", ".join(f"{found.get(name, 0):,} {name}s" for name in ("error", "warning", "note"))


def key_findings(inventory: Inventory) -> tuple[Finding, ...]:
    """What stands out, the dearest first: ghosts, retired things in use, findings that are errors, awards to count."""
    found = (part(inventory) for part in (_ghosts, _retired, _errors, _pupils, _awards))
    return tuple(finding for finding in found if finding is not None)  # fmt: skip


def _ghosts(inventory: Inventory) -> Finding | None:
    things, cost = standing(inventory, "only in the Book")
    if not inventory.watches["watched"].any():
        return _nothing_watched(inventory)
    if not things:
        return Finding(
            finding="Every device that a system should see is seen.", figure="", reason="There are no ghosts."
        )
    return Finding(
        finding=f"{count(things, 'device')} may not exist.",
        figure=f"By the Book they are in use, {_cost(inventory, 'only in the Book', cost)}; no system that watches "
        "their kind sees them.",
        reason="Replacing what is not there wastes money: look for them before the budget.",
    )


def _nothing_watched(inventory: Inventory) -> Finding:
    if inventory.watches.is_empty():
        return Finding(
            finding="No system was compared.",
            figure="The Book holds no sightings.",
            reason="Import an export of the device console: it tells what is there from what is only listed.",
        )
    return Finding(
        finding="No system sees enough of any class to tell what is missing.",
        figure=f"{count(inventory.watches.height, 'class was', 'classes were')} compared (table watches).",
        reason="Import the whole export of the device console, not a part of it.",
    )


def _cost(inventory: Inventory, name: str, cents: int) -> str:
    """Their recorded cost; what nobody priced is said, not taken for nought."""
    rows = inventory.standings.filter(pl.col("standing") == name)
    return cost_words(cents, int(rows["unpriced"].sum()))


def _retired(inventory: Inventory) -> Finding | None:
    things, cost = standing(inventory, "retired but seen")
    if not things:
        return None
    return Finding(
        finding=f"{count(things, 'retired device is', 'retired devices are')} still in use.",
        figure=f"A system saw them after they were retired; {_cost(inventory, 'retired but seen', cost)}.",
        reason="They are out of the replacement plan and yet somebody relies on them.",
    )


def _errors(inventory: Inventory) -> Finding | None:
    rows = inventory.findings.filter((pl.col("severity") == "error") & (pl.col("open") > 0))
    if rows.is_empty():
        return None
    worst = rows.sort(["at_stake_cents", "open", "finding"], descending=[True, True, False]).row(0, named=True)
    return Finding(
        finding=f"{count(int(rows['open'].sum()), 'row needs', 'rows need')} putting right before the plan is costed.",
        figure=f"Most is at stake in “{worst['finding']}”: {count(worst['open'], 'row')}, "
        f"{cost_words(worst['at_stake_cents'], worst['unpriced'])}.",
        reason=worst["remedy"],
    )


def _pupils(inventory: Inventory) -> Finding | None:
    short = (pl.col("difference") < 0) & (pl.col("school") != DISTRICT_WIDE)
    rows = inventory.pupil_devices.filter(short).sort("difference", "school")
    if rows.is_empty():
        return None
    names = names_of(inventory.book)
    worst = rows.row(0, named=True)
    most = f"{-int(worst['difference']):,} for {count(worst['students'], 'pupil')}"
    together = f"Together they lack {-int(rows['difference'].sum()):,}; " if rows.height > 1 else ""
    return Finding(
        finding=f"{count(rows.height, 'school has', 'schools have')} fewer pupils’ devices than pupils.",
        figure=f"{together}{names.school(worst['school'])} lacks {'most, ' if together else ''}{most}.",
        reason="Shared carts may be the plan: compare with the standards before buying.",
    )


def _awards(inventory: Inventory) -> Finding | None:
    rows = inventory.award_counts.filter(pl.col("overdue"))
    if rows.is_empty():
        return None
    items, late = int(rows["items"].sum()), int((rows["items"] - rows["counted"]).sum())
    return Finding(
        finding=f"{count(rows.height, 'federal count is', 'federal counts are')} overdue.",
        figure=f"Of {count(items, 'thing')} bought with this money, {late:,} were not counted within two years.",
        reason="Open a count for the rooms where they are; equipment must be counted by law, supplies by local policy.",
    )
