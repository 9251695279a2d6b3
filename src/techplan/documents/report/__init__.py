"""Reports as tagged PDFs that keep."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from techplan.documents.report.shapes import Report, Section, safe
from techplan.documents.report.widths import roomy
from techplan.documents.typeset import TURNED, UPRIGHT, set_pdf
from techplan.documents.typeset.layout import layout_of

if TYPE_CHECKING:
    from techplan.documents.facts.shapes import Grid


def write_report(report: Report) -> bytes:
    """The report as PDF; equal reports give equal bytes. Raises TypesettingError where Typst refuses or warns.

    Ids of grids must differ.
    """
    made = safe(report)
    layouts = {
        grid.id: _layout(grid, section, room)
        for section in made.sections
        for room in (TURNED if section.turned else UPRIGHT,)
        for grid in section.grids
    }
    inputs = {"facts": made.as_json(), "layouts": json.dumps(layouts)}
    return set_pdf("report/report.typ", inputs, made.on, f"The document “{made.title}”")


def _layout(grid: Grid, section: Section, room: float) -> dict[str, Any]:
    layout = roomy(layout_of(grid, room), grid, room)
    return {**layout, "unbroken": layout["unbroken"] and not section.flowing}


__all__ = ["Report", "Section", "write_report"]
