"""The district's settings as planning uses them: what the Book says, and a listed default where it is silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from techplan.book.book import Book
from techplan.book.money import dollars
from techplan.book.school_years import first_day, fiscal_year_of, label, last_day, school_day_in
from techplan.planning.assumptions import Assumption
from techplan.rules.load import Rules, load_rules

RULE: Final = "planning.default."
"""Where the rules keep what a plan takes where a Book is silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What planning needs to know of the district; months 1-12, money in cents, rates as fractions."""

    on: date
    start_month: int
    first_fy: int
    horizon: int
    deployment_policy: str
    first_day_of_school: str
    capital_unit_threshold_cents: int
    capital_aggregate_threshold_cents: int | None
    escalation: Decimal
    known: date | None = None
    yearly_cap_cents: int | None = None
    funding_goals: tuple[str, ...] = ()

    @property
    def years(self) -> range:
        """The fiscal years of the plan."""
        return range(self.first_fy, self.first_fy + self.horizon)

    @property
    def last_fy(self) -> int:
        """The last fiscal year of the plan."""
        return self.first_fy + self.horizon - 1

    @property
    def in_progress(self) -> int:
        """The fiscal year that the day of planning lies in."""
        return fiscal_year_of(self.on, self.start_month)

    @property
    def focus(self) -> int:
        """The year that a budget is made for: the one after the year in progress, as near to it as the plan goes."""
        return min(max(self.in_progress + 1, self.first_fy), self.last_fy)

    @property
    def school_year(self) -> int:
        """The fiscal year that holds the last first day of school not after the day of planning."""
        fy = self.in_progress
        return fy if self.school_day(fy) <= self.on else fy - 1

    @property
    def begins(self) -> date:
        """The first day of the plan."""
        return first_day(self.first_fy, self.start_month)

    @property
    def ends(self) -> date:
        """The last day of the plan."""
        return last_day(self.last_fy, self.start_month)

    def school_day(self, fy: int) -> date:
        """The first day of school within a fiscal year."""
        return school_day_in(fy, self.start_month, self.first_day_of_school)


def settings_of(
    book: Book, on: date, *, years: int | None = None, rules: Rules | None = None, known: date | None = None
) -> tuple[Settings, list[Assumption]]:
    """The Book's settings, with each default used. ``years`` overrides the Book's horizon.

    Defaults are rules (``planning.default.…``), asked as on the day of planning and as known on ``known``.
    """
    given: dict[str, Any] = book.district.row(0, named=True) if book.district.height else {}
    defaults = _Defaults(given, rules or load_rules(book.rules), on, known)
    start_month = int(defaults.value("fiscal_year_start_month"))
    settings = Settings(
        on=on,
        start_month=start_month,
        first_fy=defaults.first_plan_year(start_month),
        horizon=years if years is not None else int(defaults.value("horizon_years")),
        deployment_policy=str(defaults.value("deployment_policy")),
        first_day_of_school=str(defaults.value("first_day_of_school")),
        capital_unit_threshold_cents=int(defaults.value("capital_unit_threshold_cents")),
        capital_aggregate_threshold_cents=given.get("capital_aggregate_threshold_cents"),
        escalation=Decimal(defaults.value("escalation")),
        known=known,
        yearly_cap_cents=given.get("yearly_cap_cents"),
        funding_goals=tuple(part.strip() for part in (given.get("funding_goals") or "").split(";") if part.strip()),
    )
    return settings, defaults.used


class _Defaults:
    """The district's row, filled from the rules where it is silent; notes what it filled."""

    def __init__(self, given: dict[str, Any], rules: Rules, on: date, known: date | None) -> None:
        self.given, self.rules, self.on, self.known = given, rules, on, known
        self.used: list[Assumption] = []

    def value(self, column: str) -> Any:
        """The district's own value, else the default."""
        if self.given.get(column) is not None:
            return self.given[column]
        money = column.endswith("_cents")
        rule = self.rules.at(RULE + column.removesuffix("_cents"), on=self.on, known=self.known)
        self.used.append(
            Assumption(
                assumption=f"default for {column.removesuffix('_cents').replace('_', ' ')}",
                about="district",
                value=dollars(rule.cents) if money else str(rule.value),
                why=f"{rule.note} ({rule.citation})",
                confirmed=rule.confirmed,
            )
        )
        return rule.cents if money else rule.value

    def first_plan_year(self, start_month: int) -> int:
        """The district's own first plan year, else the fiscal year in progress."""
        if self.given.get("first_plan_year") is not None:
            return int(self.given["first_plan_year"])
        first_fy = fiscal_year_of(self.on, start_month)
        why = "The fiscal year in progress on the day of planning."
        self.used.append(
            Assumption(
                assumption="default for first plan year",
                about="district",
                value=label(first_fy),
                why=why,
                confirmed=True,
            )
        )
        return first_fy
