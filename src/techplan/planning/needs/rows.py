"""Cohorts as parallel arrays, and exact sharing of whole items among them.

Everything here is integer arithmetic: parts always add up to the whole, and equal inputs give equal parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

NO_DAY: Final = np.iinfo(np.int64).max
"""Stands for a day that is not known."""


@dataclass(frozen=True)
class Rows:
    """Cohorts: ``items`` things at ``place``, of ``asset_class``, due and to be replaced on days since 1970.

    ``cycle`` is 1 for what is there at the start or bought for growth, one more for each replacement; ``why`` is the
    code of the reason that made it due.
    """

    place: Ints
    asset_class: Ints
    due: Ints
    deploy: Ints
    why: Ints
    cycle: Ints
    support_end: Ints
    items: Ints

    def __len__(self) -> int:
        return len(self.items)

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """All parts in one, sorted by place, then by due date and the rest of the key."""
        arrays = {
            f.name: np.concatenate([np.empty(0, np.int64), *(getattr(part, f.name) for part in parts)])
            for f in fields(cls)
        }
        order = np.lexsort(
            [arrays[name] for name in ("support_end", "cycle", "why", "asset_class", "deploy", "due", "place")]
        )
        return cls(**{name: array[order] for name, array in arrays.items()})

    @classmethod
    def made(cls, place: Ints, asset_class: Ints, day: Ints, items: Ints) -> Rows:
        """Cohorts wanted on a day, not replacing anything."""
        one, none = np.ones(len(place), np.int64), np.full(len(place), NO_DAY, np.int64)
        return cls(place, asset_class, day, day, -one, one, none, items)

    def take(self, which: NDArray[Any]) -> Rows:
        """The rows chosen by a mask or by positions."""
        return Rows(**{f.name: getattr(self, f.name)[which] for f in fields(self)})

    def at(self, place: Ints) -> Rows:
        """The same things at other places, sorted by the new place."""
        return Rows.joined([replace(self, place=place)])

    def due_at(self, day: Ints, why: int) -> Rows:
        """The same things, now due on and to be replaced by another day, for the reason of that code."""
        return replace(self, due=day, deploy=day, why=np.full(len(self), why, np.int64))

    def waiting(self, years: int, items: int) -> Rows:
        """So many of the same things, to be replaced so many years later, on the same day of the year."""
        months = self.deploy.astype("datetime64[D]").astype("datetime64[M]")
        day = self.deploy.astype("datetime64[D]") - months.astype("datetime64[D]")
        later = months + np.timedelta64(12 * years, "M")
        last = (later + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
        moved = np.minimum(later.astype("datetime64[D]") + day, last)
        return replace(self, deploy=moved.astype(np.int64), items=np.full(len(self), items, np.int64))

    def renewed(self, asset_class: Ints, due: Ints, deploy: Ints) -> Rows:
        """As many new things of the given classes; due by age, their support end not known yet."""
        none = np.full(len(self), NO_DAY, np.int64)
        return replace(
            self, asset_class=asset_class, due=due, deploy=deploy, why=-np.ones(len(self), np.int64),
            cycle=self.cycle + 1, support_end=none,
        )  # fmt: skip

    def latest(self, wanted: Ints, places: int) -> Rows:
        """The last ``wanted`` items at each place, in order of their rows (which are sorted by due date)."""
        total = np.bincount(self.place, self.items, places).astype(np.int64)
        skipped = (total - wanted)[self.place]
        after = _running(self) - skipped
        return _with_items(self, np.clip(after, 0, self.items))


def thinned(rows: Rows, left: Ints, places: int) -> Rows:
    """Rows reduced to ``left`` items at each place (at most what is there), each row alike, exactly."""
    total = np.bincount(rows.place, rows.items, places).astype(np.int64)
    running = _running(rows)
    share = np.maximum(total, 1)[rows.place]
    kept = left[rows.place]
    return _with_items(rows, running * kept // share - (running - rows.items) * kept // share)


def shared_out(pool: Ints, family: Ints, short: Ints) -> Ints:
    """Items given from each family's pool to its short places, by largest remainder; the pool is reduced by them."""
    given = np.zeros_like(short)
    for code in np.flatnonzero(pool):
        members = np.flatnonzero((family == code) & (short > 0))
        wanted = short[members]
        amount = min(int(pool[code]), int(wanted.sum()))
        if not amount:
            continue
        parts, rest = np.divmod(amount * wanted, wanted.sum())
        favoured = np.lexsort((np.arange(len(members)), -rest))[: amount - int(parts.sum())]
        parts[favoured] += 1
        given[members] = parts
        pool[code] -= amount
    return given


def _running(rows: Rows) -> Ints:
    """Items up to and with each row, counted within its place; rows must be sorted by place."""
    total = rows.items.cumsum()
    before = total - rows.items
    first = np.searchsorted(rows.place, rows.place, side="left")
    return total - before[first] if len(rows) else total


def _with_items(rows: Rows, items: Ints) -> Rows:
    return replace(rows, items=items).take(items > 0)
