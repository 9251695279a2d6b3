"""Which plan year is in progress, which is the budget, and how years are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from techplan.book.school_years import fiscal_year_of, label, long_label
from techplan.documents.facts.shapes import Year, YearRole
from techplan.documents.words import in_words

if TYPE_CHECKING:
    from techplan.planning.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """The plan's years. ``in_progress`` is None before the plan begins, ``budget`` where the plan ends too soon."""

    all: tuple[int, ...]
    in_progress: int | None
    budget: int | None
    start_month: int

    @property
    def focus(self) -> int:
        """The year that the budget pages speak of: the budget, else the last year there is."""
        return self.budget if self.budget is not None else self.all[-1]

    @property
    def first(self) -> int:
        """The first plan year."""
        return self.all[0]

    @property
    def span(self) -> str:
        """``FY2027–FY2036``, or ``FY2027`` where there is one year."""
        return label(self.first) if len(self.all) == 1 else f"{label(self.first)}–{label(self.all[-1])}"

    @property
    def how_many(self) -> str:
        """``ten years``."""
        return "one year" if len(self.all) == 1 else f"{in_words(len(self.all))} years"

    def long(self, fy: int) -> str:
        """``FY2027 (2026–27)``."""
        return long_label(fy, self.start_month)

    def rows(self) -> tuple[Year, ...]:
        """Every year as facts."""
        return tuple(Year(fy=fy, label=label(fy), long=self.long(fy), role=self._role(fy)) for fy in self.all)

    def _role(self, fy: int) -> YearRole:
        if fy == self.in_progress:
            return "in progress"
        if fy == self.budget:
            return "budget"
        return "later" if self.in_progress is None or fy > self.in_progress else "past"


def years_of(settings: Settings) -> Years:
    """The year in progress is the one that the day of planning lies in; the budget is the one after it."""
    years = tuple(settings.years)
    now = fiscal_year_of(settings.on, settings.start_month)
    budget = max(now + 1, years[0])
    return Years(
        all=years,
        in_progress=now if now in years else None,
        budget=budget if budget in years else None,
        start_month=settings.start_month,
    )
