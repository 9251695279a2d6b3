"""The board's list of what to dispose of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from techplan.documents.inventory.report import inventory_report

Make = Callable[..., Any]


def thing(asset: str, lot: int, **fields: Any) -> dict[str, Any]:
    return {"asset": asset, "lot": lot, "description": "Old laptop", "status": "retired", "how": f"way {lot}",
            "confirmed": True, "why": "w", **fields}  # fmt: skip


def test_lots_say_how_and_what_and_never_nought_for_not_known(take: Make, grid_of: Make, cells: Make) -> None:
    rows = [
        thing("a", 1, cost_cents=40_000, value_cents=1_000, proceeds_to="001", may_dispose=True,
              acquired_on=date(2019, 8, 1)),
        thing("b", 1, cost_cents=20_000, proceeds_to="001", may_dispose=True, acquired_on=date(2018, 8, 1)),
        thing("c", 2, may_dispose=False), thing("d", 3),
    ]  # fmt: skip
    funds = [{"fund": "001", "name": "General fund", "kind": "general"}]
    report = inventory_report(take({"funds": funds}, disposals=rows))
    lots = cells(grid_of(report, "lots"))
    assert tuple(lots[0].values()) == ("1", "2", "600", "10", "yes", "way 1", "General fund")
    assert tuple(lots[1].values()) == ("2", "1", "not known", "not known", "not yet", "way 2", "not known")
    assert lots[2]["May go now"] == "ask the treasurer"
    assert "3 things have none" in grid_of(report, "lots").note
    first = cells(grid_of(report, "lot-models"))[0]
    assert (first["What"], first["Things"], first["Acquired from"], first["to"]) == (
        "Old laptop", "2", "2018-08-01", "2019-08-01",
    )  # fmt: skip


def test_a_private_class_is_not_named(take: Make, grid_of: Make, cells: Make) -> None:
    book = {
        "asset_classes": [{"code": "aac", "name": "Communication aid", "category": "peripherals", "private": True}],
        "assets": [{"asset": "a", "asset_class": "aac"}],
    }
    grid = grid_of(inventory_report(take(book, disposals=[thing("a", 1, description="Talker 3")])), "lot-models")
    assert [row["What"] for row in cells(grid)] == ["Kept private"]
