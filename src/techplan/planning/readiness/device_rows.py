"""Devices judged: people for each device that its maker supports, and computers past their maker's support."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import polars as pl

from techplan.planning.readiness.devices import WHY
from techplan.planning.readiness.ground import Ground
from techplan.planning.readiness.judging import Bounds, Row, Target, decimal_of, judged, shown, span, target_of
from techplan.planning.readiness.results import NOT_READY
from techplan.planning.results import DISTRICT_WIDE


def device_rows(ground: Ground, table: pl.DataFrame) -> Iterator[Row]:
    """Rows of ``readiness`` from the table, for each place where pupils are taught and for the district."""
    places = (*ground.sites, DISTRICT_WIDE) if ground.sites else ()
    if ground.persons:
        ground.assume(
            "roles counted as educators", "readiness", ", ".join(ground.words("readiness.educator_roles")),
            "The plan of technology for learning asks for a device for each educator; name other roles in the rules.",
        )  # fmt: skip
    for row in table.filter(pl.col("school").is_in(places)).iter_rows(named=True):
        yield _shared(
            ground, row, "students per device", "students", "student_devices", "readiness.students_per_device"
        )
        yield _shared(
            ground, row, "educators' devices", "educators", "educator_devices", "readiness.educators_per_device"
        )
        yield _supported(ground, row)


def _shared(ground: Ground, row: dict[str, Any], measure: str, who: str, what: str, rule: str) -> Row:
    """People for each device; computers that no standard asks for might be theirs or not."""
    people = Bounds.exactly(row[who])
    known, perhaps = row[what], row[what] + row["other_devices"]
    devices = Bounds(Fraction(known), Fraction(perhaps)) if row["in_service"] else Bounds()
    target = target_of(ground.rule(rule))
    value = people.over(devices)
    if people.exact and people.low and devices.low is not None and not devices.high:
        return _none(ground, row, measure, who, people, target)
    judgement = judged(
        measure, row["school"], row["fy"], value, target, unit=f"{who} per device", about=row["at"], at_most=True,
        found=f"{span(people, who)}, {span(devices, 'serviceable devices')}.",
        why=WHY + ("" if value.exact else " Enter people, devices and the standards that ask for them."),
    )  # fmt: skip
    if (
        judgement["standing"] == NOT_READY
        and target is not None
        and people.low is not None
        and devices.high is not None
    ):
        lacking = -(-people.low // target.value) - devices.high
        judgement = {**judgement, "missing": decimal_of(max(lacking, Fraction(0))), "missing_unit": "devices"}
    return judgement


def _none(ground: Ground, row: dict[str, Any], measure: str, who: str, people: Bounds, target: Target | None) -> Row:
    """People, and certainly no device for them."""
    one = judged(
        measure, row["school"], row["fy"], people, target, unit=f"{who} per device", about=row["at"], at_most=True,
        found=f"{span(people, who)}, no serviceable device.", why=WHY,
    )  # fmt: skip
    low = people.low or Fraction(0)
    lacking = None if target is None else -(-low // target.value)
    standing = NOT_READY if target is not None else one["standing"]
    return {
        **one, "standing": standing, "value": None, "gap": None, "missing": decimal_of(lacking),
        "missing_unit": "devices" if lacking is not None else None,
    }  # fmt: skip


def _supported(ground: Ground, row: dict[str, Any]) -> Row:
    beyond, unknown = row["beyond_support"], row["support_unknown"]
    there = bool(row["in_service"])
    value = Bounds(Fraction(beyond), Fraction(beyond + unknown)) if there else Bounds()
    share = "" if row["beyond_share"] is None else f", {shown(row['beyond_share'] * 100)} %"
    return judged(
        "supported devices", row["school"], row["fy"], value, target_of(ground.rule("readiness.unsupported")),
        unit="computers past support", about=row["at"], at_most=True, per=1, missing_unit="devices",
        found=f"{beyond:,} of {row['in_service']:,} computers are past their maker's support{share}; "
        f"of {unknown:,} it is not known." if there else "No computer is entered.",
        why="A computer past its maker's support gets no more corrections."
        + (" Enter the end of support of each model." if unknown else ""),
    )  # fmt: skip
