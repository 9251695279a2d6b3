"""Where things stand, and the day on which they were seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from techplan.planning.inventory.reconciling import Reconciliation

Make = Callable[..., dict[str, Any]]
Reconcile = Callable[..., Reconciliation]


def test_what_one_system_ended_is_not_seen_though_its_day_is_late(
    asset: Make, seen: Make, reconciled: Reconcile
) -> None:
    sightings = [seen("1", serial="S1", seen_on=date(2020, 1, 1)), seen("2", "intune", serial="S1", status="retired")]
    assert reconciled([asset("a", serial="S1", status="retired")], sightings).reconciled.is_empty()


@pytest.mark.parametrize(
    ("disposed_on", "seen_on", "listed"),
    [
        (date(2026, 6, 1), date(2026, 6, 2), True),
        (date(2026, 6, 1), date(2026, 6, 1), False),  # on its last day it was still ours
        (None, date(2026, 12, 16), True),  # 30 days before 15 January 2027
        (None, date(2026, 12, 15), False),
        (None, None, False),
    ],
)
def test_retired_but_seen(
    disposed_on: date | None, seen_on: date | None, listed: bool, asset: Make, seen: Make, reconciled: Reconcile
) -> None:
    gone = asset("a", serial="S1", status="disposed", disposed_on=disposed_on)
    found = reconciled([gone], [seen("1", serial="S1", seen_on=seen_on)]).reconciled
    assert found["standing"].to_list() == ["retired but seen"] * listed


def test_a_ghost_keeps_the_day_on_which_it_was_last_seen(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    day = date(2024, 5, 1)
    sightings = [seen("1", serial="S1", status="DEPROVISIONED", seen_on=day), seen("2", serial="S2")]
    rows = reconciled([asset("a", serial="S1"), asset("b", serial="S2")], sightings).reconciled
    ghost = rows.row(0, named=True)
    assert (ghost["asset"], ghost["standing"], ghost["last_seen"]) == ("a", "only in the Book", day)
    assert ghost["why"] == "google lists it as DEPROVISIONED; that is not seeing it."
