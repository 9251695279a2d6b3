"""The discount of a district: who is eligible, which band, urban or rural."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from techplan.book.money import half_up
from techplan.rules.load import Rules, funding_year_day
from techplan.rules.values import RuleValue

BANDS: Final = (75, 50, 35, 20, 1, 0)
"""Whole percents from which a band of the matrix begins, the highest first."""


@dataclass(frozen=True, slots=True)
class SchoolCount:
    """One school's pupils: ``identified`` are those directly certified, where it takes part in CEP."""

    students: int
    eligible: int | None = None
    identified: int | None = None
    rural: bool | None = None


def eligible_students(school: SchoolCount, multiplier: Decimal) -> int | None:
    """Pupils counted as eligible: by application, or under CEP the multiplied number of those directly certified.

    Never more than there are. None where neither is known.
    """
    if school.identified is not None:
        return min(school.students, half_up(Fraction(school.identified) * Fraction(multiplier)))
    return None if school.eligible is None else min(school.students, school.eligible)


def band_of(eligible: int, students: int) -> int:
    """The band of the matrix for a share: rounded half up to a whole percent, so that none falls between bands."""
    percent = half_up(Fraction(eligible * 100, students))
    return next(start for start in BANDS if percent >= start)


def band_is_certain(eligible: int, students: int) -> bool:
    """Whether the band is the same however the share is rounded to a whole percent."""
    below, rest = divmod(eligible * 100, students)
    return band_of(below, 100) == band_of(below + (rest > 0), 100)


def is_rural(schools: Sequence[SchoolCount], more_than: Decimal) -> bool | None:
    """Rural where more than the share of its schools are; exactly that share is urban. None where none is known."""
    known = [school.rural for school in schools if school.rural is not None]
    return sum(known) > Fraction(more_than) * len(known) if known else None


def discount_rule(rules: Rules, category: str, *, rural: bool, band: int, funding_year: int) -> RuleValue:
    """The matrix's cell for a funding year."""
    where = "rural" if rural else "urban"
    name = f"erate.discount.{category.replace(' ', '_')}.{where}.from_{band:02d}"
    return rules.at(name, on=funding_year_day(funding_year))


def federal_part(cents: int, discount: Decimal) -> tuple[int, int]:
    """What E-rate pays of a cost before discount, and what is left to the district; together they are the cost."""
    federal = half_up(cents * discount)
    return federal, cents - federal
