"""The summary page: a few large figures, and findings that begin with what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from techplan.book.school_years import label
from techplan.documents.facts.funding import telling
from techplan.documents.facts.names import Names
from techplan.documents.facts.pictures import jump_sentence
from techplan.documents.facts.schedule import Replacement
from techplan.documents.facts.shapes import Finding, KeyFigure
from techplan.documents.facts.spending import TIERS, Spending
from techplan.documents.facts.waiting import waiting
from techplan.documents.facts.years import Years
from techplan.documents.words import about, count, dollars, first_upper, listed, whole_number

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def key_figures(spending: Spending, years: Years) -> tuple[KeyFigure, ...]:
    """Four figures: the whole plan, the budget, what is not funded, what is overdue."""
    fy = years.focus
    backlog = sum(spending.backlog(year)[1] for year in years.all)
    return (
        KeyFigure(
            label=f"{first_upper(years.how_many)} in all", printed=dollars(spending.shown("all")), note=years.span
        ),
        KeyFigure(
            label=f"{label(fy)} budget" if years.budget is not None else label(fy),
            printed=dollars(spending.shown("year", fy)),
            note=f"{dollars(spending.shown('kind year', 'capital', fy))} of it capital",
        ),
        KeyFigure(
            label="Not funded",
            printed=dollars(spending.shown("unfunded")),
            note=f"{dollars(spending.shown('unfunded year', fy))} of it in {label(fy)}",
        ),
        KeyFigure(label="Already due", printed=dollars(backlog), note=f"before {label(years.first)} began"),
    )


def findings_of(
    plan: Plan, spending: Spending, replacement: Replacement, years: Years, names: Names
) -> tuple[Finding, ...]:
    """At most eight findings, in the order a board asks: what, next year, when, who pays, what is not known."""
    found = [
        _whole(spending, years),
        _budget(spending, years),
        _backlog(plan, spending, years, names),
        _rise(replacement, years, names),
        _unfunded(plan, spending, years),
        waiting(plan),
        _lapsed(spending, names),
        _gaps(plan),
    ]
    return tuple(finding for finding in found if finding is not None)


def _whole(spending: Spending, years: Years) -> Finding:
    capital, operating = spending.shown("kind", "capital"), spending.shown("kind", "operating")
    each = f", about {about(spending.exact('all') // len(years.all))} a year" if len(years.all) > 1 else ""
    return Finding(
        finding=f"The plan needs {dollars(spending.shown('all'))} in {years.span}.",
        figure=f"{dollars(capital)} is capital and {dollars(operating)} operating{each}.",
        reason="It keeps what the district has, replaces what is due, and pays the agreements and people behind it.",
    )


def _budget(spending: Spending, years: Years) -> Finding | None:
    if years.budget is None:
        return None
    now, fy = years.in_progress, years.budget
    need = spending.shown("year", fy)
    finding = f"The budget for {years.long(fy)} needs {dollars(need)}."
    capital, operating = spending.shown("kind year", "capital", fy), spending.shown("kind year", "operating", fy)
    funded = dollars(spending.shown("funded year", fy))
    figure = f"{dollars(capital)} capital, {dollars(operating)} operating; {funded} is funded."
    if now is None:
        return Finding(finding=finding, figure=figure, reason="It is the first year of the plan.")
    change = need - spending.shown("year", now)
    word = "more" if change > 0 else "less"
    return Finding(
        finding=finding,
        figure=figure,
        reason=f"That is {dollars(abs(change))} {word} than {years.long(now)}, the year in progress."
        if change
        else f"That is the same as in {years.long(now)}, the year in progress.",
    )


def _backlog(plan: Plan, spending: Spending, years: Years, names: Names) -> Finding | None:
    owed = plan.needs.filter("backlog")
    amount = sum(spending.backlog(fy)[1] for fy in years.all)
    if not owed.height or not amount:
        return None
    items = int(owed["quantity"].sum())
    top = (
        owed.group_by("asset_class")
        .agg(pl.col("quantity").sum())
        .sort(["quantity", "asset_class"], descending=[True, False])
    )
    largest = f"{names.asset_class(top['asset_class'][0])} ({whole_number(top['quantity'][0])})"
    verb = "was" if items == 1 else "were"
    return Finding(
        finding=f"{first_upper(count(items, 'item'))} {verb} due for replacement before {label(years.first)} began.",
        figure=f"Replacing them costs {dollars(amount)}.",
        reason=f"The largest group is {largest}. Until then they stay in use past their life or support.",
    )


def _rise(replacement: Replacement, years: Years, names: Names) -> Finding | None:
    totals = [replacement.cents.get(("year", fy), 0) for fy in years.all]
    sentence = jump_sentence(totals, years)
    if not any(totals):
        return Finding(
            finding=f"{sentence}.",
            figure="The schedule holds no item.",
            reason="Either nothing in the inventory reaches its end, or dates are missing; see the data gaps.",
        )
    at = next((i for i, fy in enumerate(years.all) if sentence.endswith(label(fy)) and i), None)
    if at is None:
        return None
    fy, before = years.all[at], years.all[at - 1]
    now, then = (replacement.dollars.get(("year", year), 0) for year in (fy, before))
    grown = {
        code: replacement.cents.get(("class", code, fy), 0) - replacement.cents.get(("class", code, before), 0)
        for code in replacement.classes
    }
    code = max(sorted(grown), key=lambda each: grown[each])
    items = count(replacement.items.get(("class", code, fy), 0), "item")
    return Finding(
        finding=f"{sentence}.",
        figure=f"It takes {dollars(now)} after {dollars(then)} in {label(before)}.",
        reason=f"Mostly because {items} of the class {names.asset_class(code)} are bought in {label(fy)}.",
    )


def _unfunded(plan: Plan, spending: Spending, years: Years) -> Finding:
    amount = spending.shown("unfunded")
    if not spending.exact("unfunded"):
        return Finding(
            finding="Known funds pay for the whole plan.",
            figure=f"{dollars(spending.shown('funded'))} is funded in {years.span}.",
            reason="Every line has a fund that may pay it in its year.",
        )
    tiers = [
        f"{dollars(spending.shown('tier', tier))} in tier {tier} ({TIERS.get(tier, 'no description')})"
        for tier in spending.tiers
    ]
    if not spending.funds:
        reason = "The Book names no fund. Entering the funds and what each has for technology would show who can pay."
    else:
        top = plan.unfunded.sort(["amount_cents", "line"], descending=[True, False]).row(0, named=True)
        reason = f"For the largest line: {telling(top['why'])}"
    return Finding(finding=f"{dollars(amount)} is not funded.", figure=f"{first_upper(listed(tiers))}.", reason=reason)


def _lapsed(spending: Spending, names: Names) -> Finding | None:
    if not spending.exact("lapsed all"):
        return None
    funds = [names.fund(fund) for fund in spending.funds if spending.exact("lapsed", fund)]
    return Finding(
        finding=f"{dollars(spending.shown('lapsed all'))} lapses unspent.",
        figure=f"It belongs to {listed(funds[:4])}{' and others' if len(funds) > 4 else ''}.",
        reason="Its window ends, or it may not be carried over, before an eligible line falls due.",
    )


def _gaps(plan: Plan) -> Finding | None:
    rows = plan.data_gaps.height
    if not rows:
        return None
    top = plan.data_gaps.group_by("gap").len().sort(["len", "gap"], descending=[True, False])
    verb = "is" if rows == 1 else "are"
    return Finding(
        finding=f"{first_upper(count(rows, 'row'))} of the Book {verb} not used in full.",
        figure=f"Most often: {top['gap'][0]} ({whole_number(top['len'][0])}).",
        reason="They are listed, never guessed; the section on data gaps says what would put each right.",
    )
