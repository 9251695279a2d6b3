"""Connectivity in school: bandwidth by student and by user for the district, and Wi-Fi where pupils are taught.

The Federal Communications Commission's goal is measured for a district, so no school is graded by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl

from techplan.planning.readiness.ground import Ground
from techplan.planning.readiness.judging import Bounds, Row, Target, judged, shown, span, target_of
from techplan.planning.readiness.links import Link, district_internet
from techplan.planning.results import DISTRICT_WIDE

BANDS = ("small", "medium", "large")
BAND = "bandwidth.setda.band"


def bandwidth_rows(ground: Ground, links: dict[str, Link]) -> Iterator[Row]:
    """Rows of ``readiness`` about bandwidth by head and Wi-Fi; none where no pupil is taught."""
    if not ground.sites:
        return
    mbps, day = district_internet(ground, links)
    yield _per_student(ground, mbps, day)
    yield _per_user(ground, mbps, day)
    if len(ground.sites) > 1 or any(link.wan for link in links.values()):
        yield _wan(ground, links)
    yield from _wifi(ground, links)


def _per_student(ground: Ground, mbps: Bounds, day: date | None) -> Row:
    students = ground.pupils()
    value = mbps.over(students)
    target = target_of(ground.rule("bandwidth.fcc.internet_per_student"))
    return judged(
        "Internet per student", DISTRICT_WIDE, ground.fy, value, target, unit="Mbps per student",
        found=f"{span(mbps, 'Mbps')} of Internet for {span(students, 'students')}: {span(value, 'Mbps per student')}.",
        why="The goal is measured for the district as a whole, not by school. " + _unmeasured(ground, mbps, students),
        per=students.low if students.exact else None, missing_unit="Mbps", measured_on=day,
    )  # fmt: skip


def _per_user(ground: Ground, mbps: Bounds, day: date | None) -> Row:
    students, staff = ground.pupils(), ground.educators()
    users = Bounds(
        (students.low or Fraction(0)) + (staff.low or Fraction(0)),
        students.high + staff.high if students.high is not None and staff.high is not None else None,
    )
    value = mbps.over(users)
    target, band = _setda(ground, students, users)
    size = f"a {band} district" if band else "a district whose size is not known"
    return judged(
        "Internet per user", DISTRICT_WIDE, ground.fy, value, target, unit="Mbps per user",
        found=f"{span(mbps, 'Mbps')} of Internet for {span(users, 'users')}: {span(value, 'Mbps per user')}.",
        why=f"Users are students and staff, guests left out; the target is that of {size}. "
        + _unmeasured(ground, mbps, users),
        per=users.low if users.exact else None, missing_unit="Mbps", measured_on=day,
    )  # fmt: skip


def band_of(ground: Ground, students: Bounds) -> str | None:
    """SETDA's band of the district: the one it chose, else by its number of students; None where that is not known."""
    rule = ground.rule(BAND)
    if rule is not None and str(rule.value) in BANDS:
        return str(rule.value)
    small, large = ground.rule("bandwidth.setda.small_below"), ground.rule("bandwidth.setda.large_above")
    if small is None or large is None or not students.exact or students.low is None or not students.low:
        return None
    band = "small" if students.low < int(str(small.value)) else "large" if students.low > int(str(large.value)) else (
        "medium"
    )  # fmt: skip
    if rule is not None:
        ground.assume(
            "SETDA's band of size", "readiness", f"{band}, for {shown(students.low)} students", str(rule.note)
        )
    return band


def _setda(ground: Ground, students: Bounds, users: Bounds) -> tuple[Target | None, str | None]:
    """The target by user; where a band has a least bandwidth, no less than that shared among the users."""
    band = band_of(ground, students)
    rule = ground.rule(f"bandwidth.setda.{band}.per_user") if band is not None else None
    if rule is None or not isinstance(rule.value, (int, Decimal)):
        return None, band
    least = None
    if f"bandwidth.setda.{band}.at_least" in ground.rules.values:
        least = ground.rule(f"bandwidth.setda.{band}.at_least")
    value = Fraction(rule.value)
    if least is not None and isinstance(least.value, (int, Decimal)) and users.exact and users.low:
        value = max(value, Fraction(least.value) / users.low)
    return target_of(rule, value), band


def _wan(ground: Ground, links: dict[str, Link]) -> Row:
    """The wide-area links of all sites together; the narrowest is named, since an even share hides it."""
    known = {site: links[site].wan for site in ground.sites if site in links and links[site].wan is not None}
    readings = [reading for reading in known.values() if reading is not None]
    total = Fraction(sum((mbps for _, mbps in readings), Decimal(0)))
    mbps = Bounds(total, total if len(known) == len(ground.sites) else None)
    students = ground.pupils()
    narrow = min(((reading[1], site) for site, reading in known.items() if reading is not None), default=None)
    told = "" if narrow is None else f" The narrowest link is {shown(narrow[0])} Mbps, at {narrow[1]}."
    return judged(
        "WAN per student", DISTRICT_WIDE, ground.fy, mbps.over(students),
        target_of(ground.rule("bandwidth.fcc.wan_per_student")), unit="Mbps per student",
        found=f"{span(mbps, 'Mbps')} of wide-area links for {span(students, 'students')}.{told}",
        why="All links together; each link is judged by its own peak besides. " + _unmeasured(ground, mbps, students),
        per=students.low if students.exact else None, missing_unit="Mbps",
        measured_on=max((day for day, _ in readings), default=None),
    )  # fmt: skip


def _wifi(ground: Ground, links: dict[str, Link]) -> Iterator[Row]:
    target = target_of(ground.rule("readiness.rooms_with_wifi"))
    taught = ground.words("readiness.instructional_rooms")
    rooms = ground.book.rooms.filter(
        (pl.col("from_fy").fill_null(ground.fy) <= ground.fy) & (pl.col("to_fy").fill_null(ground.fy) >= ground.fy)
    )
    if rooms.height:
        ground.assume(
            "types of room in which pupils are taught", "readiness", ", ".join(taught),
            "Full Wi-Fi is asked for there; name other types in the district's rules.",
        )  # fmt: skip
    for site in ground.sites:
        there = rooms.filter(pl.col("school") == site)
        sure = int(there["type"].is_in(taught).sum())
        most = sure + there["type"].null_count() if there.height else None
        count = Bounds(Fraction(sure), None if most is None else Fraction(most))
        reading = links[site].rooms if site in links else None
        with_wifi = Bounds.exactly(None if reading is None else reading[1])
        value = with_wifi.over(count)
        yield judged(
            "Wi-Fi in rooms", site, ground.fy, value, target, unit="share of rooms",
            found=f"Full Wi-Fi in {span(with_wifi, 'rooms')}, of {span(count, 'rooms where pupils are taught')}.",
            why="Rooms with full Wi-Fi against rooms where pupils are taught. "
            + ("" if value.exact else "Enter rooms with their types, and count those with full Wi-Fi."),
            per=count.low if count.exact else None, missing_unit="rooms", measured_on=reading[0] if reading else None,
        )  # fmt: skip


def _unmeasured(ground: Ground, measured: Bounds, people: Bounds) -> str:
    """What would make it known; nothing where it is."""
    missing = []
    if measured.high is None:
        missing.append("Measure every school.")
    elif not measured.exact:
        missing.append("Name each school's circuit in connectivity, so that a shared one counts once.")
    if not people.exact:
        missing.append("Enter students and staff of every school.")
    return " ".join(missing)
