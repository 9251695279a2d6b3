"""Cost of ownership for each device, student, teacher and school, beside published ranges, and how to read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import dollars, half_up
from techplan.planning.drivers import DriverCounts
from techplan.planning.ownership.results import OwnershipRatios, OwnershipReadings
from techplan.rules.load import Rules
from techplan.rules.values import RuleValue

DIRECT: Final = ("equipment", "software", "external services", "direct labour")
REFERENCES: Final = {("total", "student"): "total_per_student", ("software", "student"): "software_per_student"}
TECHNICIANS: Final = "ownership.devices_per_technician"
READING: Final = "CoSN, interpreting results of its TCO tool: low direct labour with high indirect labour"


def denominators(book: Book, stock: pl.DataFrame, drivers: DriverCounts, fy: int) -> dict[str, int]:
    """How many client devices, students, teachers and schools there are in a fiscal year."""
    clients = book.asset_classes.filter(pl.col("category") == "client computers")["code"]
    here = stock.filter((pl.col("fy") == fy) & pl.col("asset_class").is_in(clients.implode()))
    staff = drivers.staff.filter((pl.col("fy") == fy) & (pl.col("role") == "teacher"))
    taught = drivers.schools.filter((pl.col("fy") == fy) & pl.col("instructional"))
    return {
        "client device": int(here["closing"].sum()),
        "student": int(drivers.students.filter(pl.col("fy") == fy)["students"].sum()),
        "teacher": int(staff["persons"].sum()),
        "school": taught.height,
    }


def measures(ownership: pl.DataFrame) -> dict[str, int | None]:
    """Cents by group, of direct groups together and of all; what holds an account not measured is not known.

    Energy and repairs that were not measured are left out of equipment, and the reading says so; indirect labour that
    was not measured leaves the total not known.
    """
    found: dict[str, int | None] = {}
    for group in (*DIRECT, "indirect labour"):
        rows = ownership.filter(pl.col("group") == group)
        known = rows.filter(pl.col("measured"))
        found[group] = int(known["amount_cents"].sum()) if known.height else None
    direct = sum(value for group in DIRECT if (value := found[group]) is not None)
    indirect = found["indirect labour"]
    found["direct"] = direct
    found["total"] = None if indirect is None else direct + indirect
    return found


def ratios(
    ownership: pl.DataFrame, units: dict[str, int], rules: Rules, fy: int, on: date, known: date
) -> pl.DataFrame:
    """The ``ownership_ratios`` table of one fiscal year; ``units`` are the ``denominators``."""
    rows = []
    for measure, cents in measures(ownership).items():
        for per, number in units.items():
            low, high, source = _range(rules, measure, per, on, known)
            each = None if cents is None or not number else half_up(Fraction(cents, number))
            rows.append((fy, measure, per, each, number, low, high, source))
    return pl.DataFrame(rows, schema=OwnershipRatios.polars_schema(), orient="row").sort(OwnershipRatios.primary_key())


def _range(rules: Rules, measure: str, per: str, on: date, known: date) -> tuple[int | None, int | None, str | None]:
    name = REFERENCES.get((measure, per))
    if name is None:
        return None, None, None
    low, high = (rules.at(f"ownership.{name}.{end}", on=on, known=known) for end in ("low", "high"))
    return low.cents, high.cents, low.citation


def readings(
    book: Book, ownership: pl.DataFrame, units: dict[str, int], rules: Rules, on: date, known: date
) -> pl.DataFrame:
    """The ``ownership_readings`` table: what the balance of the figures points to."""
    rows = [*_support(ownership), *_staffing(book, units, rules, on, known), *_unmeasured(ownership)]
    return pl.DataFrame(rows, schema=OwnershipReadings.polars_schema(), orient="row").sort("reading")


def _support(ownership: pl.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    found = measures(ownership)
    direct, indirect = found["direct labour"], found["indirect labour"]
    if direct is None or indirect is None:
        return
    figures = f"Direct labour {dollars(direct)}, users' own time {dollars(indirect)}."
    if indirect > direct:
        says = "Users spend more on helping themselves than the district spends on support: support may be thin."
    else:
        says = "Support staff carry more than users do themselves."
    yield ("support and self-support", says, figures, READING)


def _staffing(
    book: Book, units: dict[str, int], rules: Rules, on: date, known: date
) -> Iterator[tuple[str, str, str, str]]:
    fte = sum(float(value) for value in book.support_staff["fte"])
    if not fte:
        return
    low, high = (rules.at(f"{TECHNICIANS}.{end}", on=on, known=known) for end in ("low", "high"))
    each = units["client device"] / fte
    yield (
        "devices per technician",
        _against(each, low, high),
        f"{each:,.0f} client devices for each of {fte:g} positions.",
        low.citation,
    )


def _against(each: float, low: RuleValue, high: RuleValue) -> str:
    if each < int(str(low.value)):
        return "Fewer devices for each position than in the published range."
    if each > int(str(high.value)):
        return "More devices for each position than in the published range: support may be thin."
    return "Within the published range."


def _unmeasured(ownership: pl.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    rows = ownership.filter(~pl.col("measured"))
    for name, why in rows.select("account", "why").iter_rows():
        yield (
            f"not measured: {name}",
            "It is not zero: it is not known, and no total of it is printed.",
            why,
            "the Book",
        )
