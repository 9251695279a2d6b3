"""The program of who pays: money flows from pots to purses, and purses pay units; goals one after the other.

A *purse* is what every rule treats alike in one year, a *unit* is what is decided alike: lines of one tier, worth and
purse, or one line that is bought whole or may be put off. So the flows grow with the rules and not with the lines.
Purses, units and pots come in sorted, since the same program in another order may have another optimal answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from techplan.planning.funding.goals import Goal, goals_of, is_of_tiers
from techplan.planning.funding.integer import IntegerPhase, settle
from techplan.planning.funding.lexicographic import LexicographicSolver
from techplan.planning.funding.limits import Key, Terms
from techplan.planning.funding.program import INFINITY, UNIT, Floats, Program

NO_PURSE: Final = -1

SECONDS: Final = 60.0
"""The most that one goal over whole decisions may take before the clock ends it."""


@dataclass(frozen=True, slots=True, order=True)
class Purse:
    """What every rule treats alike in one year (by position): pots that may pay, caps that bind.

    ``stages`` gives the stage of the appropriation reached when it is paid, by fund; a fund left out has reached its
    last. ``returned`` is what comes back to the paying fund: share and position of the year. ``direct`` is false for
    capital, which carries no indirect cost.
    """

    year: int
    pots: tuple[int, ...]
    caps: tuple[int, ...] = ()
    stages: tuple[tuple[str, int], ...] = ()
    returned: tuple[Fraction, int] | tuple[()] = ()
    direct: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to pay a unit: from a purse, for so many cents, put off by so many years, and past support or not.

    Without a purse it is not paid, and not unfunded either: what it follows moves it beyond the plan.
    """

    purse: int
    cents: int
    slipped: Fraction = Fraction(0)
    past_support: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """What is decided alike: tier, worth of a dollar in hundredths, position of its year, cents, and its choices.

    A ``whole`` unit is paid whole by one choice or not at all.
    """

    tier: int
    year: int
    cents: int
    choices: tuple[Choice, ...]
    worth: int = 100
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """Units that are put off together: for each step, the choice of each unit; a unit left out of a step is not due."""

    steps: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """At most ``cents`` in all of these choices, each (unit, choice, factor)."""

    parts: tuple[tuple[int, int, Fraction], ...]
    cents: Fraction


@dataclass(frozen=True, slots=True)
class Phase:
    """One goal and its optimum, in the units of the goal (cents, or cents times years or ranks)."""

    goal: str
    optimum: float


@dataclass(frozen=True)
class Flows:
    """What each pot pays to each purse, and each choice's cents (of the unit), before rounding.

    ``pairs`` are (purse, pot), one for each flow; ``chosen`` is keyed by (unit, choice).
    """

    pairs: tuple[tuple[int, int], ...]
    cents: Floats
    chosen: dict[tuple[int, int], float]
    phases: tuple[Phase, ...]
    columns: int
    rows: int
    whole: tuple[IntegerPhase, ...] = ()
    steps: tuple[int, ...] = ()
    """The step of each shift."""

    def optimum(self, goal: str) -> float:
        """The optimum of one goal; zero where there was nothing to decide."""
        return next((phase.optimum for phase in self.phases if phase.goal == goal), 0.0)

    def bound(self, goal: str) -> float:
        """What no plan can beat in one goal."""
        return next((phase.bound * UNIT for phase in self.whole if phase.goal == goal), self.optimum(goal))


@dataclass
class Columns:
    """Where things stand in the program."""

    pairs: list[tuple[int, int]]
    chosen: dict[tuple[int, int], int] = field(default_factory=dict)
    unfunded: list[int] = field(default_factory=list)
    made_up: list[int] = field(default_factory=list)
    """By unit, the row in which it is made up of what is chosen and what is not."""
    steps: list[list[int]] = field(default_factory=list)
    peak: int = -1


