"""What the packet says: one frozen object of plain text and numbers, from which every format is set.

Nothing is computed after this point. All text has passed ``printable``, so that any renderer can show it, and figures
that are printed twice are the same figure (``techplan.documents.whole_dollars``).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from techplan.documents.facts.budget import Split, budget_grid, budget_note, forecast_grid, largest_grid, split_of
from techplan.documents.facts.funding import funds_grid, sources_grid, unfunded_grid, unfunded_list
from techplan.documents.facts.gaps import assumptions_grid, characters_grid, characters_in, gaps_grid
from techplan.documents.facts.method import method, provenance, reading
from techplan.documents.facts.names import Names, names_of
from techplan.documents.facts.pictures import charts_of
from techplan.documents.facts.schedule import Replacement, replacement_of, schedule_grids
from techplan.documents.facts.shapes import Chart, Finding, Grid, KeyFigure, Total, Year
from techplan.documents.facts.spending import Spending, spending_of
from techplan.documents.facts.summary import findings_of, key_figures
from techplan.documents.facts.years import Years, years_of
from techplan.documents.printable import printable
from techplan.documents.words import day, dollars

if TYPE_CHECKING:
    from datetime import date

    from techplan.planning.plan import Plan

__all__ = ["Chart", "Facts", "Finding", "Grid", "KeyFigure", "Total", "Year", "facts_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the packet says. Dates are ISO text; money in ``exact`` is cents, in cells whole dollars."""

    title: str
    district: str
    state: str | None
    on: str
    on_words: str
    span: str
    years: tuple[Year, ...]
    key_figures: tuple[KeyFigure, ...]
    findings: tuple[Finding, ...]
    totals: tuple[Total, ...]
    charts: tuple[Chart, ...]
    grids: tuple[Grid, ...]
    budget_note: str
    reading: tuple[tuple[str, str], ...]
    method: tuple[tuple[str, str], ...]
    provenance: tuple[tuple[str, str], ...]

    def grid(self, name: str) -> Grid:
        """One grid by its id. Raises KeyError where there is none."""
        for grid in self.grids:
            if grid.id == name:
                return grid
        raise KeyError(name)

    def chart(self, name: str) -> Chart:
        """One chart by its id. Raises KeyError where there is none."""
        for chart in self.charts:
            if chart.id == name:
                return chart
        raise KeyError(name)

    def as_dict(self) -> dict[str, Any]:
        """Plain dicts, lists, text and numbers."""
        made: dict[str, Any] = json.loads(self.as_json())
        return made

    def as_json(self) -> str:
        """The facts as JSON, keys in order of definition."""
        return json.dumps(asdict(self), ensure_ascii=False)


def facts_of(plan: Plan) -> Facts:
    """Everything the packet says of a plan. Raises ValueError where the plan's own tables do not tie."""
    years, names = years_of(plan.settings), names_of(plan.book)
    spending, replacement = spending_of(plan), replacement_of(plan)
    split = split_of(plan, spending, years.focus)
    given: dict[str, Any] = plan.book.district.row(0, named=True) if plan.book.district.height else {}
    on: date = plan.on
    said = {
        "title": "Technology plan",
        "district": given.get("name") or "District without a name",
        "state": given.get("state"),
        "on": on.isoformat(),
        "on_words": day(on),
        "span": years.span,
        "years": years.rows(),
        "key_figures": key_figures(spending, years),
        "findings": findings_of(plan, spending, replacement, years, names),
        "totals": totals_of(spending),
        "charts": charts_of(spending, replacement, split, years, names),
        "grids": grids_of(plan, spending, replacement, split, years, names),
        "budget_note": budget_note(years),
        "reading": reading(years),
        "method": method(years),
        "provenance": provenance(plan),
    }
    replaced: list[tuple[str, str, tuple[str, ...]]] = list(characters_in(plan.book))
    known = {name for _, _, found in replaced for name in found}
    safe = {name: _printed(value, name, replaced, known) for name, value in said.items()}
    return Facts(**{**safe, "grids": (*safe["grids"], characters_grid(replaced))})


def totals_of(spending: Spending) -> tuple[Total, ...]:
    """The plan's totals in cents, and as printed."""
    named = (
        ("Needed", ("all",)), ("Capital", ("kind", "capital")), ("Operating", ("kind", "operating")),
        ("Funded", ("funded",)), ("Not funded", ("unfunded",)), ("Lapsed", ("lapsed all",)),
    )  # fmt: skip
    return tuple(
        Total(label=label, cents=spending.exact(*name), printed=dollars(spending.shown(*name))) for label, name in named
    )


def grids_of(
    plan: Plan, spending: Spending, replacement: Replacement, split: Split, years: Years, names: Names
) -> tuple[Grid, ...]:
    """Every table of the packet but the list of characters, in the order of reading."""
    return (
        *schedule_grids(replacement, years, names),
        budget_grid(plan, spending, split, years),
        largest_grid(plan, spending, years),
        forecast_grid(plan, spending, years),
        sources_grid(spending, years, names),
        funds_grid(spending, years, names),
        unfunded_grid(spending, years),
        unfunded_list(plan, spending, names),
        gaps_grid(plan),
        assumptions_grid(plan, names),
    )


def _printed(value: Any, where: str, replaced: list[tuple[str, str, tuple[str, ...]]], known: set[str]) -> Any:
    """The value with all its text printable; a replacement that no place in the Book explains is listed by section."""
    if isinstance(value, str):
        shown, found = printable(value)
        if not known.issuperset(found):
            replaced.append((where, shown, found))
        return shown
    if isinstance(value, tuple):
        return tuple(_printed(item, where, replaced, known) for item in value)
    if hasattr(value, "__dataclass_fields__"):
        fields = {name: getattr(value, name) for name in value.__dataclass_fields__}
        place = fields.get("title") or where
        return type(value)(**{name: _printed(item, place, replaced, known) for name, item in fields.items()})
    return value
