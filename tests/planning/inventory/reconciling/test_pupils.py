"""Pupils' devices against pupils who were counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from techplan.planning.inventory.reconciling import Reconciliation

Make = Callable[..., dict[str, Any]]
Reconcile = Callable[..., Reconciliation]
STANDARD = {"standard": "s", "kind": "device", "asset_class": "chromebook", "driver": "student"}


def pupils(school: str, fy: int, students: int, basis: str | None = "actual") -> dict[str, Any]:
    return {"school": school, "grade": "3", "fy": fy, "students": students, "basis": basis}


def by_school(found: Reconciliation, *names: str) -> dict[str, tuple[int, ...]]:
    return {row["school"]: tuple(int(row[name]) for name in names) for row in found.pupil_devices.iter_rows(named=True)}


def test_projected_pupils_are_not_counted_ones(reconciled: Reconcile) -> None:
    found = reconciled([], [], enrollment=[pupils("010", 2027, 9, "projected"), pupils("010", 2026, 5)])
    assert by_school(found, "fy", "students") == {"010": (2026, 5), "(district)": (2026, 5)}
    assert "the last count before it is used" in found.pupil_devices["why"][0]


def test_each_school_has_its_own_last_count(reconciled: Reconcile) -> None:
    found = reconciled(
        [], [], enrollment=[pupils("010", 2027, 9, None), pupils("020", 2026, 5), pupils("020", 2028, 7)]
    )
    assert by_school(found, "fy", "students") == {"010": (2027, 9), "020": (2026, 5), "(district)": (2027, 14)}


def test_a_closed_school_has_no_pupils(reconciled: Reconcile) -> None:
    schools = [{"code": "010", "name": "Oak"}, {"code": "020", "name": "Elm", "closes_fy": 2023}]
    found = reconciled([], [], schools=schools, enrollment=[pupils("010", 2027, 9), pupils("020", 2023, 5)])
    assert by_school(found, "students") == {"010": (9,), "(district)": (9,)}


def test_without_counted_pupils_there_is_nothing_to_set_against(asset: Make, reconciled: Reconcile) -> None:
    found = reconciled([asset("a", assigned_to="student")], [], enrollment=[pupils("010", 2027, 9, "projected")])
    assert found.pupil_devices.is_empty()


@pytest.mark.parametrize(
    ("assigned_to", "role", "standards", "counted"),
    [
        ("student", None, [], 1), (None, "student", [], 1), ("staff", "student", [], 1),
        (None, None, [], 0), (None, None, [STANDARD], 1), ("shared", None, [STANDARD], 1),
        (None, "staff", [STANDARD], 0), ("staff", None, [STANDARD], 0), ("room", None, [STANDARD], 0),
    ],
)  # fmt: skip
def test_whose_device_it_is(
    assigned_to: str | None, role: str | None, standards: list[Any], counted: int,
    asset: Make, seen: Make, reconciled: Reconcile,
) -> None:  # fmt: skip
    found = reconciled(
        [asset("a", serial="S1", assigned_to=assigned_to)], [seen("1", serial="S1", user_role=role)],
        standards=standards, enrollment=[pupils("010", 2027, 9)],
    )  # fmt: skip
    assert by_school(found, "in_book", "seen")["010"] == (counted, counted)


def test_a_device_is_counted_once(asset: Make, seen: Make, reconciled: Reconcile) -> None:
    gone = [seen("1", serial="S1", status="DEPROVISIONED")]
    found = reconciled([asset("a", serial="S1", assigned_to="student")], gone, enrollment=[pupils("010", 2027, 1)])
    names = ("in_book", "seen", "unwatched", "ghosts", "difference")
    assert by_school(found, *names)["010"] == (1, 0, 1, 0, 0)


def test_a_device_without_a_school_is_not_lost(asset: Make, reconciled: Reconcile) -> None:
    lost = [asset("a", school=None, assigned_to="student")]
    found = reconciled(lost, [], enrollment=[pupils("010", 2027, 1)])
    assert by_school(found, "in_book") == {"010": (0,), "(no school)": (1,), "(district)": (1,)}
