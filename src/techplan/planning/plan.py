"""The pipeline on one page: from a Book and the rules to a Plan.

Planning is pure. It opens no file, reads no clock, asks no network: the day of planning, the day of knowledge and the
seed are arguments, and equal arguments give equal tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from techplan.book.book import Book
from techplan.planning import summaries
from techplan.planning.assumptions import assumptions_frame
from techplan.planning.class_defaults import class_defaults
from techplan.planning.drivers import driver_counts
from techplan.planning.funding import SettledMoney
from techplan.planning.gaps import asset_gaps, data_gaps, left_out
from techplan.planning.needs.due import asset_due, due_dates
from techplan.planning.paying import pay_for
from techplan.planning.readiness import READINESS, Readiness, readiness_of
from techplan.planning.results import RESULTS
from techplan.planning.settings import Settings, settings_of
from techplan.planning.treasury import TREASURY, Treasury, treasury_of
from techplan.planning.worth import WORTH, Worth, worth_of
from techplan.rules.load import Rules, load_rules
from techplan.version import VERSION

Progress = Callable[[str, float], None]
"""Told what is being done and which share of the whole is done."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Plan:
    """What follows from a Book: one frame for each result table, and what is needed to make it again."""

    book: Book
    rules: Rules = field(default_factory=load_rules)
    settings: Settings
    on: date
    known: date
    seed: int
    slipping: bool = True
    budget_years: pl.DataFrame
    schedule: pl.DataFrame
    needs: pl.DataFrame
    stock: pl.DataFrame
    asset_due: pl.DataFrame
    cost_lines: pl.DataFrame
    allocations: pl.DataFrame
    unfunded: pl.DataFrame
    slips: pl.DataFrame
    fund_years: pl.DataFrame
    erate_lines: pl.DataFrame
    data_gaps: pl.DataFrame
    assumptions: pl.DataFrame
    solver: Mapping[str, str | int | float] = field(default_factory=dict)
    settled: SettledMoney | None = None
    book_fingerprint: str
    rules_fingerprint: str
    version: str = VERSION

    def result(self, name: str) -> pl.DataFrame:
        """One result table by its name. Raises KeyError where there is none."""
        if name in WORTH:
            return self.worth.result(name)
        if name in READINESS:
            return self.ready.result(name)
        if name in TREASURY:
            return self.treasury.result(name)
        if name not in RESULTS:
            raise KeyError(name)
        frame: pl.DataFrame = getattr(self, name)
        return frame

    @cached_property
    def worth(self) -> Worth:
        """What the spending costs in full and is worth; made when it is first asked for."""
        return worth_of(self, self.rules)

    @cached_property
    def treasury(self) -> Treasury:
        """Which fund may pay what, and what would fund the rest; made when it is first asked for."""
        return treasury_of(self)

    @cached_property
    def ready(self) -> Readiness:
        """Whether the ground is ready to learn with; made when it is first asked for."""
        return readiness_of(self)

    def totals(self) -> dict[str, int]:
        """The plan's totals: cents where the name says so, else counts."""
        return summaries.totals(self.cost_lines, self.allocations, self.unfunded, self.needs, self.data_gaps)


def plan(
    book: Book,
    rules: Rules | None = None,
    *,
    on: date,
    known: date | None = None,
    seed: int = 0,
    years: int | None = None,
    slipping: bool = True,
    progress: Progress | None = None,
) -> Plan:
    """The plan that follows from a Book on a day.

    ``known`` is the day whose knowledge of the rules is used, ``on`` where it is left out; ``years`` overrides the
    Book's horizon. Without ``slipping`` nothing is put off: a what-if in less time. Raises PlanError where no plan
    follows.
    """
    say = progress or (lambda _what, _share: None)
    rules = rules or load_rules(book.rules)
    settings, used = settings_of(book, on, years=years, rules=rules, known=known or on)

    say("Due dates", 0.0)
    drivers = driver_counts(book, settings)
    due = due_dates(book, settings)
    say("Needs", 0.1)
    paid = pay_for(book, settings, drivers, rules, slipping=slipping, progress=say)
    needs, lines, funding = paid.needs, paid.lines, paid.funding
    say("Summaries", 0.9)
    gaps = data_gaps(asset_gaps(book, due), [*needs.gaps, *paid.gaps])
    assumed = assumptions_frame(
        [
            *used,
            *drivers.assumptions,
            *needs.assumptions,
            *class_defaults(book, needs.stock),
            *left_out(book),
            *paid.assumptions,
            *funding.assumptions,
        ]
    )
    say("Done", 1.0)
    return Plan(
        book=book,
        rules=rules,
        settings=settings,
        on=on,
        known=known or on,
        seed=seed,
        slipping=slipping,
        budget_years=summaries.budget_years(lines, funding.allocations, settings),
        schedule=summaries.schedule(needs.needs, lines, settings),
        needs=needs.needs,
        stock=needs.stock,
        asset_due=asset_due(due, settings),
        cost_lines=lines,
        allocations=funding.allocations,
        unfunded=funding.unfunded,
        slips=paid.slips,
        fund_years=funding.fund_years,
        erate_lines=paid.erate.table,
        data_gaps=gaps,
        assumptions=assumed,
        solver=funding.solver,
        settled=funding.settled,
        book_fingerprint=book.fingerprint(),
        rules_fingerprint=rules.fingerprint(),
    )
