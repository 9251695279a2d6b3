"""Connectivity in school: each connection against its own measured peak, and the year in which growth outruns it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from techplan.book.school_years import fiscal_year_of, label
from techplan.planning.readiness.ground import Ground
from techplan.planning.readiness.judging import (
    NOTHING,
    Bounds,
    Row,
    Target,
    decimal_of,
    judged,
    shown,
    span,
    target_of,
)
from techplan.planning.readiness.links import Link, Reading, circuits_of
from techplan.planning.results import DISTRICT_WIDE
from techplan.rules.values import RuleValue

LEAST_DAYS: Final = 180
"""Peaks that are nearer than this to each other say nothing of a year's growth."""
MOST_YEARS: Final = 100
_YEAR: Final = 365
_EXACTLY: Final = Context(prec=34)


def peak_rows(ground: Ground, links: dict[str, Link]) -> Iterator[Row]:
    """Rows of ``readiness`` for every site, and for every connection that sites share."""
    low, high = ground.rule("bandwidth.headroom.low"), ground.rule("bandwidth.headroom.high")
    for site in ground.sites:
        link = links.get(site, Link(site, None, None, None, None, (), ()))
        yield _at_peak("Internet at peak", ground, site, link.internet, _last(link.peaks), low, high)
        if len(ground.sites) > 1 or link.wan is not None:
            yield _at_peak("WAN at peak", ground, site, link.wan, _last(link.peaks), low, high)
        yield _until(ground, site, NOTHING, link.carries, link.peaks)
    for circuit, reading in sorted(circuits_of(links.values()).items()):
        on_it = [link for _, link in sorted(links.items()) if link.circuit == circuit]
        own = sorted(peak for link in on_it for peak in link.circuit_peaks)
        peak = _last(own) if own else _together(ground, on_it)
        yield _at_peak("Internet at peak", ground, DISTRICT_WIDE, reading, peak, low, high, circuit)
        yield _until(ground, DISTRICT_WIDE, circuit, reading[1], tuple(own))


def _last(peaks: Sequence[Reading]) -> Bounds:
    return Bounds.exactly(peaks[-1][1] if peaks else None)


def _together(ground: Ground, on_it: Sequence[Link]) -> Bounds:
    """A shared connection's peak from its schools': no less than the highest, no more than all at once."""
    peaks = [link.peak[1] for link in on_it if link.peak is not None]
    if not peaks:
        return Bounds()
    whole = all(link.peak is not None for link in on_it if link.school in ground.sites)
    return Bounds(Fraction(max(peaks)), Fraction(sum(peaks, Decimal(0))) if whole else None)


def _at_peak(
    measure: str, ground: Ground, school: str, supply: Reading | None, peak: Bounds, low: RuleValue | None,
    high: RuleValue | None, about: str = NOTHING,
) -> Row:  # fmt: skip
    """Bandwidth against the peak and the headroom above it; ``peak`` may be known only within bounds."""
    mbps = Bounds.exactly(supply[1] if supply else None)
    target = _with_headroom(mbps, peak, low)
    most = _headroom(high)
    told, of = "", "" if about == NOTHING else f"{about}: "
    if peak.exact and peak.low is not None and most is not None:
        told = f" With {shown(most * 100)} % above the peak it would be {shown(peak.low * (1 + most))} Mbps."
    return judged(
        measure, school, ground.fy, mbps, target, unit="Mbps", about=about,
        found=f"{of}{_first_upper(span(mbps, 'Mbps'))}, against a peak of {span(peak, 'Mbps')}.",
        why="Its own measured peak and 30 to 40 % above it; the lower end decides." + told
        + (" Measure the connection and its peak." if target is None or not mbps.exact else ""),
        per=1, missing_unit="Mbps", measured_on=supply[0] if supply else None,
    )  # fmt: skip


