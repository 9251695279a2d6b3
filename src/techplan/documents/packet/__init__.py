"""The board packet: facts set by Typst as a tagged PDF that keeps (PDF/UA-1 and PDF/A-2a)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from techplan.book.problem import TechplanError
from techplan.documents import fonts
from techplan.documents.charts import draw
from techplan.documents.packet.layout import layout_of

if TYPE_CHECKING:
    from techplan.documents.facts import Facts

FOLDER: Final = Path(__file__).parent
STANDARDS: Final = ("ua-1", "a-2a")
UPRIGHT: Final = 468
TURNED: Final = 684
"""Widths of text in points on upright and turned pages; the page's margins in ``look.typ`` leave this much."""
CHART_SIZES: Final = {
    "spending": (UPRIGHT, 150), "replacement": (TURNED, 180), "budget": (236, 220), "forecast": (TURNED, 118),
    "sources": (TURNED, 170),
}  # fmt: skip
ROOM: Final = {"budget": 420}
"""Widths for grids that have less than a turned page."""


class PacketError(TechplanError):
    """The packet cannot be set; the text says why."""


def write_packet(facts: Facts) -> bytes:
    """The packet as PDF; equal facts give equal bytes.

    Raises PacketError where a chart has no text alternative, or where Typst refuses or warns: a packet that is not
    accessible, or not set as meant, is not written.
    """
    import typst

    missing = [chart.id for chart in facts.charts if not chart.alt.strip()]
    if missing:
        raise PacketError(f"The chart {', '.join(missing)} has no text alternative, so blind readers would miss it.")
    try:
        pdf, warnings = typst.compile_with_warnings(
            FOLDER / "packet.typ",
            root=FOLDER,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=list(STANDARDS),
            sys_inputs=_inputs(facts),
            timestamp=_moment(facts.on),
        )
    except typst.TypstError as error:
        raise PacketError(f"The packet could not be set: {error.message} {' '.join(error.hints)}".strip()) from error
    if warnings:
        raise PacketError(f"The packet was not set as meant: {'; '.join(sorted(str(w.message) for w in warnings))}")
    return bytes(pdf)


def _inputs(facts: Facts) -> dict[str, str]:
    inputs = {
        "facts": facts.as_json(),
        "layouts": json.dumps({grid.id: layout_of(grid, ROOM.get(grid.id, TURNED)) for grid in facts.grids}),
    }
    for chart in facts.charts:
        inputs[f"chart-{chart.id}"] = draw(chart, *CHART_SIZES[chart.id])
    return inputs


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])


def _moment(on: str) -> datetime:
    """Midnight of the day of planning, so that the file's time says nothing of the clock."""
    day = date.fromisoformat(on)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
