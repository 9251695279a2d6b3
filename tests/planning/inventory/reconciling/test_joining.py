"""Which asset a sighting is of: nothing is guessed, and what stays unclear is said truly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from techplan.planning.inventory.reconciling import Reconciliation

Make = Callable[..., dict[str, Any]]
Reconcile = Callable[..., Reconciliation]
MAC = "aabbccddeeff"


def of(found: Reconciliation) -> dict[str, str | None]:
    return dict(found.joined.select("sighting", "of").iter_rows())


def why(found: Reconciliation, thing: str) -> str:
    return str(found.reconciled.filter(pl.col("thing") == thing)["why"].item())


def test_a_tag_whose_serial_differs_is_told(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    found = reconciled([asset("d", serial="S4", tag="T4")], [seen("4", tag="T4", serial="S5")])
    assert why(found, "sighting 4") == "No asset was joined: its tag is that of asset d, whose serial differs."


@pytest.mark.parametrize("first", ["a", "b"])
def test_a_shared_tag_is_unclear_whichever_asset_comes_first(
    first: str, asset: Make, seen: Make, reconciled: Reconcile
) -> None:
    other = {"a": "b", "b": "a"}[first]
    assets = [asset(first, serial="S1", tag="T"), asset(other, tag="T")]
    found = reconciled(assets, [seen("4", tag="T", serial="S9")])
    assert why(found, "sighting 4") == "No asset was joined: its tag fits several."


def test_two_systems_do_not_make_one_asset_of_two_serials(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    sightings = [seen("1", tag="T", serial="S1"), seen("2", "intune", tag="T", serial="S2")]
    found = reconciled([asset("a", tag="T")], sightings)
    assert of(found) == {"1": None, "2": None}
    assert why(found, "sighting 1") == "No asset was joined: several devices have its tag."


def test_a_weaker_key_does_not_bring_a_second_serial(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    sightings = [seen("1", tag="T", serial="S1"), seen("2", mac=MAC, serial="S2"), seen("3", asset="a", serial="S3")]
    found = reconciled([asset("a", tag="T", mac=MAC)], sightings)
    assert of(found) == {"1": "a", "2": None, "3": None}


def test_an_address_seen_twice_by_one_system_is_one_device(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    found = reconciled([asset("a", mac=MAC)], [seen("1", mac=MAC), seen("2", mac=MAC, seen_on=date(2026, 1, 1))])
    assert of(found) == {"1": "a", "2": "a"}


def test_an_address_leads_to_what_another_system_joined(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    found = reconciled([asset("a", serial="S1")], [seen("1", serial="S1", mac=MAC), seen("2", "intune", mac=MAC)])
    assert of(found) == {"1": "a", "2": "a"}


def test_an_address_of_two_devices_leads_nowhere(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    assets = [asset("a", serial="S1"), asset("b", serial="S2")]
    docked = [seen("1", serial="S1", mac=MAC), seen("2", serial="S2", mac=MAC), seen("3", "intune", mac=MAC)]
    assert of(reconciled(assets, docked))["3"] is None


def test_what_is_no_serial_number_joins_nothing(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    oem = "To Be Filled By O.E.M."
    found = reconciled([asset("a", serial=oem)], [seen("1", serial=oem)])
    assert of(found) == {"1": None}


@pytest.mark.parametrize("status", ["DEPROVISIONED", "disabled", "disabled, Microsoft Entra joined", " Retired "])
def test_a_later_word_that_it_is_gone_counts(status: str, asset: Make, seen: Make, reconciled: Reconcile) -> None:
    sightings = [
        seen("1", serial="S1", status="ACTIVE", seen_on=date(2026, 1, 1)),
        seen("2", serial="S1", status=status),
        seen("3", serial="S2"),
    ]
    found = reconciled([asset("a", serial="S1"), asset("b", serial="S2")], sightings)
    assert dict(found.reconciled.select("asset", "standing").iter_rows()) == {"a": "only in the Book", "b": "in all"}


@pytest.mark.parametrize("later", [date(2027, 1, 11), date(2027, 1, 10)])
def test_enrolled_again_after_it_was_wiped_is_there(
    later: date, asset: Make, seen: Make, reconciled: Reconcile
) -> None:
    sightings = [seen("2", serial="S1", status="DEPROVISIONED"), seen("1", serial="S1", seen_on=later)]
    found = reconciled([asset("a", serial="S1")], sightings)
    assert found.reconciled["standing"].to_list() == ["in all"]


KEYS = st.sampled_from([None, "1", "2", "3"])
SYSTEMS = st.sampled_from(["google", "intune"])
STATUSES = st.sampled_from(["ACTIVE", "disabled, joined"])


@given(
    owned=st.lists(st.tuples(KEYS, KEYS, KEYS, st.sampled_from(["active", "retired"])), max_size=5),
    reports=st.lists(st.tuples(KEYS, KEYS, KEYS, KEYS, SYSTEMS, STATUSES, st.integers(1, 3)), max_size=8),
    order=st.randoms(use_true_random=False),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_sighting_is_in_one_thing(
    owned: list[Any], reports: list[Any], order: Any, asset: Make, seen: Make, reconciled: Reconcile
) -> None:
    assets = [
        asset(f"a{n}", serial=s and f"S{s}", tag=t and f"T{t}", mac=m and f"aabbccddee0{m}", status=status)
        for n, (s, t, m, status) in enumerate(owned)
    ]
    sightings = [
        seen(f"a{n}", system, serial=s and f"S{s}", tag=t and f"T{t}", mac=m and f"aabbccddee0{m}", directory_id=d,
             status=status, seen_on=date(2027, 1, day))
        for n, (s, t, m, d, system, status, day) in enumerate(reports)
    ]  # fmt: skip
    found = reconciled(assets, sightings)
    joined, things = found.joined, found.reconciled
    assert sorted(joined["sighting"]) == sorted(row["sighting"] for row in sightings)
    assert joined["thing"].null_count() == 0
    in_use = [row["asset"] for row in assets if row["status"] == "active"]
    assert sorted(things.filter(pl.col("asset").is_in(in_use))["asset"]) == in_use
    # only what is gone on every side is not listed
    hidden = joined.filter(~pl.col("thing").is_in(things["thing"].implode()))
    assert not hidden.filter(pl.col("of").is_null() & pl.col("current")).height
    assert not set(hidden["of"].drop_nulls()) & set(in_use)
    assert things["thing"].n_unique() == things.height == found.standings["things"].sum()
    assert things["cost_cents"].sum() == found.standings["cost_cents"].sum()
    # two serials are never one thing
    serials = joined.group_by("thing").agg(pl.col("s_serial").drop_nulls().n_unique().alias("n"))
    assert serials.filter(pl.col("n") > 1).is_empty()
    order.shuffle(assets)
    order.shuffle(sightings)
    again = reconciled(assets, sightings)
    assert again.reconciled.equals(things)
    assert again.disagreements.equals(found.disagreements)
