"""The first page: figures and findings that a treasurer may quote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from techplan.documents.inventory.summary import key_figures, key_findings
from techplan.planning.inventory.counting.awards import NO_AWARD
from techplan.planning.results import DISTRICT_WIDE

Make = Callable[..., Any]


def standing(name: str, things: int, cents: int, unpriced: int = 0) -> dict[str, Any]:
    return {"school": "010", "asset_class": "-", "standing": name, "things": things, "cost_cents": cents,
            "unpriced": unpriced}  # fmt: skip


def watch(watched: bool) -> dict[str, Any]:
    return {"system": "intune", "asset_class": "laptop", "in_book": 10, "seen": 9, "share": Decimal("0.9"),
            "watched": watched, "why": "w"}  # fmt: skip


def award(code: str, items: int, counted: int, overdue: bool) -> dict[str, Any]:
    return {"award": code, "items": items, "equipment": 0, "cost_cents": 0, "counted": counted,
            "never_counted": 0, "due_on": date(2026, 1, 1), "overdue": overdue, "why": "w"}  # fmt: skip


def pupils(school: str, students: int, difference: int) -> dict[str, Any]:
    return {"school": school, "fy": 2027, "students": students, "in_book": 0, "seen": 0, "unwatched": 0, "ghosts": 0,
            "difference": Decimal(difference), "why": "w"}  # fmt: skip


def said(inventory: Any) -> dict[str, tuple[str, str]]:
    return {one.finding: (one.figure, one.reason) for one in key_findings(inventory)}


def test_the_figures_are_sums_of_the_tables(take: Make) -> None:
    assets = [{"asset": "a", "cost_cents": 100_000, "status": "active"}, {"asset": "b", "status": "active"},
              {"asset": "c", "cost_cents": 1, "status": "retired"}]  # fmt: skip
    inventory = take(
        {"assets": assets},
        standings=[standing("in all", 3, 300), standing("missing from a system", 2, 200),
                   standing("only in the Book", 1, 94_000)],
        award_counts=[award("E2", 5, 1, True), award(NO_AWARD, 2, 2, False)],
    )  # fmt: skip
    figures = {one.label: (one.printed, one.note) for one in key_figures(inventory)}
    assert figures["Things in use"] == ("2", "recorded cost $1,000; 1 without a cost")
    assert figures["Seen by a system"] == ("5", "recorded cost $5")
    assert figures["Ghosts"] == ("1", "seen by no system; $940")
    assert figures["Counts overdue"] == ("1", "of 1 federal award and what has none")


def test_only_what_was_not_counted_in_time_is_called_so(take: Make) -> None:
    inventory = take(
        award_counts=[award("E1", 957, 189, True), award("E2", 1016, 1011, True), award("E3", 840, 800, False)]
    )
    figure, _ = said(inventory)["2 federal counts are overdue."]
    assert figure == "Of 1,973 things bought with this money, 773 were not counted within two years."


def test_ghosts_have_their_dollars(take: Make) -> None:
    inventory = take(watches=[watch(True)], standings=[standing("only in the Book", 3, 60_000, 1)])
    figure, _ = said(inventory)["3 devices may not exist."]
    assert "recorded cost $600; 1 thing without" in figure


@pytest.mark.parametrize(
    ("watches", "finding"),
    [
        ([], "No system was compared."),
        ([watch(False)], "No system sees enough of any class to tell what is missing."),
        ([watch(True)], "Every device that a system should see is seen."),
    ],
)
def test_no_ghosts_are_told_from_nothing_compared(watches: Any, finding: str, take: Make) -> None:
    assert finding in said(take(watches=watches))


def test_one_school_that_lacks_devices_is_said_without_a_sum(take: Make) -> None:
    figure, _ = said(take(pupil_devices=[pupils("010", 96, -47), pupils(DISTRICT_WIDE, 96, -47)]))[
        "1 school has fewer pupils’ devices than pupils."
    ]
    assert figure == "Birch School lacks 47 for 96 pupils."


def test_several_schools_are_summed_and_the_worst_named(take: Make) -> None:
    rows = [pupils("010", 96, -4), pupils("020", 50, -9), pupils(DISTRICT_WIDE, 146, -13)]
    figure, _ = said(take(pupil_devices=rows))["2 schools have fewer pupils’ devices than pupils."]
    assert figure == "Together they lack 13; Dune School lacks most, 9 for 50 pupils."
