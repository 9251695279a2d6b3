"""A device that several systems see is one thing, though the Book does not know it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from techplan.planning.inventory.reconciling import Reconciliation

Make = Callable[..., dict[str, Any]]
Reconcile = Callable[..., Reconciliation]
MAC = "aabbccddeeff"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"serial": "S1"}, {"serial": " s1 "}),
        ({"serial": "S1", "mac": MAC}, {"mac": MAC}),
        ({"serial": "S1", "directory_id": "D"}, {"directory_id": "D"}),
        ({"serial": "S1", "tag": "T"}, {"tag": "t"}),
        ({"mac": MAC, "tag": "T"}, {"tag": "T"}),
        ({"tag": "T"}, {"tag": "T"}),
    ],
)
def test_two_systems_see_one_device(one: Any, other: Any, seen: Make, reconciled: Reconcile) -> None:
    found = reconciled([], [seen("1", **one), seen("2", "intune", **other)])
    assert found.reconciled.select("thing", "systems", "standing").rows() == [
        ("sighting 1", "google;intune", "only in a system")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"serial": "S1", "mac": MAC}, {"serial": "S2", "mac": MAC}),
        ({"serial": "S1", "tag": "T"}, {"serial": "S2", "tag": "T"}),
        ({"model": "Chromebook 3100"}, {"model": "Chromebook 3100"}),
    ],
)
def test_two_devices_stay_two(one: Any, other: Any, seen: Make, reconciled: Reconcile) -> None:
    assert reconciled([], [seen("1", **one), seen("2", "intune", **other)]).reconciled.height == 2


def test_a_chain_of_keys_leads_to_the_serial(seen: Make, reconciled: Reconcile) -> None:
    sightings = [
        seen("1", serial="S1", directory_id="D"),
        seen("2", "intune", directory_id="D", mac=MAC),
        seen("3", "jamf", mac=MAC),
    ]
    assert reconciled([], sightings).reconciled["systems"].to_list() == ["google;intune;jamf"]


def test_a_tag_twice_in_one_system_shows_no_one_device(seen: Make, reconciled: Reconcile) -> None:
    assert reconciled([], [seen("1", tag="T"), seen("2", tag="T")]).reconciled.height == 2


def test_a_device_without_any_number_is_told_so(seen: Make, reconciled: Reconcile) -> None:
    why = reconciled([], [seen("1", "entra")]).reconciled["why"].item()
    assert why == "It is listed without a serial, tag or network address that could tell which asset it is."


def test_a_device_is_never_called_as_an_asset_is(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    found = reconciled([asset("1", serial="S1")], [seen("1", serial="S9")])
    assert found.reconciled.select(pl.col("thing").sort()).to_series().to_list() == ["1", "sighting 1"]
