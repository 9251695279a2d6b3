"""Devices: how many pupils and educators share one that its maker still supports, now and in every year of the plan.

A class belongs to whom its standards are for: pupils, or staff where a standard's driver is teachers or staff. What
staff other than educators are to have is set aside first, then what educators are to have of a class that pupils use
too, so that neither is counted better off than it is. Computers that no standard asks for may be anybody's.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.school_years import last_day
from techplan.planning.drivers import DriverCounts
from techplan.planning.needs.families import family_of
from techplan.planning.needs.required import driver_units, in_its_grades, years_asked
from techplan.planning.readiness.ground import Ground
from techplan.planning.readiness.judging import Bounds, decimal_of
from techplan.planning.readiness.results import ReadinessDevices
from techplan.planning.results import DISTRICT_WIDE

COMPUTERS: Final = "client computers"
_STAFF: Final = ("teacher", "staff")
WHY: Final = (
    "In service and supported by the maker. What other staff are to have is set aside; of a class that both use, "
    "educators come before pupils."
)


@dataclass(slots=True)
class Held:
    """Computers of one place at one time, by family: in service, past support, and of unknown support."""

    there: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    beyond: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    unknown: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def serviceable(self, family: str) -> int:
        """In service, without those past support."""
        return max(self.there[family] - self.beyond[family], 0)

    def add(self, other: Held) -> None:
        """Another place's computers on top."""
        for mine, theirs in ((self.there, other.there), (self.beyond, other.beyond), (self.unknown, other.unknown)):
            for family, n in theirs.items():
                mine[family] += n


