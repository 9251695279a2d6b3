"""The board packet: facts set as a tagged PDF that keeps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from techplan.documents.charts import draw
from techplan.documents.typeset import TURNED, UPRIGHT, TypesettingError, set_pdf
from techplan.documents.typeset.layout import layout_of

if TYPE_CHECKING:
    from techplan.documents.facts import Facts

CHART_SIZES: Final = {
    "spending": (UPRIGHT, 150), "replacement": (TURNED, 180), "budget": (236, 220), "forecast": (TURNED, 118),
    "sources": (TURNED, 170),
}  # fmt: skip
ROOM: Final = {"budget": 420}
"""Widths for grids that have less than a turned page."""


def write_packet(facts: Facts) -> bytes:
    """The packet as PDF; equal facts give equal bytes.

    Raises TypesettingError where a chart has no text alternative, or where Typst refuses or warns.
    """
    missing = [chart.id for chart in facts.charts if not chart.alt.strip()]
    if missing:
        raise TypesettingError(
            f"The chart {', '.join(missing)} has no text alternative, so blind readers would miss it."
        )
    return set_pdf("packet/packet.typ", _inputs(facts), facts.on, "The packet")


def _inputs(facts: Facts) -> dict[str, str]:
    inputs = {
        "facts": facts.as_json(),
        "layouts": json.dumps({grid.id: layout_of(grid, ROOM.get(grid.id, TURNED)) for grid in facts.grids}),
    }
    for chart in facts.charts:
        inputs[f"chart-{chart.id}"] = draw(chart, *CHART_SIZES[chart.id])
    return inputs
