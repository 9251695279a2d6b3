"""What is a difference, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from techplan.planning.inventory.reconciling import Reconciliation

Make = Callable[..., dict[str, Any]]
Reconcile = Callable[..., Reconciliation]


@pytest.mark.parametrize(
    ("ours", "theirs", "apart"),
    [
        ("Chromebook 3100", "chromebook 3100 ", False),
        ("Chromebook 3100", "Dell Chromebook-3100 (P22T)", False),
        ("iPad (8th generation)", "iPad (9th generation)", True),
        ("iPad (9th generation)", "iPad 9th generation", False),
        ("Pro 7", "Pro 7+", True),
        ("ThinkPad", "Lenovo ThinkPad", False),
        ("Lenovo ThinkPad", "IBM ThinkPad", True),
        ("ProBook 450", "HPE ProBook 450", True),
        ("Chromebook 3100", None, False),
    ],
)
def test_models(ours: str, theirs: str | None, apart: bool, asset: Make, seen: Make, reconciled: Reconcile) -> None:
    makers = {"iPad": "Apple", "ThinkPad": "Lenovo", "Lenovo": "Lenovo", "ProBook": "HP Inc.", "Chromebook": "Dell"}
    models = [{"model": ours, "maker": makers.get(ours.split()[0]), "asset_class": "chromebook"}]
    found = reconciled([asset("a", serial="S1", model=ours)], [seen("1", serial="S1", model=theirs)],
                       product_models=models)  # fmt: skip
    assert found.disagreements["field"].to_list() == ["model"] * apart


def test_the_latest_sighting_speaks(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    sightings = [seen("1", serial="S1", school="020"), seen("2", serial="S1", school="010", seen_on=date(2026, 1, 1))]
    found = reconciled([asset("a", serial="S1")], sightings).disagreements
    assert found.select("field", "in_book", "in_system").rows() == [("school", "010", "020")]


def test_each_system_speaks_for_itself(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    sightings = [seen("1", serial="S1", mac="aabbccddee01"), seen("2", "intune", serial="S1", mac="AA:BB:CC:DD:EE:02")]
    found = reconciled([asset("a", serial="S1", mac="aabbccddee01")], sightings).disagreements
    assert found.select("system", "field").rows() == [("intune", "mac")]