@dataclass(frozen=True, slots=True)
class Use:
    """Who uses a family: staff alone or pupils too, and what educators and other staff are to have of it.

    ``educators`` and ``others`` are items by school and fiscal year.
    """

    staff_alone: bool
    educators: dict[tuple[str, int], int]
    others: dict[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Share:
    """Serviceable computers of a place: pupils', educators', other staff's, and those that no standard asks for."""

    pupils: int = 0
    educators: int = 0
    staff: int = 0
    other: int = 0

    def with_more(self, more: Share) -> Share:
        """Two places together."""
        return Share(
            self.pupils + more.pupils, self.educators + more.educators, self.staff + more.staff, self.other + more.other
        )


def device_table(
    ground: Ground, drivers: DriverCounts, stock: pl.DataFrame, due: pl.DataFrame, slips: pl.DataFrame
) -> pl.DataFrame:
    """The ``readiness_devices`` table from the plan's ``stock``, ``asset_due`` and ``slips``.

    The district's row is of the places where pupils are taught and of what belongs to no one school.
    """
    family = computers_of(ground.book)
    uses = _uses(ground, drivers, family)
    held = {(ground.fy, "now"): _count(due, family, ground.on)}
    for fy in ground.settings.years:
        day = last_day(fy, ground.settings.start_month)
        held[fy, "year end"] = _at_end(stock, due, slips, family, fy, day)
    rows = []
    for (fy, at), places in sorted(held.items()):
        whole, shares = Held(), Share()
        for place in sorted({*places, *ground.sites}):
            here = places.get(place, Held())
            share = _share(here, uses, place, fy)
            if place in ground.sites or place == DISTRICT_WIDE:
                whole.add(here)
                shares = shares.with_more(share)
            if place != DISTRICT_WIDE:
                rows.append(_row(ground, place, fy, at, here, share))
        if ground.sites or whole.there:
            rows.append(_row(ground, DISTRICT_WIDE, fy, at, whole, shares))
    frame = pl.DataFrame(rows, schema=ReadinessDevices.polars_schema(), orient="row")
    return frame.sort(ReadinessDevices.primary_key())


def computers_of(book: Book) -> dict[str, str]:
    """Family of every class that is a computer, or is replaced by one."""
    kind = dict(book.asset_classes.select("code", "category").iter_rows())
    return {code: last for code, last in family_of(book).items() if kind.get(last) == COMPUTERS}


def _uses(ground: Ground, drivers: DriverCounts, family: dict[str, str]) -> dict[str, Use]:
    """By family that a standard asks for, who uses it."""
    programs = {row["code"]: row for row in ground.book.programs.iter_rows(named=True)}
    device = ground.book.standards.filter((pl.col("kind") == "device") & pl.col("asset_class").is_in(list(family)))
    asked: dict[tuple[str, bool], dict[tuple[str, int], Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    alone: dict[str, bool] = {}
    for row in device.sort("standard").iter_rows(named=True):
        code = family[row["asset_class"]]
        alone[code] = alone.get(code, True) and row["driver"] in _STAFF
        if row["driver"] in _STAFF:
            _ask(asked, code, row, programs.get(row["program"] or "", {}), ground, drivers, family)
    return {
        code: Use(staff_alone, _whole(asked[code, True]), _whole(asked[code, False]))
        for code, staff_alone in alone.items()
    }


def _ask(
    asked: dict[tuple[str, bool], dict[tuple[str, int], Fraction]], code: str, row: dict[str, Any],
    program: dict[str, Any], ground: Ground, drivers: DriverCounts, family: dict[str, str],
) -> None:  # fmt: skip
    """Add what one standard of staff asks for, without spares: for educators, and for others."""
    years, roles = ground.settings.years, ground.words("readiness.educator_roles")
    nothing = pl.DataFrame(schema={"school": pl.String, "family": pl.String, "items": pl.Int64})
    units = driver_units(in_its_grades(row, program), drivers, nothing, family, years)
    in_force = years_asked(row, program, years)
    ratio = Fraction(row["ratio"]) if row["ratio"] is not None else Fraction(1)
    for school, role, fy, n in units.select("school", "element", "fy", "units").iter_rows():
        if fy in in_force:
            asked[code, role in roles][school, fy] += n * ratio


def _whole(items: dict[tuple[str, int], Fraction]) -> dict[tuple[str, int], int]:
    """Whole items, rounded up."""
    return {key: -int(-n // 1) for key, n in items.items()}


def _count(due: pl.DataFrame, family: dict[str, str], day: date) -> dict[str, Held]:
    """Assets by place: all of them, those past support on a day, those of unknown support."""
    places: dict[str, Held] = defaultdict(Held)
    for school, code, end in due.select("school", "asset_class", "support_end").iter_rows():
        if code in family:
            here = places[school]
            here.there[family[code]] += 1
            here.beyond[family[code]] += end is not None and end < day
            here.unknown[family[code]] += end is None
    return dict(places)


def _at_end(
    stock: pl.DataFrame, due: pl.DataFrame, slips: pl.DataFrame, family: dict[str, str], fy: int, day: date
) -> dict[str, Held]:
    """What the plan has in service at the end of a year; of what is there today, what is then kept past support.

    What a plan puts off past its support counts from the year in which it was to be paid.
    """
    kept = due.filter(pl.col("due_fy").is_null() | (pl.col("due_fy") > fy))
    of_today = _count(kept, family, day)
    waits = slips.filter(pl.col("past_support") & (pl.col("from_fy") <= fy) & (pl.col("to_fy") > fy))
    for school, code, n in waits.select("school", "asset_class", "quantity").iter_rows():
        if code in family:
            of_today.setdefault(school, Held()).beyond[family[code]] += n
    places: dict[str, Held] = defaultdict(Held)
    of_year = stock.filter(pl.col("fy") == fy).select("school", "asset_class", "closing")
    for school, code, closing in of_year.iter_rows():
        if code in family:
            here, today = places[school], of_today.get(school, Held())
            here.there[family[code]] += closing
            n = here.there[family[code]]
            here.beyond[family[code]] = min(today.beyond[family[code]], n)
            here.unknown[family[code]] = min(today.unknown[family[code]], n - here.beyond[family[code]])
    return dict(places)


def _share(here: Held, uses: dict[str, Use], place: str, fy: int) -> Share:
    """Who has what of a place's serviceable computers."""
    found = Share()
    for code in sorted(here.there):
        n = here.serviceable(code)
        use = uses.get(code)
        if use is None:
            found = found.with_more(Share(other=n))
        else:
            staff = min(n, use.others.get((place, fy), 0))
            left = n - staff
            theirs = left if use.staff_alone else min(left, use.educators.get((place, fy), 0))
            found = found.with_more(Share(pupils=left - theirs, educators=theirs, staff=staff))
    return found


def _row(ground: Ground, place: str, fy: int, at: str, here: Held, share: Share) -> dict[str, Any]:
    roles = ground.words("readiness.educator_roles")
    students, educators = ground.pupils(place, fy), ground.educators(place, fy, roles)
    there, beyond = sum(here.there.values()), sum(here.beyond.values())
    return {
        "school": place,
        "fy": fy,
        "at": at,
        "students": int(students.low) if students.exact and students.low is not None else None,
        "student_devices": share.pupils,
        "students_per_device": decimal_of(students.over(Bounds.exactly(share.pupils)).low),
        "educators": int(educators.low) if educators.exact and educators.low is not None else None,
        "educator_devices": share.educators,
        "educators_per_device": decimal_of(educators.over(Bounds.exactly(share.educators)).low),
        "staff_devices": share.staff,
        "other_devices": share.other,
        "in_service": there,
        "beyond_support": beyond,
        "beyond_share": decimal_of(Fraction(beyond, there)) if there else None,
        "support_unknown": sum(here.unknown.values()),
        "why": WHY,
    }
