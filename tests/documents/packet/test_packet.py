import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pypdf
import pytest

from techplan.documents.facts import Facts, facts_of
from techplan.documents.packet import write_packet
from techplan.documents.typeset import TypesettingError

SECTIONS = [
    "Summary", "Replacement schedule by school and year", "Budget for the next year", "Forecast, operating and capital",
    "Sources and uses", "What is not funded", "Data gaps and defaults used", "How the figures were made",
]  # fmt: skip


@pytest.fixture(scope="module")
def facts(sample_plan: Any) -> Facts:
    return facts_of(sample_plan)


@pytest.fixture(scope="module")
def pdf(facts: Facts) -> bytes:
    return write_packet(facts)


@pytest.fixture(scope="module")
def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


@pytest.fixture(scope="module")
def pages(reader: pypdf.PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def elements(node: Any) -> Iterator[Any]:
    """Every element of the structure tree."""
    node = node.get_object()
    if isinstance(node, pypdf.generic.DictionaryObject):
        if "/S" in node:
            yield node
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            yield from elements(child)


def test_it_is_tagged_titled_and_in_english(reader: pypdf.PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Technology plan FY2027–FY2036, Lakeside City Schools"
    assert reader.metadata.author == "Lakeside City Schools"
    assert str(reader.metadata.creation_date).startswith("2026-11-25")


def test_it_says_that_it_keeps_both_standards(reader: pypdf.PdfReader) -> None:
    meta = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part[>=\"]+1", meta)
    assert re.search(r"pdfaid:part[>=\"]+2", meta)
    assert re.search(r"pdfaid:conformance[>=\"]+A", meta)


def test_bookmarks_lead_to_every_section(reader: pypdf.PdfReader) -> None:
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert [title for title in titles if title in SECTIONS] == SECTIONS


def test_pages_are_numbered_and_none_is_empty(reader: pypdf.PdfReader, pages: list[str]) -> None:
    assert reader.page_labels == [str(i + 1) for i in range(len(pages))]
    assert all(f"{i} of {len(pages)}" in page for i, page in enumerate(pages, 1) if i > 1)
    assert all(len(page) > 200 for page in pages[1:])


def test_the_structure_has_headings_tables_with_heads_and_figures_with_alternatives(
    reader: pypdf.PdfReader, facts: Facts
) -> None:
    found = list(elements(reader.trailer["/Root"]["/StructTreeRoot"]))
    kinds = [element["/S"] for element in found]
    assert kinds.count("/H1") >= len(SECTIONS)
    assert kinds.count("/Table") >= len([grid for grid in facts.grids if grid.rows])
    assert kinds.count("/TH") >= kinds.count("/Table")
    alternatives = {str(element["/Alt"]) for element in found if element["/S"] == "/Figure" and "/Alt" in element}
    assert {chart.alt for chart in facts.charts} <= alternatives


def test_the_summary_is_one_page(pages: list[str], facts: Facts) -> None:
    (number,) = [i for i, page in enumerate(pages) if page.startswith("Summary")]
    assert pages[number + 1].startswith("Replacement schedule")
    for finding in facts.findings:
        assert finding.finding.split(" ")[0] in pages[number]
    assert "$15,367,556" in pages[number]


def test_what_is_printed_is_what_the_facts_say(pages: list[str], facts: Facts) -> None:
    text = "\n".join(pages)
    for grid in facts.grids:
        for row in grid.rows:
            for head, cell in zip(grid.head, row.cells, strict=True):
                assert not head.numeric or cell in text, (grid.id, cell)


def test_turned_pages_are_wide(reader: pypdf.PdfReader, pages: list[str]) -> None:
    (forecast,) = [i for i, page in enumerate(pages) if page.startswith("Forecast, operating")]
    box = reader.pages[forecast].mediabox
    assert (box.width, box.height) == (792, 612)


def test_equal_facts_give_equal_bytes(facts: Facts, pdf: bytes) -> None:
    assert write_packet(facts) == pdf


def test_only_the_shipped_fonts_are_inside(pdf: bytes) -> None:
    names = set(re.findall(rb"/FontName\s*/[A-Z]{6}\+([A-Za-z0-9]+)", pdf))
    assert all(name.startswith((b"PublicSans", b"SourceSerif4")) for name in names)


def test_a_chart_without_an_alternative_is_refused(facts: Facts) -> None:
    charts = (replace(facts.charts[0], alt=" "), *facts.charts[1:])
    with pytest.raises(TypesettingError, match="spending has no text alternative"):
        write_packet(replace(facts, charts=charts))


def test_a_character_that_slipped_through_is_an_error_in_plain_words(facts: Facts) -> None:
    with pytest.raises(TypesettingError, match="could not be set"):
        write_packet(replace(facts, district="漢"))


def test_hostile_text_stops_nothing_and_is_listed(sample_plan: Any) -> None:
    hostile = '#panic("x") *b* _i_ $m$ <l> @r \\ // /* 😀 漢 \x00\u202e ' + "W" * 90
    schools = sample_plan.book.schools.with_columns(
        name=pl.when(pl.col("code") == "010").then(pl.lit(hostile)).otherwise(pl.col("name"))
    )
    district = sample_plan.book.district.with_columns(name=pl.lit("Ohne Namen 😀"))
    gaps = sample_plan.data_gaps.with_columns(key=pl.col("key") + "\x07" + "K" * 60)
    book = sample_plan.book.with_tables(schools=schools, district=district)
    facts = facts_of(replace(sample_plan, book=book, data_gaps=gaps))
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(write_packet(facts))).pages)
    assert '#panic("x") *b* _i_ $m$' in " ".join(text.split())
    assert "Characters that could not be printed" in text
    assert "U+1F600 GRINNING FACE" in " ".join(text.split())
    assert "Ohne Namen ☐" in text


@pytest.mark.parametrize("years", [1, 3, 20])
def test_short_and_long_horizons_are_set(years: int, sample_plan_of: Any) -> None:
    facts = facts_of(sample_plan_of(years=years))
    reader = pypdf.PdfReader(io.BytesIO(write_packet(facts)))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert f"FY{2026 + years}" in text
    total = next(row for row in facts.grid("forecast").rows if row.role == "total")
    assert all(cell in text for cell in total.cells[1:])


def test_a_book_with_nothing_in_it_gives_a_packet() -> None:
    from techplan.book.book import Book
    from techplan.planning.plan import plan

    made = plan(Book(), on=date(2026, 11, 25))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(write_packet(facts_of(made)))).pages)
    assert "Nothing falls due" in text
    assert "The Book names no fund" in text
