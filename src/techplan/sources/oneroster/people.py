"""A roster's people, counted and forgotten: pupils by school and grade, staff by school and role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from techplan.book.reading import Row, parse_yes_no
from techplan.sources.oneroster.files import RosterFile
from techplan.sources.oneroster.orgs import Orgs
from techplan.sources.oneroster.titles import FAMILY, STAFF_ROLES
from techplan.sources.oneroster.years import RosterYear
from techplan.sources.records.school_grades import grade_of

_GONE: Final = frozenset({"tobedeleted", "inactive"})
_YEAR_REMEDY: Final = "Import academicSessions.csv of the same set with it, with the sessions of one school year."


@dataclass(slots=True)
class Ties:
    """What roles and enrolments say of each person, by ``userSourcedId``: roles with their organisations, schools."""

    primary: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    other: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    enrolled: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Sequence[RosterFile], known: frozenset[str]) -> Ties:
        """Every tie of a person whom the users file knows; the others' rows are refused."""
        ties = cls()
        for one in files:
            for row in one.rows() if one.kind in {"roles", "enrollments"} else ():
                ties._take(one, row, known)
        return ties

    def _take(self, one: RosterFile, row: Row, known: frozenset[str]) -> None:
        user, role = one.cell(row, "user"), one.cell(row, "role").casefold()
        if one.cell(row, "status").casefold() in _GONE:
            one.lines.skip(row, f"status {one.cell(row, 'status')}", shown=False)
        elif user not in known:
            remedy = "Export users and the files that name them together."
            one.lines.refuse(row.line, f"The user {user!r} is not in the users file.", remedy, value=user)
        else:
            if one.kind == "enrollments":
                self.enrolled.setdefault(user, []).append((role, one.cell(row, "school")))
            else:
                kind = self.primary if one.cell(row, "kind").casefold() == "primary" else self.other
                kind.setdefault(user, []).append((role, one.cell(row, "org")))
            one.lines.merge()

    def roles(self, user: str) -> list[str]:
        """A person's roles, the primary first, those of enrolments only where there are no others."""
        said = [role for role, _ in (*self.primary.get(user, ()), *self.other.get(user, ()))]
        return said or [role for role, _ in self.enrolled.get(user, ())]

    def places(self, user: str) -> list[list[str]]:
        """Where a person may be, in the order in which it is believed: primary roles, enrolments, other roles."""
        steps = (self.primary, self.enrolled, self.other)
        return [[org for _, org in step.get(user, ())] for step in steps]


def count_people(files: Sequence[RosterFile], orgs: Orgs, year: RosterYear) -> None:
    """Draft enrolment and staff: each person once, in the first file and line that has them."""
    users = [one for one in files if one.kind == "users"]
    known = frozenset(one.cell(row, "id") for one in users for row in one.lines.sheet.rows)
    ties = Ties.of(files, known)
    counting = _Counting(orgs, ties, year)
    for one in users:
        for row in one.rows():
            counting.take(one, row)
    counting.draft()


@dataclass(slots=True)
class _Counting:
    """People by table, school and grade or role."""

    orgs: Orgs
    ties: Ties
    year: RosterYear
    seen: set[str] = field(default_factory=set)
    groups: dict[tuple[str, str, str], list[tuple[RosterFile, Row]]] = field(default_factory=dict)

    def take(self, one: RosterFile, row: Row) -> None:
        """Count one person, or say why not."""
        user = one.cell(row, "id")
        if why := self._why_not(one, row, user):
            one.lines.skip(row, why, shown=False)
            return
        self.seen.add(user)
        roles = [one.cell(row, "role").casefold()] if one.cell(row, "role") else self.ties.roles(user)
        role = next((word for word in roles if word == "student" or word in STAFF_ROLES), roles[0] if roles else "")
        if role in FAMILY:
            one.lines.skip(row, f"a {role}", shown=False)
        elif role == "student":
            self._student(one, row, user)
        elif role in STAFF_ROLES:
            self._group(one, row, user, "staff", STAFF_ROLES[role])
        else:
            reason = f"The role {role!r} is not known." if role else "Nothing says which role this person has."
            remedy = "Import roles.csv (OneRoster 1.2) with the users, or give the role."
            one.lines.refuse(row.line, reason, remedy, column="role", value=role or None)

    def _why_not(self, one: RosterFile, row: Row, user: str) -> str | None:
        enabled = parse_yes_no(one.cell(row, "enabled")).value
        if one.cell(row, "status").casefold() in _GONE:
            return f"status {one.cell(row, 'status')}"
        if enabled is False:
            return "not enabled"
        return "the same person again" if user in self.seen else None

    def _student(self, one: RosterFile, row: Row, user: str) -> None:
        words = [word for word in one.cell(row, "grades").replace(";", ",").split(",") if word.strip()]
        grades = {grade_of(word) for word in words}
        grade = next(iter(grades)) if len(grades) == 1 else None
        if grade is None:
            shown = one.cell(row, "grades")
            reason = f"{shown!r} is not one grade that the Book knows." if shown else "The pupil has no grade."
            remedy = "Fill in grades in the users file, with one grade such as 09."
            one.lines.refuse(row.line, reason, remedy, table="enrollment", column="grades", value=shown or None)
        else:
            self._group(one, row, user, "enrollment", grade)

    def _group(self, one: RosterFile, row: Row, user: str, table: str, word: str) -> None:
        places = [[one.cell(row, "primary")], *self.ties.places(user)[:1], one.cell(row, "orgs").split(",")]
        schools, named = self._schools([*places, *self.ties.places(user)[1:]])
        if len(schools) == 1 and self.year.fy is not None:
            self.groups.setdefault((table, schools[0], word), []).append((one, row))
            return
        if len(schools) > 1:
            reason = f"The person is at several schools ({', '.join(schools)}), and none is marked as the primary one."
            remedy = "Fill in primaryOrgSourcedId, or one role of roleType primary."
        elif not schools:
            shown = ", ".join(named) or "nothing"
            reason = f"No school can be found for this person; the roster names {shown}."
            remedy = 'Import orgs.csv of the same set with it, or write "ID" = "CODE" under [schools] in words.toml.'
        else:
            reason, remedy = self.year.reason, _YEAR_REMEDY
        if table == "staff" and any(self.orgs.of_district(org) for org in named):
            one.lines.skip(row, "staff of no one school", shown=False)
        else:
            one.lines.refuse(row.line, reason, remedy, table=table)

    def _schools(self, steps: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
        """The schools of the first step that has exactly one, else of the first that has any; and all that is named."""
        found: list[str] = []
        for orgs in steps:
            schools = sorted({code for org in orgs if org.strip() and (code := self.orgs.school_of(org.strip()))})
            if len(schools) == 1:
                return schools, []
            found = found or schools
        return found, sorted({org.strip() for orgs in steps for org in orgs if org.strip()})

    def draft(self) -> None:
        """One row for each group, drawn from its first person; the others are merged into it."""
        for (table, school, word), people in self.groups.items():
            (one, row), *others = people
            number, fy = str(len(people)), str(self.year.fy)
            if table == "enrollment":
                one.lines.draft(table, row.line, school=school, grade=word, fy=fy, students=number, basis="actual")
            else:
                one.lines.draft(table, row.line, school=school, role=word, fy=fy, fte=number, heads=number)
            for other, person in others:
                one.lines.join(row.line, other.lines, person.line)
