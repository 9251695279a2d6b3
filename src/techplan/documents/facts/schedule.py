"""The replacement schedule: items and dollars by school and by class, over the paying years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from techplan.documents.facts.names import Names
from techplan.documents.facts.privacy import WITH_OTHERS, standing_with
from techplan.documents.facts.rows import by_year, figures, summed
from techplan.documents.facts.shapes import Grid, Row
from techplan.documents.facts.years import Years
from techplan.documents.whole_dollars import Flow, tied
from techplan.planning.results import DISTRICT_WIDE

if TYPE_CHECKING:
    from techplan.planning.plan import Plan

Side = Literal["school", "class"]


@dataclass(frozen=True, slots=True)
class Replacement:
    """The schedule in cents, whole dollars and items, by name.

    Names: ``("school", code, fy)``, ``("class", code, fy)``, ``("year", fy)`` and the totals ``("school", code)``,
    ``("class", code)`` and ``("all",)``.
    """

    cents: dict[tuple[Any, ...], int]
    dollars: dict[tuple[Any, ...], int]
    items: dict[tuple[Any, ...], int]
    schools: tuple[str, ...]
    classes: tuple[str, ...]
    shared: frozenset[str] = frozenset()
    """Classes whose row also holds those whose counts are private."""


def replacement_of(plan: Plan) -> Replacement:
    """The schedule rounded so that the grids by school and by class have the same year totals."""
    cents: dict[tuple[Any, ...], int] = defaultdict(int)
    items: dict[tuple[Any, ...], int] = defaultdict(int)
    partner = standing_with(plan)
    for row in plan.schedule.sort("school", "asset_class", "fy").iter_rows(named=True):
        school, fy = row["school"], row["fy"]
        code = partner.get(row["asset_class"], row["asset_class"])
        for name in _names(school, code, fy):
            cents[name] += row["amount_cents"]
            items[name] += row["quantity"]
    schools = sorted(set(plan.schedule["school"]), key=lambda code: (code == DISTRICT_WIDE, code))
    return Replacement(
        cents=dict(cents),
        dollars=tied(_flows(cents)),  # type: ignore[arg-type]
        items=dict(items),
        schools=tuple(schools),
        classes=tuple(sorted(set(plan.schedule["asset_class"]) - set(partner))),
        shared=frozenset(partner.values()),
    )


def _names(school: str, code: str, fy: int) -> list[tuple[Any, ...]]:
    return [
        ("all",), ("year", fy), ("school", school), ("class", code), ("school", school, fy), ("class", code, fy),
    ]  # fmt: skip


def _flows(cents: dict[tuple[Any, ...], int]) -> list[Flow]:
    """From the whole through schools to years, and on through classes; totals first."""
    order = {"all": 0, "year": 1, "school": 2, "class": 2}
    named = sorted(cents.items(), key=lambda item: (order[item[0][0]] + len(item[0]), tuple(map(str, item[0]))))
    return [_flow(name, amount) for name, amount in named]


def _flow(name: tuple[Any, ...], amount: int) -> Flow:
    match name:
        case ("all",):
            return Flow(name, "bought", "schools", amount)
        case ("year", fy):
            return Flow(name, ("in", fy), ("out", fy), amount)
        case ("school", _):
            return Flow(name, "schools", name, amount)
        case ("school", school, fy):
            return Flow(name, ("school", school), ("in", fy), amount)
        case ("class", code, fy):
            return Flow(name, ("out", fy), ("class", code), amount)
        case _:
            return Flow(name, name, "bought", amount)


def schedule_grids(replacement: Replacement, years: Years, names: Names) -> tuple[Grid, ...]:
    """Four grids: dollars and items, by school and by class."""
    sides: list[tuple[Side, tuple[str, ...], Callable[[str], str]]] = [
        ("school", replacement.schools, names.school),
        ("class", replacement.classes, names.asset_class),
    ]
    made = []
    for side, keys, name in sides:
        for unit, shown, exact in (
            ("dollars", replacement.dollars, replacement.cents),
            ("items", replacement.items, replacement.items),
        ):
            shared = replacement.shared if side == "class" else frozenset()
            labels = {key: f"{name(key)}, {WITH_OTHERS}" if key in shared else name(key) for key in keys}
            rows = [_row(side, key, labels[key], years, shown, exact) for key in keys]
            total = _total(rows, years, shown, exact)
            made.append(
                Grid(
                    id=f"schedule-{side}-{unit}",
                    title=f"{'Dollars' if unit == 'dollars' else 'Items'} by {side} and year",
                    head=by_year("Whole dollars" if unit == "dollars" else "Items", years),
                    rows=(*rows, total) if rows else (),
                    source="schedule",
                    empty="Nothing falls due in the plan's years.",
                )
            )
    return tuple(made)


def _row(
    side: Side, key: str, name: str, years: Years, shown: dict[tuple[Any, ...], int], exact: dict[tuple[Any, ...], int]
) -> Row:
    where = [*((side, key, fy) for fy in years.all), (side, key)]
    return figures(name, [shown.get(place, 0) for place in where], [exact.get(place, 0) for place in where])


def _total(rows: list[Row], years: Years, shown: dict[tuple[Any, ...], int], exact: dict[tuple[Any, ...], int]) -> Row:
    where: list[tuple[Any, ...]] = [*(("year", fy) for fy in years.all), ("all",)]
    width = len(years.all) + 1
    checked = summed(([value or 0 for value in row.exact[1:]] for row in rows), width)
    if checked != [exact.get(place, 0) for place in where]:
        raise ValueError("The schedule holds years outside the plan.")
    return figures(
        "In all", [shown.get(place, 0) for place in where], [exact.get(place, 0) for place in where], "total"
    )
