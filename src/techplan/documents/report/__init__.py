"""Reports as tagged PDFs that keep."""

from __future__ import annotations

import json

from techplan.documents.report.shapes import Report, Section, safe
from techplan.documents.typeset import TURNED, UPRIGHT, set_pdf
from techplan.documents.typeset.layout import layout_of


def write_report(report: Report) -> bytes:
    """The report as PDF; equal reports give equal bytes. Raises TypesettingError where Typst refuses or warns.

    Ids of grids must differ.
    """
    made = safe(report)
    layouts = {
        grid.id: layout_of(grid, TURNED if section.turned else UPRIGHT)
        for section in made.sections
        for grid in section.grids
    }
    inputs = {"facts": made.as_json(), "layouts": json.dumps(layouts)}
    return set_pdf("report/report.typ", inputs, made.on, f"The document “{made.title}”")


__all__ = ["Report", "Section", "write_report"]
