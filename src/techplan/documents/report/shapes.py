"""The shape of a report: one frozen object of plain text, from which the PDF is set."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from techplan.documents.facts.shapes import Finding, Grid, KeyFigure
from techplan.documents.printable import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a report under a heading of its own, with lines to sign.

    ``turned`` sets it on pages on their side. Short tables are kept whole on a page unless the section is ``flowing``.
    """

    heading: str
    lead: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    grids: tuple[Grid, ...] = ()
    signatures: tuple[str, ...] = ()
    turned: bool = False
    new_page: bool = False
    flowing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a report says. ``on`` is an ISO date; ``table_word`` says what kind of table its figures come from.

    ``turned`` sets the first page on its side; a report whose sections are turned too is of one format throughout.
    """

    title: str
    district: str
    span: str
    on: str
    on_words: str
    about: str
    lead: str
    table_word: str
    key_figures: tuple[KeyFigure, ...] = ()
    findings: tuple[Finding, ...] = ()
    sections: tuple[Section, ...] = ()
    turned: bool = False

    def as_json(self) -> str:
        """The report as JSON, keys in order of definition."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def grids(self) -> tuple[Grid, ...]:
        """Every grid, in the order of reading."""
        return tuple(grid for section in self.sections for grid in section.grids)


def safe(report: Report) -> Report:
    """The report with every text as the shipped fonts can show it."""
    made: Report = _safe(report)
    return made


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)[0]
    if isinstance(value, tuple):
        return tuple(_safe(item) for item in value)
    if hasattr(value, "__dataclass_fields__"):
        return replace(value, **{name: _safe(getattr(value, name)) for name in value.__dataclass_fields__})
    return value