def optimal_flows(
    units: Sequence[Unit],
    purses: Sequence[Purse],
    terms: Terms,
    *,
    shifts: Sequence[Shift] = (),
    ties: Sequence[Tie] = (),
    order: Sequence[str] = (),
    progress: Callable[[str, float], None] | None = None,
) -> Flows:
    """The optimal flows under ``terms``; ``order`` are the district's goals, empty for the usual ones.

    Raises PlanError where the solver does not prove an optimum.
    """
    program, columns = _built(units, purses, terms, shifts, ties)
    goals = goals_of(units, purses, terms.pots, columns, program, order)
    phases: tuple[IntegerPhase, ...] = ()
    fixed: dict[int, float] = {}
    if program.whole:
        settled = settle(
            program, [(goal.name, goal.costs) for goal in _whole(goals)], seconds=SECONDS, progress=progress
        )
        phases, fixed = settled.phases, settled.columns
    solver = LexicographicSolver(program, fixed)
    found: list[Phase] = []
    for number, goal in enumerate(goals):
        if progress is not None:
            progress(f"funding: {goal.name}", number / len(goals))
        found.append(Phase(goal.name, solver.minimise(goal.costs) * UNIT))
    values = solver.values()
    return Flows(
        pairs=tuple(columns.pairs),
        cents=values[: len(columns.pairs)] * UNIT,
        chosen={key: float(values[at]) * (units[key[0]].cents if units[key[0]].whole else UNIT)
                for key, at in columns.chosen.items()},
        phases=tuple(found),
        columns=len(program.upper),
        rows=len(program.row_lower),
        whole=phases,
        steps=tuple(max(range(len(steps)), key=lambda step: float(values[steps[step]])) for steps in columns.steps),
    )  # fmt: skip


def _whole(goals: Sequence[Goal]) -> Sequence[Goal]:
    """The goals that whole decisions are made for: all up to the last that looks at what is unfunded."""
    last = max((at for at, goal in enumerate(goals) if is_of_tiers(goal.name)), default=-1)
    return goals[: last + 1]


def _built(
    units: Sequence[Unit], purses: Sequence[Purse], terms: Terms, shifts: Sequence[Shift], ties: Sequence[Tie]
) -> tuple[Program, Columns]:
    program = Program()
    columns = Columns([(k, p) for k, purse in enumerate(purses) for p in purse.pots if terms.may_have(p, purse.year)])
    wanted = [0] * len(purses)
    for unit in units:
        for choice in unit.choices:
            if choice.purse != NO_PURSE:
                wanted[choice.purse] += choice.cents
    for k, _ in columns.pairs:
        program.column(wanted[k] / UNIT)
    _unit_columns(program, columns, units)
    _unit_rows(program, columns, units, purses)
    _money_rows(program, columns, purses, terms)
    _limit_rows(program, columns, purses, terms)
    _match_rows(program, columns, purses, terms)
    _shift_rows(program, columns, units, shifts)
    for tie in ties:
        row = program.at_most(float(tie.cents) / UNIT)
        for u, c, factor in tie.parts:
            program.enter(row, columns.chosen[u, c], float(factor) * _size(units[u]))
    _peak(program, columns, units, purses)
    return program, columns


def _size(unit: Unit) -> float:
    """What one of a unit's columns stands for, in units of the solver: itself, or the whole where it is 0 or 1."""
    return unit.cents / UNIT if unit.whole else 1.0


def _unit_columns(program: Program, columns: Columns, units: Sequence[Unit]) -> None:
    for u, unit in enumerate(units):
        for c in range(len(unit.choices)):
            columns.chosen[u, c] = program.yes_or_no() if unit.whole else program.column(unit.cents / UNIT)
    columns.unfunded = [program.column(unit.cents / UNIT) for unit in units]


def _unit_rows(program: Program, columns: Columns, units: Sequence[Unit], purses: Sequence[Purse]) -> None:
    """What is chosen and what is not make up each unit; what flows into a purse is what its choices cost."""
    paying = [program.equation(0.0) for _ in purses]
    for column, (k, _) in enumerate(columns.pairs):
        program.enter(paying[k], column, 1.0)
    for u, unit in enumerate(units):
        row = program.equation(unit.cents / UNIT)
        columns.made_up.append(row)
        program.enter(row, columns.unfunded[u], 1.0)
        for c, choice in enumerate(unit.choices):
            program.enter(row, columns.chosen[u, c], _size(unit))
            cost = choice.cents / UNIT if unit.whole else choice.cents / unit.cents
            if choice.purse != NO_PURSE:
                program.enter(paying[choice.purse], columns.chosen[u, c], -cost)


