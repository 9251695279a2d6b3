"""Any report as a PDF: accessible, equal for equal input, and able to print whatever a file holds."""

from __future__ import annotations

import io

import pypdf
import pytest

from techplan.documents.facts.shapes import Finding, Grid, Head, KeyFigure, Row
from techplan.documents.report import Report, Section, write_report
from techplan.documents.report.grids import Column, grid


def a_report(*sections: Section, title: str = "A report") -> Report:
    return Report(
        title=title, district="Two Rivers", span="as of 15 January 2027", on="2027-01-15", on_words="15 January 2027",
        about="A report of", lead="What it is for.", table_word="table",
        key_figures=(KeyFigure(label="Things", printed="7", note="all of them"),),
        findings=(Finding(finding="Something is so.", figure="It is 7.", reason="Because."),), sections=sections,
    )  # fmt: skip


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


COLUMNS = (Column("Thing", "thing"), Column("Items", "items", "count"), Column("Cost, dollars", "cents", "dollars"))


def a_grid(name: str = "g", rows: int = 3) -> Grid:
    listed = [{"thing": f"thing {n}", "items": n, "cents": n * 100} for n in range(rows)]
    return grid(
        name, "Things", COLUMNS, listed, source="things", empty="There is nothing.", total={"thing": "Together"}
    )


def test_a_report_is_tagged_and_says_what_it_is_given() -> None:
    section = Section(
        heading="Part", lead="Why.", pairs=(("Key", "value"),), grids=(a_grid(),), signatures=("Seen by",)
    )
    pdf = write_report(a_report(section))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert "A report" in str(reader.metadata.title)
    text = words(pdf)
    for said in ("Something is so.", "Part", "Key", "thing 2", "Together", "Seen by", "Date", "Things"):
        assert said in text


def test_equal_reports_give_equal_bytes() -> None:
    section = Section(heading="Part", grids=(a_grid(),))
    assert write_report(a_report(section)) == write_report(a_report(section))


def test_turned_and_upright_sections_keep_their_order() -> None:
    parts = [
        Section(heading="First"), Section(heading="Second", grids=(a_grid("a"),), turned=True),
        Section(heading="Third", grids=(a_grid("b"),)), Section(heading="Fourth", new_page=True),
    ]  # fmt: skip
    reader = pypdf.PdfReader(io.BytesIO(write_report(a_report(*parts))))
    sizes = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    assert sizes == [False, True, False, False]
    text = words(write_report(a_report(*parts)))
    assert [text.index(name) for name in ("First", "Second", "Third", "Fourth")] == sorted(
        text.index(name) for name in ("First", "Second", "Third", "Fourth")
    )


@pytest.mark.parametrize("text", ["😀 日本", "a\u0000b", "= heading #let x", "x" * 400, "\u202ereversed"])
def test_whatever_a_file_holds_can_be_printed(text: str) -> None:
    one = grid("g", text, COLUMNS, [{"thing": text, "items": 1, "cents": 1}], source="t", empty="")
    assert write_report(a_report(Section(heading=text, lead=text, grids=(one,)), title=text or "x")).startswith(b"%PDF")


def test_an_empty_grid_says_what_would_fill_it() -> None:
    assert "There is nothing." in words(write_report(a_report(Section(heading="Part", grids=(a_grid(rows=0),)))))


def test_values_print_in_one_way() -> None:
    from datetime import date

    rows = [{"thing": None, "items": 1234, "cents": -123456, "day": date(2027, 1, 5)}]
    made = grid("g", "t", (*COLUMNS, Column("Day", "day", "day")), rows, source="t", empty="", total={"thing": "Sum"})
    assert made.rows[0] == Row(
        cells=("not known", "1,234", "−1,235", "2027-01-05"), exact=(None, 1234, -123456, None), role="body"
    )
    assert made.rows[1].cells == ("Sum", "", "", "")
    assert made.head == (
        Head(label="Thing", numeric=False, share=2), Head(label="Items"), Head(label="Cost, dollars"),
        Head(label="Day", numeric=False, share=2),
    )  # fmt: skip
