"""The report on who pays as a whole: key figures, grids, and a PDF in which nothing is cut."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from pypdf.generic import ContentStream

from techplan.documents.paying import paying_report, write_paying
from techplan.documents.words import about
from techplan.planning.plan import Plan

MARGIN = {792.0: 54.0, 612.0: 72.0}
"""Right margin of a turned and an upright page of US letter, in points."""
HANGS = 5.0
"""Points by which a comma, a full stop or a hyphen, and the space after it, may hang into the margin."""


@pytest.fixture(scope="module")
def pdf(lakeside: Plan) -> bytes:
    return write_paying(lakeside)


def test_the_key_figures_are_the_plans_totals(lakeside: Plan) -> None:
    totals, figures = lakeside.totals(), {one.label: one.printed for one in paying_report(lakeside).key_figures}
    assert totals["needed_cents"] == totals["funded_cents"] + totals["unfunded_cents"]
    assert figures == {
        "Needed": about(totals["needed_cents"]),
        "Funded": about(totals["funded_cents"]),
        "Not funded": about(totals["unfunded_cents"]),
        "Paid later": about(lakeside.slips["amount_cents"].sum()),
    }


def test_reasons_come_first_then_what_ends_then_the_budget(lakeside: Plan) -> None:
    headings = [section.heading for section in paying_report(lakeside).sections]
    assert len(headings) == len(set(headings))
    wanted = ["What waits for money", "Money that ends", "The budget of FY2028, for adoption"]
    assert [heading for heading in headings if heading in wanted] == wanted


def test_every_row_has_a_cell_for_every_head_and_prints_its_exact_figure(lakeside: Plan) -> None:
    grids = paying_report(lakeside).grids()
    assert len({grid.id for grid in grids}) == len(grids)
    for grid in grids:
        for row in grid.rows:
            assert len(row.cells) == len(row.exact) == len(grid.head), grid.id
        for at, head in enumerate(grid.head):
            told = [(row.exact[at], row.cells[at]) for row in grid.rows if row.exact[at] is not None]
            assert head.numeric or not told
            whole = [int(cell.replace(",", "").replace("−", "-")) for _, cell in told]
            exact = [value for value, _ in told if value is not None]
            assert whole in (exact, [half_up(value) for value in exact]), grid.id


def half_up(cents: int) -> int:
    """Whole dollars, a half away from zero."""
    whole = (abs(cents) + 50) // 100
    return whole if cents >= 0 else -whole


def test_equal_plans_give_equal_bytes(lakeside: Plan, pdf: bytes) -> None:
    assert write_paying(lakeside) == pdf


def test_the_pdf_has_every_heading_title_and_finding(lakeside: Plan, pdf: bytes) -> None:
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())
    report = paying_report(lakeside)
    for said in (
        report.district,
        *(section.heading for section in report.sections),
        *(grid.title for grid in report.grids()),
        *(finding.finding for finding in report.findings),
        *(figure.printed for figure in report.key_figures),
    ):
        assert said in text, said


def test_no_figure_is_lost(lakeside: Plan, pdf: bytes) -> None:
    """Every number that a grid prints stands in the text in one piece."""
    words = set(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())
    for grid in paying_report(lakeside).grids():
        for row in grid.rows:
            for value, cell in zip(row.exact, row.cells, strict=True):
                assert value is None or cell in words, (grid.id, cell)


def test_no_text_goes_beyond_the_margins(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    checked = 0
    for number, page in enumerate(reader.pages, start=1):
        width = float(page.mediabox.width)
        for begin, end in runs(page, reader):
            checked += 1
            assert begin >= MARGIN[width] - HANGS, number
            assert end <= width - MARGIN[width] + HANGS, number
    assert checked > 1_000


def runs(page: Any, reader: pypdf.PdfReader) -> Iterator[tuple[float, float]]:
    """Where each run of text on a page begins and ends, in points, by the widths of the glyphs in its font."""
    fonts = {name: glyph_widths(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    left, scale, held, font, size, at = 0.0, 1.0, [], "", 0.0, 0.0
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        match operator:
            case b"q":
                held.append((left, scale))
            case b"Q":
                left, scale = held.pop()
            case b"cm":
                left, scale = left + float(operands[4]) * scale, float(operands[0]) * scale
            case b"Tf":
                font, size = operands[0], float(operands[1])
            case b"Tm":
                at = left + float(operands[4]) * scale
            case b"Tj" | b"TJ":
                parts = operands[0] if operator == b"TJ" else operands
                length = sum(-float(part) if isinstance(part, int | float) else _length(part, fonts[font])
                             for part in parts)  # fmt: skip
                yield at, at + length * size / 1000


def _length(text: Any, widths: dict[int, float]) -> float:
    glyphs = text.original_bytes
    return sum(widths[int.from_bytes(glyphs[place : place + 2])] for place in range(0, len(glyphs), 2))


def glyph_widths(font: Any) -> dict[int, float]:
    """Thousandths of the size that each glyph of a font takes."""
    (inner,) = font["/DescendantFonts"]
    listed = list(inner.get_object()["/W"])
    found: dict[int, float] = {}
    while listed:
        first, second = int(listed[0]), listed[1]
        if isinstance(second, list):
            found |= {first + place: float(one) for place, one in enumerate(second)}
            listed = listed[2:]
        else:
            found |= dict.fromkeys(range(first, int(second) + 1), float(listed[2]))
            listed = listed[3:]
    return found


def test_an_empty_book_gives_a_report_that_sets(nothing: Plan) -> None:
    report = paying_report(nothing)
    assert report.district == "District without a name"
    assert report.findings == ()
    assert {figure.printed for figure in report.key_figures} == {"$0"}
    assert [section.heading for section in report.sections] == [
        "The budget of FY2028, for adoption", "The district’s forecast with the plan",
    ]  # fmt: skip
    assert write_paying(nothing).startswith(b"%PDF")
