"""Several tables rounded to whole dollars together, so that a figure printed twice is the same figure.

``techplan.book.rounding`` ties one table. A packet shows the same dollars by category and year, by kind and year, by
fund and year and by tier, and the year totals must agree in all of them. Seen as money flowing from category through
year to fund, every printed figure is one flow, and every sum is a place that gives out what it takes in. Rounding each
flow to one of its two neighbouring dollars while every place stays in balance is always possible: a flow with cents
cannot be the only one at its place, so flows with cents form closed paths, and moving the same amount around such a
path changes no sum (the flow form of controlled rounding; Cox and Ernst, "Controlled rounding", INFOR 20, 1982).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

_BASE: Final = 100


@dataclass(frozen=True, slots=True)
class Flow:
    """Cents that go from one place to another; ``name`` is how the rounded figure is asked for."""

    name: Hashable
    tail: Hashable
    head: Hashable
    cents: int


def tied(flows: Sequence[Flow]) -> dict[Hashable, int]:
    """Whole dollars by name: each flow less than one dollar from its cents, all places in balance.

    Flows that come first are rounded to the nearest dollar where they can be, so put the totals that people quote
    first. A flow of whole dollars stays as it is. Raises ValueError where the cents given do not balance at a place, or
    two flows have one name.
    """
    if len({flow.name for flow in flows}) != len(flows):
        raise ValueError("Two flows have the same name.")
    balance: dict[Hashable, int] = {}
    for flow in flows:
        balance[flow.tail] = balance.get(flow.tail, 0) - flow.cents
        balance[flow.head] = balance.get(flow.head, 0) + flow.cents
    for place, cents in balance.items():
        if cents:
            raise ValueError(f"The amounts of the plan do not add up at {place}: {cents} cents too many.")
    up = _Rounding(flows).settle()
    return {flow.name: flow.cents // _BASE + (i in up) for i, flow in enumerate(flows)}


def parts_of(whole: int, parts: Sequence[int], most: Sequence[int] | None = None) -> list[int]:
    """Cents as whole dollars that add up to ``whole``, by largest remainder; no part above its ``most``.

    For one column under a total that is already printed. Raises ValueError where ``most`` leaves no room for the whole.
    """
    limits = list(most) if most is not None else [cents // _BASE + 1 + abs(whole) for cents in parts]
    rounded = [min(cents // _BASE, limit) for cents, limit in zip(parts, limits, strict=True)]
    order = sorted(range(len(parts)), key=lambda i: (-(parts[i] - rounded[i] * _BASE), i))
    missing = whole - sum(rounded)
    while missing:
        step = 1 if missing > 0 else -1
        moved = False
        for i in order if step > 0 else reversed(order):
            if missing and 0 <= rounded[i] + step <= limits[i]:
                rounded[i] += step
                missing -= step
                moved = True
        if not moved:
            raise ValueError("The parts leave no room for the whole.")
    return rounded


class _Rounding:
    """The flows that still have cents, and the walks that round them."""

    def __init__(self, flows: Sequence[Flow]) -> None:
        self.flows = flows
        self.first = [flow.cents % _BASE for flow in flows]
        self.now = {i: part for i, part in enumerate(self.first) if part}
        self.at: dict[Hashable, dict[int, None]] = {}
        for i in self.now:
            self.at.setdefault(flows[i].tail, {})[i] = None
            self.at.setdefault(flows[i].head, {})[i] = None
        self.up: set[int] = set()

    def settle(self) -> set[int]:
        """The flows that are rounded up; all others are rounded down."""
        for i in range(len(self.flows)):
            while i in self.now:
                self._move(i)
        return self.up

    def _move(self, i: int) -> None:
        """Moves as much as can be around a closed path through a flow, in the direction of its nearest dollar."""
        path = self._closed_path(i)
        if self.first[i] * 2 < _BASE + (self.flows[i].cents < 0):
            path = [(j, -sign) for j, sign in path]
        step = min(_BASE - self.now[j] if sign > 0 else self.now[j] for j, sign in path)
        for j, sign in path:
            part = self.now[j] + sign * step
            self.now[j] = part
            if part in {0, _BASE}:
                if part:
                    self.up.add(j)
                del self.now[j], self.at[self.flows[j].tail][j], self.at[self.flows[j].head][j]

    def _closed_path(self, i: int) -> list[tuple[int, int]]:
        """The flow and the shortest way from its head back to its tail; +1 is along a flow, −1 against it."""
        start, goal = self.flows[i].head, self.flows[i].tail
        if start == goal:
            return [(i, 1)]
        came: dict[Hashable, tuple[int, int, Hashable]] = {}
        queue = deque([start])
        while goal not in came:
            place = queue.popleft()
            for j in self.at[place]:
                sign = 1 if self.flows[j].tail == place else -1
                other = self.flows[j].head if sign > 0 else self.flows[j].tail
                if j != i and other != start and other not in came:
                    came[other] = (j, sign, place)
                    queue.append(other)
        path, place = [(i, 1)], goal
        while place != start:
            j, sign, place = came[place]
            path.append((j, sign))
        return path
