"""The stock-flow projection: what is in use, lost, due, received and bought, year by year.

A place is one family of classes at one school. Its stock is kept by the fiscal year in which it is to be replaced, so
a year costs as much as there are places; the cohorts behind a year's replacements are touched once, in that year, and
what is bought joins the cohorts of the year in which it will fall due itself.

Within a year, at every place, in this order:

1. losses: attrition of the opening stock, the fraction of an item carried to the next year;
2. retirements: cohorts whose replacement is due this year;
3. open orders arrive, and devices that another family hands down;
4. purchases close what is still short of the required stock.

Arrivals cover the earliest retirements; purchases replace the rest, then losses, then meet growth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from techplan.planning.needs.due import REASONS
from techplan.planning.needs.rows import NO_DAY, Ints, Rows, shared_out, thinned

MICRO: Final = 1_000_000

SUPPORT_END: Final = REASONS.categories.to_list().index("support end")
"""The code of the reason that ends a handed-down device's service."""

PutOffItems = Mapping[tuple[int, int, int], Mapping[int, int]]
"""By place, cycle and due day: items that wait, by the years that they wait."""

NextDue = Callable[[Ints, Ints], tuple[Ints, Ints]]
"""From places and in-service days to the due and deploy-by days of what is bought there (``NO_DAY`` where nothing dates
it)."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """What the projection knows of each place; arrays have one entry for each place.

    - ``family``: code of the family, an index into the caller's list
    - ``level``: order within a year, givers before receivers
    - ``hands_to``: the place that receives this one's retirees, or -1; places x years
    - ``attrition``: share lost in a year, in millionths
    - ``required``: items asked for, places x years; -1 where the place is replaced as installed
    """

    family: Ints
    level: Ints
    hands_to: Ints
    attrition: Ints
    required: Ints


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Days, as numbers since 1970, of each fiscal year simulated, and the share of it still to come, in millionths."""

    years: range
    school_day: Ints
    last_day: Ints
    remaining: Ints

    def index_of(self, fy: Ints) -> Ints:
        """Positions of fiscal years; years before the first count as the first, years after the last as one beyond."""
        return np.clip(fy - self.years.start, 0, len(self.years))


@dataclass(kw_only=True)
class YearFlow:
    """One year's flows at every place; arrays have one entry for each place."""

    opening: Ints
    undated: Ints
    lost: Ints
    retired: Ints
    received: Ints
    handed_in: Ints
    bought: Ints
    required: Ints

    @classmethod
    def opened(cls, opening: Ints, undated: Ints, required: Ints) -> YearFlow:
        """A year before anything has flowed."""
        flows = {name: np.zeros_like(opening) for name in ("lost", "retired", "received", "handed_in", "bought")}
        return cls(opening=opening, undated=undated.copy(), required=required, **flows)


@dataclass(kw_only=True)
class Projection:
    """What a projection gives: flows by year, and the cohorts replaced, or bought for losses and growth.

    ``left_over`` are the items, by family, of orders for the whole district that no place was ever short of.
    """

    flows: list[YearFlow] = field(default_factory=list)
    replaced: list[Rows] = field(default_factory=list)
    for_losses: list[Rows] = field(default_factory=list)
    for_growth: list[Rows] = field(default_factory=list)
    left_over: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


