"""The Category Two budget of a district over a cycle of five funding years, before discount.

    A = multiplier × all students        B = floor × schools with students
    C = sum over schools of the larger of multiplier × students and floor

A district of at most ten schools has the largest of the three, a larger one of A and B; a school of its own has C.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from techplan.book.money import half_up
from techplan.rules.load import Rules, funding_year_day

PER_STUDENT = "erate.category_two.per_student"
FLOOR = "erate.category_two.floor"
SMALL = "erate.category_two.small_district_schools"


@dataclass(frozen=True, slots=True)
class CategoryTwo:
    """A budget in cents, and the ways by which it was found; ``by_schools`` is None where that way is not open."""

    by_students: int
    by_floors: int
    by_schools: int | None
    at_boundary: bool
    confirmed: bool
    citation: str

    @property
    def budget(self) -> int:
        """The largest that applies."""
        return max(self.by_students, self.by_floors, self.by_schools or 0)


def category_two(students: Sequence[int], rules: Rules, funding_year: int) -> CategoryTwo:
    """The budget of schools with so many full-time students each; those without students do not count."""
    day = funding_year_day(funding_year)
    each, floor, small = (rules.at(name, on=day) for name in (PER_STUDENT, FLOOR, SMALL))
    there = [number for number in students if number > 0]
    by_school = [max(half_up(number * each.cents), floor.cents) for number in there]
    limit = int(str(small.value))
    return CategoryTwo(
        by_students=sum(there) * each.cents,
        by_floors=floor.cents * len(there),
        by_schools=sum(by_school) if len(there) <= limit else None,
        at_boundary=len(there) == limit,
        confirmed=each.confirmed and floor.confirmed and small.confirmed,
        citation=f"{each.citation}; {small.citation}",
    )