def _money_rows(program: Program, columns: Columns, purses: Sequence[Purse], terms: Terms) -> None:
    """What a pot pays in a year and carries on is at most what it carried in, became spendable, or came back."""
    used = sorted({p for _, p in columns.pairs} | {terms.own[p] for k, p in columns.pairs if purses[k].returned})
    row_of: dict[tuple[int, int], int] = {}
    for p in used:
        before = 0
        carried: int | None = None
        spendable = terms.pots[p].spendable
        for year, so_far in enumerate(spendable):
            row = row_of[p, year] = program.at_most(max(0, so_far - before) / UNIT)
            before = max(before, so_far)
            if carried is not None:
                program.enter(row, carried, -1.0)
            if year + 1 < len(spendable):
                carried = program.column(INFINITY)
                program.enter(row, carried, 1.0)
    for column, (k, p) in enumerate(columns.pairs):
        purse = purses[k]
        program.enter(row_of[p, purse.year], column, 1.0 + (float(terms.pots[p].indirect) if purse.direct else 0.0))
        if purse.returned:
            share, year = purse.returned
            program.enter(row_of[terms.own[p], year], column, -float(share))


def _limit_rows(program: Program, columns: Columns, purses: Sequence[Purse], terms: Terms) -> None:
    """Appropriations by fund, year and stage; caps; and the most that the plan may spend in a year."""
    bound: dict[Key, tuple[int, list[int]]] = {}
    for column, (k, p) in enumerate(columns.pairs):
        purse = purses[k]
        for key, cents in terms.limits_on(p, purse.year, purse.caps, dict(purse.stages)):
            bound.setdefault(key, (cents, []))[1].append(column)
    for _, (cents, members) in sorted(bound.items(), key=lambda item: repr(item[0])):
        row = program.at_most(cents / UNIT)
        for column in members:
            program.enter(row, column, 1.0)


def _match_rows(program: Program, columns: Columns, purses: Sequence[Purse], terms: Terms) -> None:
    """An award that asks for a match draws only as much as the district's own money adds on what it may pay."""
    asking = [p for p, pot in enumerate(terms.pots) if pot.match]
    if not asking:
        return
    own: dict[int, list[int]] = {}
    for column, (k, p) in enumerate(columns.pairs):
        if terms.is_local(p):
            own.setdefault(k, []).append(column)
    added: dict[int, list[int]] = {}
    for p in asking:
        row = program.at_most(0.0)
        for column, (_, q) in enumerate(columns.pairs):
            if q == p:
                program.enter(row, column, float(terms.pots[p].match / (1 - terms.pots[p].match)))
        for k in (k for k in own if p in purses[k].pots):
            part = program.column(INFINITY)
            program.enter(row, part, -1.0)
            added.setdefault(k, []).append(part)
    for k, parts in sorted(added.items()):
        row = program.at_most(0.0)
        for part in parts:
            program.enter(row, part, 1.0)
        for column in own[k]:
            program.enter(row, column, -1.0)


def _shift_rows(program: Program, columns: Columns, units: Sequence[Unit], shifts: Sequence[Shift]) -> None:
    """One step for each shift; a unit is paid in its choice of that step, and is not due where it has none.

    A choice may belong to several steps: a term of an agreement is the same, however much earlier it began.
    """
    rows: dict[tuple[int, int], int] = {}
    for shift in shifts:
        steps = [program.yes_or_no() for _ in shift.steps]
        columns.steps.append(steps)
        one = program.equation(1.0)
        of_unit: dict[int, set[int]] = {}
        for s, step in enumerate(shift.steps):
            program.enter(one, steps[s], 1.0)
            for u, c in step:
                if (u, c) not in rows:
                    rows[u, c] = program.at_most(0.0)
                    program.enter(rows[u, c], columns.chosen[u, c], _size(units[u]))
                program.enter(rows[u, c], steps[s], -units[u].cents / UNIT)
                of_unit.setdefault(u, set()).add(s)
        for u, there in sorted(of_unit.items()):
            for s in sorted(set(range(len(steps))) - there):  # neither paid nor unfunded: not due
                program.enter(columns.made_up[u], steps[s], units[u].cents / UNIT)


def _peak(program: Program, columns: Columns, units: Sequence[Unit], purses: Sequence[Purse]) -> None:
    """A column that is at least what is paid for what may be put off, in every year."""
    moving = [(u, c, choice) for u, unit in enumerate(units) if len(unit.choices) > 1
              for c, choice in enumerate(unit.choices) if choice.purse != NO_PURSE]  # fmt: skip
    if not moving:
        return
    columns.peak = program.column(INFINITY)
    years: dict[int, int] = {}
    for u, c, choice in moving:
        year = purses[choice.purse].year
        if year not in years:
            years[year] = program.at_most(0.0)
            program.enter(years[year], columns.peak, -1.0)
        program.enter(years[year], columns.chosen[u, c], _size(units[u]))
