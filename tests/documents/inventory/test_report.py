"""The inventory report: figures that the treasurer takes, and pages that say what would fill them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pypdf

from techplan.documents.inventory import inventory_report, write_inventory_report

Make = Callable[..., Any]
ORDER = (
    "At stake", "Findings", "The Book against the systems", "Physical counts", "Orders and what became of them",
    "Losses, repairs and lives", "For the board: things to dispose of",
)  # fmt: skip


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_parts_stand_in_their_order(take: Make) -> None:
    assert tuple(section.heading for section in inventory_report(take()).sections) == ORDER


def test_an_empty_inventory_says_what_would_fill_it(take: Make) -> None:
    text = words(write_inventory_report(take()))
    for said in (
        "Nothing was found", "Import the asset list.", "Import the student system’s enrolment",
        "Import an export of the device console", "Open one for the rooms of a school", "so no award asks for a count",
        "Import the purchase orders and their receipts.", "Import the help desk’s list of incidents.",
        "enter days of disposal, losses and incidents", "when its status is retired",
    ):  # fmt: skip
        assert said in text, said


def test_every_empty_grid_has_words_for_it(take: Make) -> None:
    assert all(grid.empty for grid in inventory_report(take()).grids())


def test_equal_inventories_give_equal_bytes(take: Make) -> None:
    assert write_inventory_report(take()) == write_inventory_report(take())


def test_whatever_a_file_holds_can_be_printed(take: Make) -> None:
    nasty = "😀\u202e#let x = “" + "y" * 300
    inventory = take(
        {"awards": [{"award": nasty, "fund": "507", "title": nasty, "amount_cents": 1}], "funds": [
            {"fund": "507", "name": nasty, "kind": "federal grant"}]},
        disagreements=[{"asset": nasty, "system": nasty, "field": nasty, "in_book": nasty, "in_system": nasty}],
        disposals=[{"asset": nasty, "description": nasty, "status": "retired", "how": nasty, "why": nasty, "lot": 1,
                    "proceeds_to": "507", "confirmed": True}],
    )  # fmt: skip
    assert write_inventory_report(inventory).startswith(b"%PDF")
