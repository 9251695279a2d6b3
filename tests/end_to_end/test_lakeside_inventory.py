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
    names = ("faults", "office", "help_desk", "losses", "windows")
    modules: list[ModuleType] = [importlib.import_module(f"make.{name}") for name in names]
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
        ("charge may be barred", "charges though free lunch", 1),
    ],
)
def test_each_planted_fault_is_found(
    finding: str, fault: str, times: int, inventory: Inventory, planted: dict[str, int]
) -> None:
    assert rows(inventory, finding).height == planted[fault] * times


def test_two_systems_see_what_was_retired(inventory: Inventory, planted: dict[str, int]) -> None:
    number = planted["retired but syncing"] + planted["retired but checking in"]
    assert rows(inventory, "retired but seen").height == number
    seen = inventory.reconciled.filter(pl.col("standing") == "retired but seen")
    assert dict(seen["systems"].value_counts().iter_rows()) == {
        "google-admin": planted["retired but syncing"],
        "intune": planted["retired but checking in"],
    }


def test_things_that_no_console_knows_are_ghosts(inventory: Inventory, planted: dict[str, int]) -> None:
    """Beside those that were never enrolled: no console can name a junk serial, nor say which of two records it is."""
    ghosts = inventory.reconciled.filter(pl.col("standing") == "only in the Book")
    books = ghosts.filter(pl.col("asset_class") == "chromebook")
    assert books.height >= planted["only in snipe-it"]
    assert ghosts.height - books.height == (
        planted["computer that intune does not know"] + planted["serial is junk"] + 2 * planted["serial twice"]
    )
    assert set(ghosts["asset_class"]) == {"chromebook", "laptop", "desktop"}
    assert ghosts["cost_cents"].sum() == inventory.standings.filter(pl.col("standing") == "only in the Book")[
        "cost_cents"
    ].sum()  # fmt: skip


def test_each_console_watches_its_own_classes(inventory: Inventory) -> None:
    watched = inventory.watches.filter("watched").select("system", "asset_class")
    assert set(watched.iter_rows()) == {("google-admin", "chromebook"), ("intune", "desktop"), ("intune", "laptop")}


def test_where_intune_disagrees(inventory: Inventory, planted: dict[str, int]) -> None:
    """Not on serials in small letters, nor on models in capitals."""
    apart = inventory.disagreements.filter(pl.col("system") == "intune")["field"].value_counts()
    assert dict(apart.iter_rows()) == {
        "model": planted["computer recorded as another model"],
        "school": planted["computer moved to another school"],
    }


def test_computers_that_did_not_check_in_for_a_term_are_unseen(inventory: Inventory, planted: dict[str, int]) -> None:
    found = rows(inventory, "unseen").join(inventory.reconciled, left_on="subject", right_on="asset")
    long = found.filter((pl.col("systems") == "intune") & (pl.col("standing") == "in all"))
    assert long.height == planted["not checked in for a term"]


def test_only_an_accepted_finding_is_not_open(inventory: Inventory, planted: dict[str, int]) -> None:
    accepted = inventory.finding_rows.filter("accepted")
    assert dict(accepted["finding"].value_counts().iter_rows()) == {
        "no class": 1,
        "no school": planted["location is no school"],
    }
    assert accepted["finding"].n_unique() == planted["findings accepted"]
    assert accepted["reason"].null_count() == 0
    open_rows = dict(inventory.findings.select("finding", "open").iter_rows())
    assert open_rows["no school"] == 0
    assert open_rows["no class"] == planted["model not known"] - 1


def test_federal_servers_are_equipment_and_one_lacks_its_record(inventory: Inventory, planted: dict[str, int]) -> None:
    servers = inventory.property_record.filter(pl.col("kind") == "equipment")
    assert servers.height == planted["federal server"]
    assert set(servers["award"]) == {"ESSER3"}
    lacking = servers.filter(pl.col("missing").is_not_null())
    assert lacking["against"].to_list() == ["law"] * planted["federal server without its record"]
    assert lacking["missing"].to_list() == ["used for;condition"]
    found = rows(inventory, "federal record incomplete").filter(pl.col("subject").is_in(lacking["asset"].implode()))
    assert found["at_stake_cents"].to_list() == [918000]


def test_what_waits_for_the_board_is_on_the_list(inventory: Inventory, planted: dict[str, int]) -> None:
    assert inventory.disposals.height == planted["retired, waiting for the board"]


def test_every_thing_in_use_stands_once(inventory: Inventory) -> None:
    here = inventory.reconciled.filter(~pl.col("standing").is_in(["retired but seen", "only in a system"]))
    held = inventory.book.assets.filter(pl.col("status").fill_null("active").is_in(["active", "spare", "in repair"]))
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
    assert (row["ordered"], row["received"], row["damaged"]) == (970, 970, planted["damaged on delivery"])
    assert row["paid_cents"] == row["invoiced_cents"] == row["ordered_price_cents"] == 970 * 31275
    assert row["in_inventory"] + row["not_entered"] == 970
    assert row["lost"] > row["recovered"] > 0
    assert row["recovered_from"] == "insurance;vendor;warranty"


def test_what_never_came_of_an_order_is_cancelled(inventory: Inventory, planted: dict[str, int]) -> None:
    row = inventory.order_lines.filter(pl.col("order") == "PO23-0565").row(0, named=True)
    assert (row["ordered"], row["received"], row["cancelled"]) == (440, 436, planted["never delivered"])
    assert (row["open"], row["paid_cents"]) == (0, 436 * 34900)


def test_the_loss_learnt_stands_beside_the_policy_figure(inventory: Inventory, planted: dict[str, int]) -> None:
    learnt = inventory.learnt.filter(
        (pl.col("asset_class") == "chromebook") & (pl.col("measure") == "loss a year") & (pl.col("grade") == "all")
    ).row(0, named=True)
    assert learnt["events"] == sum(
        planted[name]
        for name in (
            "Chromebooks gone since 2019", "old Chromebooks broken beyond repair", "lost, active by the asset system",
        )
    )  # fmt: skip
    assert learnt["low"] < learnt["estimate"] < learnt["high"]
    classes = inventory.book.asset_classes
    assert learnt["policy"] == classes.filter(pl.col("code") == "chromebook")["attrition"][0]


def test_losses_are_likelier_where_chromebooks_go_home(inventory: Inventory) -> None:
    loss = dict(
        inventory.learnt.filter((pl.col("asset_class") == "chromebook") & (pl.col("measure") == "loss a year"))
        .select("grade", "estimate")
        .iter_rows()
    )
    assert max(loss[grade] for grade in ("3", "4", "5")) < min(loss[str(grade)] for grade in range(6, 13))


def test_every_table_keeps_its_schema(inventory: Inventory) -> None:
    for name, table in INVENTORY.items():
        assert table.is_valid(inventory.result(name)), name
