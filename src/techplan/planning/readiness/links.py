"""The last known figures of each school's connection, and the Internet connections that schools share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from techplan.planning.readiness.ground import Ground
from techplan.planning.readiness.judging import Bounds

Reading = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Link:
    """What was last measured of one school's connection, each figure with its day; None where it never was."""

    school: str
    internet: Reading | None
    wan: Reading | None
    rooms: tuple[date, int] | None
    circuit: str | None
    peaks: tuple[Reading, ...]
    circuit_peaks: tuple[Reading, ...]

    @property
    def peak(self) -> Reading | None:
        """The last peak."""
        return self.peaks[-1] if self.peaks else None

    @property
    def carries(self) -> Decimal | None:
        """What reaches the school: the lesser of its Internet and its wide-area link, where that is known."""
        if self.internet is None:
            return None
        return min(self.internet[1], self.wan[1]) if self.wan is not None else self.internet[1]


def links_of(ground: Ground) -> dict[str, Link]:
    """By school, its link; later readings come before earlier ones, column by column."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    measured = ground.book.connectivity.filter(pl.col("measured_on") <= ground.on).sort("school", "measured_on")
    for row in measured.iter_rows(named=True):
        rows[row["school"]].append(row)
    return {school: _link(school, given) for school, given in rows.items()}


def _link(school: str, rows: list[dict[str, Any]]) -> Link:
    def all_of(column: str) -> tuple[tuple[date, Any], ...]:
        return tuple((row["measured_on"], row[column]) for row in rows if row[column] is not None)

    def last(column: str) -> tuple[date, Any] | None:
        return found[-1] if (found := all_of(column)) else None

    circuit = last("circuit")
    return Link(
        school=school,
        internet=last("internet_mbps"),
        wan=last("wan_mbps"),
        rooms=last("rooms_with_wifi"),
        circuit=str(circuit[1]) if circuit else None,
        peaks=all_of("peak_mbps"),
        circuit_peaks=all_of("circuit_peak_mbps"),
    )


def circuits_of(links: Iterable[Link]) -> dict[str, Reading]:
    """By the name of a connection that schools share, its bandwidth as last measured; the lesser of one day."""
    found: dict[str, Reading] = {}
    for link in links:
        if link.circuit is not None and link.internet is not None:
            day, mbps = link.internet
            before = found.get(link.circuit)
            if before is None or day > before[0] or (day == before[0] and mbps < before[1]):
                found[link.circuit] = link.internet
    return found


def district_internet(ground: Ground, links: dict[str, Link]) -> tuple[Bounds, date | None]:
    """The Internet bandwidth of the district in Mbps, and the day of its last measurement.

    Connections with a name count once. Those without one may be the same: at the least the widest of them, at the most
    all together. A site that is not measured may have one of its own, so then there is no upper bound.
    """
    named = circuits_of(links.values())
    sites = [links[site] for site in ground.sites if site in links and links[site].internet is not None]
    alone = [link.internet[1] for link in sites if link.circuit is None and link.internet is not None]
    low = high = Fraction(sum((mbps for _, mbps in named.values()), Decimal(0)))
    if alone:
        high += Fraction(sum(alone, Decimal(0)))
        low = low if named else Fraction(max(alone))
    days = [day for day, _ in named.values()] + [link.internet[0] for link in sites if link.internet is not None]
    on_named = {site for site in ground.sites if site in links and links[site].circuit in named}
    measured = {link.school for link in sites} | on_named
    if not days:
        return Bounds(), None
    whole = measured.issuperset(ground.sites)
    return Bounds(low, high if whole else None), max(days)