class Simulation:
    """The state of a projection under way; ``project`` runs it."""

    def __init__(
        self,
        places: Places,
        calendar: Calendar,
        next_due: NextDue,
        year_of: Callable[[Ints], Ints],
        put_off: PutOffItems | None = None,
    ) -> None:
        self.places = places
        self.calendar = calendar
        self.next_due = next_due
        self.year_of = year_of
        self.count = len(places.family)
        self.never = len(calendar.years)
        self.undated = self.never + 1
        self.stock: Ints = np.zeros((self.count, self.never + 2), np.int64)
        self.waiting: list[list[Rows]] = [[] for _ in calendar.years]
        self.carried: Ints = np.zeros(self.count, np.int64)
        self.found = Projection()
        self.to_put_off = {key: dict(items) for key, items in (put_off or {}).items()}

    def put(self, rows: Rows) -> None:
        """Take rows into stock, to be replaced in the year of their deploy-by day."""
        if not len(rows):
            return
        dated = rows.deploy != NO_DAY
        when = np.where(dated, self.calendar.index_of(self.year_of(rows.deploy)), self.undated)
        np.add.at(self.stock, (rows.place, when), rows.items)
        for position in np.unique(when[when < self.never]):
            self.waiting[position].append(rows.take(when == position))

    def lose(self, year: int) -> Ints:
        """Losses of the year, taken from every part of the stock alike, older first where they do not divide."""
        opening = self.stock.sum(axis=1)
        yearly = self.places.attrition * self.calendar.remaining[year] // MICRO
        self.carried += opening * yearly
        lost = np.minimum(self.carried // MICRO, opening)
        self.carried -= lost * MICRO
        running = self.stock.cumsum(axis=1)
        taken = lost[:, None] * running // np.maximum(opening, 1)[:, None]
        self.stock -= np.diff(taken, axis=1, prepend=0)
        return np.asarray(lost, np.int64)

    def retire(self, year: int) -> tuple[Rows, Ints]:
        """The cohorts to be replaced this year, thinned by losses, and their items at each place.

        What is put off stays in use, to be replaced in a later year.
        """
        left = self.stock[:, year].copy()
        rows = thinned(Rows.joined(self.waiting[year]), left, self.count)
        self.waiting[year] = []
        self.stock[:, year] = 0
        if not self.to_put_off:
            return rows, left
        going, staying = self.split(rows)
        self.put(staying)
        left -= np.bincount(staying.place, staying.items, self.count).astype(np.int64)
        return going, left

    def split(self, rows: Rows) -> tuple[Rows, Rows]:
        """The rows that are replaced now, and those that wait, with the day on which they are replaced instead."""
        going = rows.items.copy()
        staying: list[Rows] = []
        for at, key in enumerate(zip(rows.place.tolist(), rows.cycle.tolist(), rows.due.tolist(), strict=True)):
            wanted = self.to_put_off.get(key)
            if not wanted:
                continue
            for years, items in sorted(wanted.items()):
                waiting = min(items, int(going[at]))
                wanted[years] -= waiting
                going[at] -= waiting
                if waiting:
                    staying.append(rows.take(np.array([at])).waiting(years, waiting))
        return replace(rows, items=going).take(going > 0), Rows.joined(staying)

    def hand_down(self, year: int, retirees: Rows, short: Ints, here: NDArray[np.bool_]) -> Ints:
        """Let supported retirees of givers serve the short places of this level; items received at each place."""
        target = self.places.hands_to[retirees.place, year]
        useful = (target >= 0) & (retirees.support_end != NO_DAY)
        useful &= retirees.support_end > self.calendar.last_day[year]
        useful &= here[target] & (target >= 0)
        offered = retirees.take(useful).at(target[useful])
        total = np.bincount(offered.place, offered.items, self.count).astype(np.int64)
        accepted = thinned(offered, np.minimum(total, short), self.count)
        self.put(accepted.due_at(accepted.support_end, SUPPORT_END))
        return np.minimum(total, short)

    def buy(self, year: int, retirees: Rows, retired: Ints, lost: Ints, bought: Ints) -> None:
        """Note what is bought and for what, and take it into stock."""
        replacing = np.minimum(bought, retired)
        replaced = retirees.latest(replacing, self.count)
        for_losses = np.minimum(bought - replacing, lost)
        for_growth = bought - replacing - for_losses
        self.found.replaced.append(replaced)
        self.put(self.renewed(replaced))
        for items, kept in ((for_losses, self.found.for_losses), (for_growth, self.found.for_growth)):
            fresh = self.fresh(items, year)
            kept.append(fresh)
            self.put(self.renewed(fresh))

    def fresh(self, items: Ints, year: int) -> Rows:
        """Items that come into use on the year's first day of school."""
        place = np.flatnonzero(items)
        day = np.full(len(place), self.calendar.school_day[year], np.int64)
        return Rows.made(place, self.places.family[place], day, items[place])

    def renewed(self, rows: Rows) -> Rows:
        """What takes the place of these rows: new things of the family, in service from the deploy-by day."""
        due, deploy = self.next_due(rows.place, rows.deploy)
        return rows.renewed(self.places.family[rows.place], due, deploy)

    def step(self, year: int, sent: Ints, pool: Ints) -> None:
        """One year; ``sent`` are open orders by place, ``pool`` those for the district by family (used up here).

        What is bought may fall due again within its first year, so the year goes round until nothing waits in it.
        """
        flow = YearFlow.opened(self.stock.sum(axis=1), self.stock[:, self.undated], self.required(year))
        flow.lost = self.lose(year)
        lost = flow.lost
        while True:
            self.go_round(year, flow, lost, sent, pool)
            if not self.waiting[year]:
                break
            lost, sent = np.zeros_like(lost), np.zeros_like(sent)
        self.found.flows.append(flow)

    def required(self, year: int) -> Ints:
        """Items asked for at each place: by standards, else what was installed at the start."""
        asked = self.places.required[:, year]
        return np.where(asked >= 0, asked, self.installed)

    def go_round(self, year: int, flow: YearFlow, lost: Ints, sent: Ints, pool: Ints) -> None:
        """Retire what waits in this year, receive, hand down and buy; the flows are added to ``flow``."""
        retirees, retired = self.retire(year)
        received, handed_in, bought = sent.copy(), np.zeros_like(sent), np.zeros_like(sent)
        for level in np.unique(self.places.level):
            here = self.places.level == level
            short = np.where(here, np.maximum(flow.required - self.stock.sum(axis=1) - received, 0), 0)
            given = shared_out(pool, self.places.family, short)
            received += given
            handed = self.hand_down(year, retirees, short - given, here)
            handed_in += handed
            bought += short - given - handed
        self.put(self.renewed(self.fresh(received, year)))
        self.buy(year, retirees, retired, lost, bought)
        flow.retired += retired
        flow.received += received
        flow.handed_in += handed_in
        flow.bought += bought

    def run(self, cohorts: Rows, sent: Ints, pooled: Ints) -> Projection:
        """All years; ``sent`` is places x years, ``pooled`` families x years."""
        self.put(cohorts)
        self.installed = self.stock.sum(axis=1)
        pool: Ints = np.zeros(len(pooled), np.int64)
        for year in range(len(self.calendar.years)):
            pool += pooled[:, year]
            self.step(year, sent[:, year], pool)
        self.found.left_over = pool
        return self.found


def project(
    places: Places,
    calendar: Calendar,
    cohorts: Rows,
    *,
    sent: Ints,
    pooled: Ints,
    next_due: NextDue,
    year_of: Callable[[Ints], Ints],
    put_off: PutOffItems | None = None,
) -> Projection:
    """Project cohorts over the calendar's years.

    ``sent`` are open orders by place and year, ``pooled`` open orders for the whole district by family and year; what a
    year does not need of these waits for the next. ``year_of`` gives the fiscal years of days, ``put_off`` what waits.
    """
    return Simulation(places, calendar, next_due, year_of, put_off).run(cohorts, sent, pooled)
