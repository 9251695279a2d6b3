"""The Book against live systems: how things are joined, and where each stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from techplan.book.book import Book
from techplan.planning.inventory.inventory import Inventory
from techplan.planning.inventory.limits import limits_of
from techplan.planning.inventory.owned import owned_assets
from techplan.planning.inventory.reconciling import Reconciliation, reconcile
from techplan.rules.load import load_rules

ON = date(2027, 1, 15)
MakeBook = Callable[..., Book]
Take = Callable[..., Inventory]


def asset(name: str, **more: Any) -> dict[str, Any]:
    return {"asset": name, "asset_class": "chromebook", "school": "010", "cost_cents": 10000, **more}


def seen(name: str, system: str = "google", **more: Any) -> dict[str, Any]:
    return {"sighting": name, "system": system, "seen_on": date(2027, 1, 10), **more}


def standing(inventory: Inventory) -> dict[str, str]:
    return dict(inventory.reconciled.select("thing", "standing").iter_rows())


def joined(inventory: Inventory) -> dict[str, str | None]:
    return dict(inventory.reconciled.select("thing", "joined_by").iter_rows())


def test_serial_before_tag_before_address(make_book: MakeBook, take: Take) -> None:
    assets = [
        asset("a", serial="S-1", tag="T1"), asset("b", tag="T2"), asset("c", mac="aabbccddeeff"),
        asset("d", serial="S4", tag="T4"),
    ]  # fmt: skip
    sightings = [
        seen("1", serial="s1", tag="T2"), seen("2", tag=" t2", serial="S9"), seen("3", mac="AA-BB-CC-DD-EE-FF"),
        seen("4", tag="T4", serial="S5"),
    ]  # fmt: skip
    inventory = take(make_book(assets=assets, sightings=sightings))
    assert joined(inventory) == {"a": "serial", "b": "tag", "c": "network address", "d": None, "sighting 4": None}
    assert (
        standing(inventory)["sighting 4"] == "only in a system"
    )  # its serial contradicts that of the asset with its tag


def test_a_shared_serial_is_told_apart_by_the_tag_or_not_at_all(make_book: MakeBook, take: Take) -> None:
    assets = [asset("a", serial="S1", tag="T1"), asset("b", serial="S1", tag="T2"), asset("c", serial="S3")]
    sightings = [seen("1", serial="S1", tag="T2"), seen("2", serial="S1"), seen("3", serial="S3")]
    inventory = take(make_book(assets=assets, sightings=sightings))
    where = standing(inventory)
    assert (where["a"], where["b"], where["sighting 2"]) == ("only in the Book", "in all", "only in a system")
    why = dict(inventory.reconciled.select("thing", "why").iter_rows())
    assert why["sighting 2"] == "No asset was joined: its serial fits several."


def test_one_tag_on_two_devices_joins_neither(make_book: MakeBook, take: Take) -> None:
    sightings = [seen("1", tag="T1", serial="S1"), seen("2", tag="T1", serial="S2")]
    inventory = take(make_book(assets=[asset("a", tag="T1")], sightings=sightings))
    assert set(standing(inventory)) == {"a", "sighting 1", "sighting 2"}


def test_an_import_may_have_named_the_asset(make_book: MakeBook, take: Take) -> None:
    inventory = take(make_book(assets=[asset("a")], sightings=[seen("1", asset="a")]))
    assert joined(inventory) == {"a": "named at import"}


def test_a_device_enrolled_twice_is_one_and_the_latest_counts(make_book: MakeBook, take: Take) -> None:
    sightings = [
        seen("1", serial="S1", school="020", seen_on=date(2026, 1, 1)), seen("2", serial="S1", school="010"),
    ]  # fmt: skip
    inventory = take(make_book(assets=[asset("a", serial="S1")], sightings=sightings))
    assert standing(inventory) == {"a": "in all"}
    assert inventory.disagreements.is_empty()


def test_where_things_stand(make_book: MakeBook, take: Take) -> None:
    assets = [
        asset("both", serial="S1"), asset("one", serial="S2"), asset("ghost", serial="S3"),
        asset("beamer", asset_class="projector"),
        asset("old", serial="S4", status="disposed", disposed_on=date(2026, 6, 1)),
        asset("gone", serial="S5", status="disposed"),
    ]  # fmt: skip
    sightings = [
        seen("1", serial="S1"), seen("2", serial="S2"), seen("3", serial="S1", system="intune"), seen("4", serial="S4"),
        seen("5", serial="X"), seen("6", serial="X", system="intune"), seen("7", serial="Y", status="DEPROVISIONED"),
    ]  # fmt: skip
    inventory = take(make_book(assets=assets, sightings=sightings))
    assert standing(inventory) == {
        "both": "in all", "one": "missing from a system", "ghost": "only in the Book", "beamer": "not watched",
        "old": "retired but seen", "sighting 5": "only in a system",
    }  # fmt: skip
    rows = {row["thing"]: row for row in inventory.reconciled.iter_rows(named=True)}
    assert (rows["one"]["systems"], rows["one"]["missing_from"]) == ("google", "intune")
    assert rows["sighting 5"]["systems"] == "google;intune"  # one device, though two systems see it
    assert (rows["ghost"]["cost_cents"], rows["ghost"]["missing_from"]) == (10000, "google;intune")


def test_a_system_that_sees_few_does_not_watch(make_book: MakeBook, take: Take) -> None:
    assets = [asset(f"a{n}", serial=f"S{n}") for n in range(10)]
    sightings = [seen(str(n), serial=f"S{n}") for n in range(10)] + [seen("x", serial="S1", system="intune")]
    inventory = take(make_book(assets=assets, sightings=sightings))
    assert set(standing(inventory).values()) == {"in all"}
    watches = {row["system"]: row for row in inventory.watches.iter_rows(named=True)}
    assert (watches["intune"]["share"], watches["intune"]["watched"]) == (Decimal("0.1"), False)
    assert watches["google"]["watched"]


def test_a_device_that_a_system_looks_after_no_longer_is_not_seen(make_book: MakeBook, take: Take) -> None:
    assets = [asset("a", serial="S1"), asset("b", serial="S2")]
    sightings = [seen("1", serial="S1", status="DEPROVISIONED"), seen("2", serial="S2")]
    inventory = take(make_book(assets=assets, sightings=sightings))
    assert standing(inventory) == {"a": "only in the Book", "b": "in all"}


def test_fields_that_disagree(make_book: MakeBook, take: Take) -> None:
    assets = [
        asset(
            "a", serial="S1", tag="0007", model="Chromebook 3100", assigned_to="staff", support_end=date(2028, 6, 30)
        ),
        asset("b", serial="S2", tag="T2", model="Chromebook 3100"),
    ]
    sightings = [
        seen("1", serial="S1", tag="7", model="Dell CHROMEBOOK-3100 (P22T)", school="020", user_role="student",
             support_end=date(2027, 6, 30)),
        seen("2", serial="S2", tag="t2", model="Latitude 3140", school=None, user_role="student"),
    ]  # fmt: skip
    inventory = take(make_book(assets=assets, sightings=sightings))
    assert inventory.disagreements.select("asset", "field", "in_book", "in_system").rows() == [
        ("a", "assigned_to", "staff", "student"),
        ("a", "school", "010", "020"),
        ("a", "support_end", "2028-06-30", "2027-06-30"),
        ("a", "tag", "0007", "7"),
        ("b", "model", "Chromebook 3100", "Latitude 3140"),
    ]
    assert dict(inventory.reconciled.select("thing", "disagreements").iter_rows()) == {"a": 4, "b": 1}


def test_pupils_devices_against_pupils(make_book: MakeBook, take: Take) -> None:
    assets = [
        *(asset(f"a{n}", serial=f"S{n}", assigned_to="student") for n in range(4)), asset("t", assigned_to="staff"),
        asset("cart", school="020", serial="S9"), asset("ghost", assigned_to="student"),
    ]  # fmt: skip
    sightings = [
        *(seen(str(n), serial=f"S{n}") for n in range(3)), seen("old", serial="S3", seen_on=date(2026, 1, 1)),
        seen("9", serial="S9"),
    ]  # fmt: skip
    enrollment = [
        {"school": "010", "grade": "3", "fy": 2027, "students": 4},
        {"school": "020", "grade": "3", "fy": 2027, "students": 2},
        {"school": "010", "grade": "3", "fy": 2026, "students": 99},
    ]  # fmt: skip
    standards = [{"standard": "s", "kind": "device", "asset_class": "chromebook", "driver": "student"}]
    inventory = take(make_book(assets=assets, sightings=sightings, enrollment=enrollment, standards=standards))
    rows = {row["school"]: row for row in inventory.pupil_devices.iter_rows(named=True)}
    names = ("students", "in_book", "seen", "ghosts", "difference")
    assert [int(rows["010"][name]) for name in names] == [4, 5, 3, 1, -1]
    assert [int(rows["020"][name]) for name in names] == [2, 1, 1, 0, -1]
    assert [int(rows["(district)"][name]) for name in names] == [6, 6, 4, 1, -2]
    assert rows["010"]["per_student"] == Decimal("0.75")


KEYS = st.sampled_from([None, "1", "2", "3"])


def numbers(serial: str | None, tag: str | None, mac: str | None) -> dict[str, str | None]:
    return {"serial": serial and f"S{serial}", "tag": tag and f"T{tag}", "mac": mac and f"aabbccddee0{mac}"}


@given(
    assets=st.lists(st.tuples(KEYS, KEYS, KEYS, st.booleans()), max_size=6),
    sightings=st.lists(st.tuples(KEYS, KEYS, KEYS, st.sampled_from(["google", "intune"]), st.booleans()), max_size=8),
    order=st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_thing_stands_once(make_book: MakeBook, assets: list[Any], sightings: list[Any], order: Any) -> None:
    owned = [
        asset(f"a{n}", status=None if here else "retired", **numbers(*keys)) for n, (*keys, here) in enumerate(assets)
    ]
    reports = [
        seen(f"g{n}", system, status="ok" if alive else "DISABLED", **numbers(*keys))
        for n, (*keys, system, alive) in enumerate(sightings)
    ]
    found = reconciled(make_book(assets=owned, sightings=reports))
    here = sorted(row["asset"] for row in owned if row["status"] is None)
    things = found.reconciled
    assert things.filter(pl.col("asset").is_in(here))["asset"].to_list() == here
    assert things["thing"].n_unique() == things.height == found.standings["things"].sum()
    order.shuffle(owned)
    order.shuffle(reports)
    assert reconciled(make_book(assets=owned, sightings=reports)).reconciled.equals(things)


def reconciled(book: Book) -> Reconciliation:
    return reconcile(book, owned_assets(book), limits_of(load_rules(), ON), ON)


@pytest.mark.parametrize("tables", [{}, {"sightings": [seen("1", serial="S")]}, {"assets": [asset("a")]}])
def test_an_empty_book_is_reconciled_too(tables: dict[str, Any], make_book: MakeBook, take: Take) -> None:
    assert take(make_book(**tables)).reconciled.height == len(tables)
