"""Ways to pay: what could be cut, shared, re-negotiated, re-assigned or claimed, each with dollars and evidence.

None is applied by itself. A decision about ``candidate`` with its key as subject accepts or declines it; what is
accepted is listed as accepted. Dollars of one thing are counted once: where two candidates are about the same
agreement, class or order, the larger one counts in totals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import first_day
from techplan.planning.assumptions import Assumption
from techplan.planning.costs.agreement_lines import agreement_lines
from techplan.planning.drivers import driver_counts
from techplan.planning.inventory.inventory import take_inventory
from techplan.planning.review.candidate import Candidate
from techplan.planning.review.claims import erate_claims, repair_claims
from techplan.planning.review.contracts import ending_leases, overlaps, unused_seats, without_goal
from techplan.planning.review.decided import CANDIDATE, OPEN, standings
from techplan.planning.review.norms import Norms
from techplan.planning.review.results import ReviewCandidates
from techplan.planning.review.things import better_prices, circuits, dear_printers, planned_buys, surplus, unseen
from techplan.planning.settings import Settings
from techplan.rules.load import Rules

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def review_candidates(
    book: Book, settings: Settings, rules: Rules, norms: Norms, fy: int, *, known: date, plan: Plan | None = None
) -> tuple[pl.DataFrame, list[Assumption]]:
    """The ``review_candidates`` table, the largest first, and what was not looked for.

    With a plan, agreements cost what its lines say, and surplus is known; without one their lines are made anew.
    """
    found = list(_found(book, settings, rules, norms, fy, known, plan))
    decided = standings(book, CANDIDATE)
    rows = list(_rows(found, decided))
    frame = pl.DataFrame(rows, schema=ReviewCandidates.polars_schema(), orient="row")
    gone = sorted(set(decided) - {one.key for one in found})
    order = ["counted_cents", "amount_cents", "candidate"]
    ranked = frame.sort(order, descending=[True, True, False], nulls_last=True)
    return ranked, list(_assumptions(book, fy, gone, plan))


def _found(
    book: Book, settings: Settings, rules: Rules, norms: Norms, fy: int, known: date, plan: Plan | None
) -> Iterator[Candidate]:
    on = settings.on
    if plan is not None:
        lines, buys = plan.cost_lines, planned_buys(plan.cost_lines, settings.focus)
        yield from surplus(book, plan.stock, buys, settings.focus)
    else:
        lines, buys = agreement_lines(book, driver_counts(book, settings), settings).lines, None
    yield from unused_seats(book, lines, on, norms.seats_kept_free)
    yield from overlaps(book, lines, settings)
    yield from without_goal(book, lines, on)
    yield from ending_leases(book, lines, on, norms.lease_ends_months)
    yield from unseen(book, take_inventory(book, rules, on=on, known=known).finding_rows, buys)
    yield from better_prices(book, buys, on)
    yield from dear_printers(book, fy, norms.page_cost_multiple)
    yield from circuits(book, on, norms.headroom_over_peak, norms.circuit_growth_years, norms.circuit_used_share)
    yield from erate_claims(book, rules, on, known)
    yield from repair_claims(book, first_day(fy, settings.start_month), on)


def _rows(found: Iterable[Candidate], decided: Any) -> Iterator[dict[str, Any]]:
    """Each candidate as a row; of several on one thing the largest that is sure counts (ties: by key)."""
    counted: set[tuple[str, str]] = set()
    for one in sorted(found, key=lambda one: (not one.sure, -(one.amount_cents or 0), one.key)):
        thing = (one.subject_table, one.subject)
        standing, reason = decided.get(one.key, OPEN)
        amount = one.amount_cents or 0
        yield {
            "candidate": one.key,
            "kind": one.kind,
            "subject_table": one.subject_table,
            "subject": one.subject,
            "title": one.title,
            "action": one.action,
            "amount_cents": one.amount_cents,
            "counted_cents": 0 if thing in counted or not one.sure else amount,
            "used_cents": one.used_cents,
            "unit_cost_cents": one.unit_cost_cents,
            "act_by": one.act_by,
            "evidence": one.evidence,
            "why": one.why,
            "standing": standing,
            "reason": reason,
        }
        counted.add(thing)


def _assumptions(book: Book, fy: int, gone: list[str], plan: Plan | None) -> Iterator[Assumption]:
    if plan is None:
        yield _note("surplus of devices", "not looked for", "It follows from a plan, and none was given.")
    if book.page_counts.filter(pl.col("fy") == fy).is_empty() and book.assets.height:
        yield _note("printers by cost per page", "not looked for", "No pages are entered for the year (page_counts).")
    if book.content.is_empty() and book.agreements.height:
        yield _note("unused seats and overlaps", "not looked for", "No use of content is measured (content).")
    if gone:
        why = f"Decided earlier and no longer found: {', '.join(gone)}."
        yield _note("decisions about candidates that are gone", "kept, without effect", why, len(gone))


def _note(what: str, value: str, why: str, rows: int | None = None) -> Assumption:
    return Assumption(assumption=what, about="ways to pay", value=value, why=why, confirmed=True, rows=rows)
