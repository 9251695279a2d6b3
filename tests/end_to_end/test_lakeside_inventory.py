"""Lakeside's inventory, proven: the finders count what the example's script planted."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

import techplan
from techplan.planning.inventory.inventory import Inventory, take_inventory
from techplan.planning.inventory.results import INVENTORY

EXAMPLE = Path(__file__).parents[2] / "examples" / "lakeside"


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    return take_inventory(techplan.read_book(EXAMPLE), on=date(2027, 1, 15))


@pytest.fixture(scope="module")
def planted() -> Iterator[dict[str, int]]:
    """How many of each fault the example's script plants."""
    sys.path.insert(0, str(EXAMPLE / "exports"))
    modules: list[ModuleType] = [importlib.import_module(f"make.{name}") for name in ("faults", "office")]
    yield {name: count for module in modules for name, count in module.COUNTS.items()}
    sys.path.remove(str(EXAMPLE / "exports"))


def rows(inventory: Inventory, finding: str) -> pl.DataFrame:
    return inventory.finding_rows.filter(pl.col("finding") == finding)


@pytest.mark.parametrize(
    ("finding", "fault", "times"),
    [
        ("duplicate tag", "tag twice", 2),
        ("duplicate serial", "serial twice", 2),
        ("damaged number", "tag lost its zeros", 1),
        ("no class", "model not known", 1),
        ("no school", "location is no school", 1),
        ("retired but seen", "retired but syncing", 1),
        ("charge may be barred", "charges though free lunch", 1),
    ],
)
def test_each_planted_fault_is_found(
    finding: str, fault: str, times: int, inventory: Inventory, planted: dict[str, int]
) -> None:
    assert rows(inventory, finding).height == planted[fault] * times


def test_things_that_the_console_does_not_know_are_ghosts(inventory: Inventory, planted: dict[str, int]) -> None:
    ghosts = inventory.reconciled.filter(pl.col("standing") == "only in the Book")
    assert ghosts.height >= planted["only in snipe-it"]
    assert set(ghosts["asset_class"]) == {"chromebook"}
    assert ghosts["cost_cents"].sum() == inventory.standings.filter(pl.col("standing") == "only in the Book")[
        "cost_cents"
    ].sum()  # fmt: skip


def test_what_waits_for_the_board_is_on_the_list(inventory: Inventory, planted: dict[str, int]) -> None:
    assert inventory.disposals.height == planted["retired, waiting for the board"]


def test_every_thing_in_use_stands_once(inventory: Inventory) -> None:
    here = inventory.reconciled.filter(~pl.col("standing").is_in(["retired but seen", "only in a system"]))
    held = inventory.book.assets.filter(pl.col("status").is_in(["active", "spare", "in repair"]))
    assert here.height == held.height
    assert here["cost_cents"].sum() == held["cost_cents"].sum()


def test_the_open_count_is_as_it_was_scanned(inventory: Inventory, planted: dict[str, int]) -> None:
    row = inventory.count_certificates.filter(pl.col("count_code") == "LMS-2027").row(0, named=True)
    assert (row["moved_in"], row["unknown"], row["repeats"]) == (
        planted["found in another room"], planted["unknown label"], planted["scanned twice"],
    )  # fmt: skip
    assert row["closed_on"] is None
    closed = inventory.count_certificates.filter(pl.col("count_code") == "FED-2025").row(0, named=True)
    assert (closed["by"], closed["expected"]) == ("Treasurer", closed["matched"] + closed["missing"])


def test_the_esser_order_has_its_answer(inventory: Inventory, planted: dict[str, int]) -> None:
    row = inventory.order_lines.filter(pl.col("order") == "PO22-0347").row(0, named=True)
    assert (row["ordered"], row["received"], row["damaged"]) == (900, 900, planted["damaged on delivery"])
    assert row["paid_cents"] == row["invoiced_cents"] == row["ordered_price_cents"] == 900 * 31275
    assert row["in_inventory"] + row["not_entered"] == 900


def test_the_loss_learnt_stands_beside_the_policy_figure(inventory: Inventory) -> None:
    learnt = inventory.learnt.filter(
        (pl.col("asset_class") == "chromebook") & (pl.col("measure") == "loss a year") & (pl.col("grade") == "all")
    ).row(0, named=True)
    assert learnt["events"] >= 90
    assert learnt["low"] < learnt["estimate"] < learnt["high"]
    classes = inventory.book.asset_classes
    assert learnt["policy"] == classes.filter(pl.col("code") == "chromebook")["attrition"][0]


def test_every_table_keeps_its_schema(inventory: Inventory) -> None:
    for name, table in INVENTORY.items():
        assert table.is_valid(inventory.result(name)), name