def _with_headroom(mbps: Bounds, peak: Bounds, low: RuleValue | None) -> Target | None:
    """The peak with its headroom: of an uncertain peak the end at which the standing is sure; None where neither is."""
    above = _headroom(low)
    if above is None or mbps.low is None or peak.low is None:
        return None
    if peak.high is not None and (peak.exact or mbps.low >= peak.high * (1 + above)):
        return target_of(low, peak.high * (1 + above))
    return target_of(low, peak.low * (1 + above)) if mbps.low < peak.low * (1 + above) else None


def _headroom(rule: RuleValue | None) -> Fraction | None:
    return Fraction(rule.value) if rule is not None and isinstance(rule.value, (int, Decimal)) else None


def _until(ground: Ground, school: str, about: str, carries: Decimal | None, peaks: tuple[Reading, ...]) -> Row:
    """The fiscal year in which the peak outgrows what is there, by the growth between the first and the last peak."""
    growth = _growth(peaks)
    target = Target(value=Fraction(ground.settings.last_fy + 1), source="the plan's own years")
    if carries is None or not peaks:
        value, found = Bounds(), "Not known."
    elif growth is None:
        value, found = Bounds(), _by_norm(ground, carries, peaks[-1])
    else:
        fy = _breaks_in(ground, carries, peaks[-1], growth)
        percent = shown(decimal_of(Fraction((growth - 1) * 100)) or 0)
        value = Bounds(Fraction(MOST_YEARS * 100)) if fy is None else Bounds.exactly(fy)
        lasts = "it does not outgrow it" if fy is None else f"it outgrows it in {label(fy)}"
        found = f"The peak grew by {percent} % a year; at that pace {lasts} ({shown(carries)} Mbps)."
    if about != NOTHING:
        found = f"{about}: {found}"
    row = judged(
        "Internet until", school, ground.fy, value, target, unit="fiscal year", about=about, found=found,
        why="Growth between the first and the last measured peak goes on; it should last through the plan's years."
        + (" Measure the peak again, at least half a year later." if not value.low else ""),
        measured_on=peaks[-1][0] if peaks else None,
    )  # fmt: skip
    return {**row, "value": None} if value.high is None else row


def _growth(peaks: tuple[Reading, ...]) -> Decimal | None:
    """Growth a year as a factor, from the first to the last peak; None where they say nothing of it."""
    known = [reading for reading in peaks if reading[1] > 0]
    if len(known) < 2 or (known[-1][0] - known[0][0]).days < LEAST_DAYS:
        return None
    ratio = _EXACTLY.divide(known[-1][1], known[0][1])
    years = _EXACTLY.divide(Decimal((known[-1][0] - known[0][0]).days), Decimal(_YEAR))
    return _EXACTLY.exp(_EXACTLY.divide(_EXACTLY.ln(ratio), years))


def _breaks_in(ground: Ground, carries: Decimal, peak: Reading, growth: Decimal) -> int | None:
    """The fiscal year in which the peak passes what is there; None where it does not within ``MOST_YEARS``."""
    day = peak[0]
    if peak[1] <= carries:
        if growth <= 1 or peak[1] == 0:
            return None
        steps = _EXACTLY.ln(_EXACTLY.divide(carries, peak[1]))
        years = _EXACTLY.divide(steps, _EXACTLY.ln(growth))
        if years > MOST_YEARS:
            return None
        day = _later(peak[0], int(_EXACTLY.multiply(years, Decimal(_YEAR))))
    return fiscal_year_of(day, ground.settings.start_month)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _by_norm(ground: Ground, carries: Decimal, peak: Reading) -> str:
    """What the published growth would say, which no standing rests on."""
    rule = ground.rule("bandwidth.growth.low")
    if rule is None or not isinstance(rule.value, Decimal):
        return "Its growth is not measured."
    fy = _breaks_in(ground, carries, peak, 1 + rule.value)
    lasts = "it would not outgrow it" if fy is None else f"it would outgrow it in {label(fy)}"
    return f"Its growth is not measured. At {shown(rule.value * 100)} % a year, as published, {lasts}."


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
