"""The Book against the systems on paper: things and dollars tie, and examples stand beside counts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from techplan.documents.inventory.report import inventory_report
from techplan.planning.results import DISTRICT_WIDE

Make = Callable[..., Any]


def standing(school: str, asset_class: str, name: str, things: int, cents: int, unpriced: int = 0) -> dict[str, Any]:
    return {"school": school, "asset_class": asset_class, "standing": name, "things": things, "cost_cents": cents,
            "unpriced": unpriced}  # fmt: skip


STANDINGS = [
    standing("010", "laptop", "in all", 4, 40_000), standing("010", "tablet", "in all", 1, 0, 1),
    standing("010", "laptop", "only in the Book", 2, 20_050), standing("020", "-", "retired but seen", 3, 900),
    standing(DISTRICT_WIDE, "-", "only in a system", 5, 0),
]  # fmt: skip


def test_things_and_dollars_stand_by_school(take: Make, grid_of: Make, cells: Make) -> None:
    report = inventory_report(take(standings=STANDINGS))
    things = cells(grid_of(report, "standings-things"))
    assert [row["School"] for row in things] == ["Birch School", "Dune School", "Whole district"]
    assert tuple(things[0].values()) == ("Birch School", "5", "2", "0", "0", "7")
    cost = grid_of(report, "standings-cost-cents")
    assert tuple(cells(cost)[0].values()) == ("Birch School", "400", "201", "0", "0", "601")
    assert cost.note == "Recorded cost, without 1 thing that has none. "


def test_the_totals_are_those_of_the_table(take: Make, grid_of: Make) -> None:
    inventory = take(standings=STANDINGS)
    report = inventory_report(inventory)
    for measure in ("things", "cost_cents"):
        total = grid_of(report, f"standings-{measure.replace('_', '-')}").rows[-1]
        assert total.role == "total"
        assert total.exact[-1] == inventory.standings[measure].sum()


def test_disagreements_are_counted_with_three_examples(take: Make, grid_of: Make, cells: Make) -> None:
    rows = [
        {"asset": f"a{n}", "system": "intune", "field": "school", "in_book": "010", "in_system": "020"}
        for n in range(5)
    ]
    (line,) = cells(grid_of(inventory_report(take(disagreements=rows)), "disagreements"))
    assert line["Assets"] == "5"
    assert line["For example"].split("; ") == [f"a{n}: Birch School in the Book, Dune School there" for n in range(3)]


def test_pupils_devices_have_the_district_as_total(take: Make, grid_of: Make, cells: Make) -> None:
    rows = [
        {"school": school, "fy": 2027, "students": 100, "in_book": 90, "seen": 80, "unwatched": 5, "ghosts": 5,
         "difference": Decimal(-15), "why": "w"}
        for school in ("010", DISTRICT_WIDE)
    ]  # fmt: skip
    grid = grid_of(inventory_report(take(pupil_devices=rows)), "pupil-devices")
    assert [row.role for row in grid.rows] == ["body", "total"]
    assert cells(grid)[0]["More or fewer"] == "−15"


def test_what_was_never_compared_does_not_agree(take: Make, grid_of: Make) -> None:
    assert "No system was compared" in grid_of(inventory_report(take()), "disagreements").empty
    compared = take({"sightings": [{"sighting": "s", "system": "intune"}]})
    assert "they agree" in grid_of(inventory_report(compared), "disagreements").empty
