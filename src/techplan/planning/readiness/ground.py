"""What every part of readiness looks at: the rules on the day, the places where pupils are taught, and their people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import RuleError
from techplan.planning.assumptions import Assumption
from techplan.planning.drivers import DriverCounts
from techplan.planning.readiness.judging import Bounds
from techplan.planning.results import DISTRICT_WIDE
from techplan.planning.settings import Settings
from techplan.rules.load import Rules
from techplan.rules.values import RuleValue


@dataclass(frozen=True, eq=False)
class Ground:
    """The district on the day of planning.

    ``fy`` is the year in progress, as near to it as the plan goes. ``sites`` are the places where pupils are taught
    then: those with students, and those that the Book calls instructional although it enters no students for them.
    ``assumptions`` gathers what the parts assume.
    """

    book: Book
    settings: Settings
    rules: Rules
    known: date
    fy: int
    sites: tuple[str, ...]
    students: dict[tuple[str, int], int]
    persons: dict[tuple[str, int], dict[str, int]]
    assumptions: list[Assumption] = field(default_factory=list)

    @property
    def on(self) -> date:
        """The day of planning."""
        return self.settings.on

    def rule(self, name: str) -> RuleValue | None:
        """The value of a rule on the day of planning; None where none is in force or known yet.

        Raises RuleError where there is no rule of that name at all.
        """
        self.rules.history(name)
        try:
            value = self.rules.at(name, on=self.on, known=self.known)
        except RuleError:
            return None
        return None if value.value is None else value

    def words(self, name: str) -> list[str]:
        """The items of a rule that is a list of words; none where it is not in force."""
        rule = self.rule(name)
        return [] if rule is None else items_of(str(rule.value))

    def assume(self, assumption: str, about: str, value: str, why: str, *, confirmed: bool = False) -> None:
        """Note a default that figures rest on."""
        self.assumptions.append(
            Assumption(assumption=assumption, about=about, value=value, why=why, confirmed=confirmed)
        )

    def pupils(self, school: str = DISTRICT_WIDE, fy: int | None = None) -> Bounds:
        """Students of a school or the district; only a lower bound where a site has none entered."""
        return self._people(lambda site, year: self.students.get((site, year)), school, fy)

    def educators(self, school: str = DISTRICT_WIDE, fy: int | None = None, roles: list[str] | None = None) -> Bounds:
        """Persons of some roles, or of all, at a school or in the whole district."""

        def counted(site: str, year: int) -> int | None:
            found = self.persons.get((site, year))
            return None if found is None else sum(n for role, n in found.items() if roles is None or role in roles)

        return self._people(counted, school, fy)

    def _people(self, of: Callable[[str, int], int | None], school: str, fy: int | None) -> Bounds:
        year = self.fy if fy is None else fy
        sites = self.sites if school == DISTRICT_WIDE else (school,)
        found = [of(site, year) for site in sites]
        low = Fraction(sum(n for n in found if n is not None))
        return Bounds(low, low if found and None not in found else None)


def ground_of(book: Book, settings: Settings, rules: Rules, drivers: DriverCounts, known: date) -> Ground:
    """The district's ground on the day of planning."""
    fy = min(max(settings.in_progress, settings.first_fy), settings.last_fy)
    students: dict[tuple[str, int], int] = defaultdict(int)
    for school, _, year, n in drivers.students.iter_rows():
        students[school, year] += n
    persons: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for school, role, year, n in drivers.staff.iter_rows():
        persons[school, year][role] += n
    is_open = set(drivers.schools.filter(pl.col("fy") == fy)["school"].to_list())
    taught = set(book.schools.filter("instructional")["code"].to_list()) & is_open
    sites = sorted({school for school, year in students if year == fy} | taught)
    return Ground(
        book=book, settings=settings, rules=rules, known=known, fy=fy, sites=tuple(sites), students=dict(students),
        persons={key: dict(roles) for key, roles in persons.items()},
    )  # fmt: skip


def items_of(text: str | None) -> list[str]:
    """The items of a list written with semicolons, without blanks around them."""
    return [item.strip() for item in (text or "").split(";") if item.strip()]
