"""A PDF that keeps (PDF/UA-1 and PDF/A-2a), set by Typst from a template and plain inputs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from techplan.book.problem import TechplanError
from techplan.documents import fonts

ROOT: Final = Path(__file__).parent.parent
STANDARDS: Final = ("ua-1", "a-2a")
UPRIGHT: Final = 468
TURNED: Final = 684
"""Widths of text in points on upright and turned pages; the page's margins in ``look.typ`` leave this much."""


class TypesettingError(TechplanError):
    """A document cannot be set; the text says why."""


def set_pdf(template: str, inputs: Mapping[str, str], on: str, what: str) -> bytes:
    """The PDF of a template (its place under ``documents``); ``on`` is the day that the file is dated by.

    ``what`` names the document in the text of an error. Raises TypesettingError where Typst refuses or warns: a
    document that is not accessible, or not set as meant, is not written.
    """
    import typst

    try:
        pdf, warnings = typst.compile_with_warnings(
            ROOT / template,
            root=ROOT,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=list(STANDARDS),
            sys_inputs=dict(inputs),
            timestamp=_moment(on),
        )
    except typst.TypstError as error:
        raise TypesettingError(f"{what} could not be set: {error.message} {' '.join(error.hints)}".strip()) from error
    if warnings:
        said = "; ".join(sorted(str(warning.message) for warning in warnings))
        raise TypesettingError(f"{what} was not set as meant: {said}")
    return bytes(pdf)


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])


def _moment(on: str) -> datetime:
    """Midnight of the day that a document is of, so that the file's time says nothing of the clock."""
    day = date.fromisoformat(on)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
