"""The property record: what it covers, each award's totals, and what is missing, in place and in words."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pypdf
import pytest

from techplan.documents.inventory import record_report, write_property_record
from techplan.planning.inventory.counting.awards import NO_AWARD

AWARD = {"award": "E2", "fund": "507", "title": "ESSER II", "fain": "S425D210000", "amount_cents": 1}
FUND = {"fund": "507", "name": "ESSER", "kind": "federal grant"}
BOOK = {"awards": [AWARD], "funds": [FUND]}
Make = Callable[..., Any]


@pytest.fixture
def inventory(take: Make, a_record: Make) -> Any:
    """Two servers and one thing of unknown cost that ESSER II bought, three Chromebooks; one without an award."""
    chromebook = {"description": "Chromebook 3100", "cost_cents": 30_050, "kind": "supply"}
    return take(
        BOOK,
        property_record=[
            a_record("a"), a_record("b", federal_share=Decimal("0.5")),
            a_record("c", cost_cents=None, kind="not known", missing="cost", against="law"),
            *(a_record(name, **chromebook) for name in "def"),
            a_record("g", award=None, fain=None, title_holder=None, federal_share=None, condition=None,
                     missing="fain;title holder;federal share;condition", against="law"),
        ],
        award_counts=[
            {"award": "E2", "items": 6, "equipment": 2, "cost_cents": 1, "counted": 6, "never_counted": 0,
             "last_counted_on": date(2025, 5, 23), "due_on": date(2027, 5, 23), "overdue": False, "why": "w"},
            {"award": NO_AWARD, "items": 1, "equipment": 1, "cost_cents": 1, "counted": 0, "never_counted": 1,
             "due_on": date(2024, 8, 1), "overdue": True, "why": "w"},
        ],
    )  # fmt: skip


def test_each_award_has_its_totals(inventory: Any, grid_of: Make, cells: Make) -> None:
    grid = grid_of(record_report(inventory), "by-award")
    none, esser = cells(grid)
    assert esser == {
        "Award": "ESSER II", "FAIN": "S425D210000", "Things": "6", "Equipment": "2", "Unpriced": "1", "Supplies": "3",
        "Cost": "15,902", "Federal part": "12,152", "Incomplete": "1", "Last counted": "2025-05-23",
        "Count by": "2027-05-23",
    }  # fmt: skip
    # by hand: 7,500 twice and 300.50 three times; federal: 7,500, half of 7,500, 300.50 three times
    assert (none["Award"], none["FAIN"], none["Federal part"]) == ("Award not entered", "missing", "not known")
    assert (none["Last counted"], none["Count by"]) == ("1 never", "2024-08-01, overdue")
    (total,) = cells(grid, "total")
    assert (total["Things"], total["Cost"], total["Federal part"]) == ("7", "23,402", "not known")


def test_equipment_is_listed_line_by_line_under_its_award(inventory: Any, grid_of: Make, cells: Make) -> None:
    report = record_report(inventory)
    esser = grid_of(report, "equipment-1")
    assert esser.title == "ESSER II · FAIN S425D210000"
    assert [row["Serial"] for row in cells(esser)] == ["S-a", "S-b", "S-c"]
    assert [row["Federal share"] for row in cells(esser)] == ["100%", "50%", "100%"]
    assert cells(esser)[2]["Cost, dollars"] == "missing"
    (total,) = cells(esser, "total")
    assert (total["Description"], total["Cost, dollars"]) == ("3 things", "15,000")
    assert "1 cost missing." in esser.note


def test_what_every_line_has_in_common_is_said_once_and_what_is_missing_in_place(
    inventory: Any, grid_of: Make, cells: Make
) -> None:
    report = record_report(inventory)
    assert "On every line: fund 507, title Two Rivers." in grid_of(report, "equipment-1").note
    assert "Fund" not in cells(grid_of(report, "equipment-1"))[0]
    (alone,) = cells(grid_of(report, "equipment-0"))
    assert [alone[head] for head in ("Title", "Federal share", "Condition")] == ["missing"] * 3
    assert "fund 507" in grid_of(report, "equipment-0").note


def test_supplies_are_summed_by_model_and_the_page_says_where_each_is(
    inventory: Any, grid_of: Make, cells: Make
) -> None:
    report = record_report(inventory)
    (line,) = cells(grid_of(report, "supplies-0"))
    assert (line["Model"], line["Things"], line["Cost, dollars"]) == ("Chromebook 3100", "3", "902")
    (section,) = [section for section in report.sections if section.heading == "Supplies, by model"]
    assert "tables/property_record.csv" in section.lead
    assert "supplies are summed by model here" in report.lead


def test_missing_fields_are_counted_against_law_and_policy(take: Make, a_record: Make, grid_of: Make) -> None:
    inventory = take(
        BOOK,
        property_record=[
            a_record("a", missing="fain;condition", against="law"),
            a_record("b", kind="supply", missing="condition", against="local policy"),
        ],
    )
    rows = [row.cells for row in grid_of(record_report(inventory), "by-field").rows]
    assert rows == [("Condition", "1", "1"), ("FAIN", "1", "0")]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "–"),
        ({"disposed_on": date(2026, 1, 2), "sale_price_cents": 12_345}, "2026-01-02, sold for $123"),
        ({"disposed_on": date(2026, 1, 2), "missing": "sale price"}, "2026-01-02, sale price missing"),
        ({"missing": "disposed on;sale price"}, "missing, sale price missing"),
    ],
)
def test_disposals_say_what_is_missing(
    fields: dict[str, Any], said: str, take: Make, a_record: Make, grid_of: Make, cells: Make
) -> None:
    if fields.get("missing"):
        fields = {**fields, "against": "law"}
    report = record_report(take(BOOK, property_record=[a_record("a", **fields)]))
    assert cells(grid_of(report, "equipment-0"))[0]["Disposed of"] == said


def test_the_levels_stand_in_the_paragraph(take: Make, a_record: Make) -> None:
    two = [a_record("a"), a_record("b", threshold_cents=1_000_000)]
    lead = record_report(take(BOOK, property_record=two)).lead
    assert "here from $5,000 or $10,000 a unit" in lead
    assert "the district’s own level (none is entered)" in lead


def test_the_pdf_is_on_its_side_throughout_equal_and_signed(inventory: Any) -> None:
    pdf = write_property_record(inventory)
    assert pdf == write_property_record(inventory)
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert all((page.mediabox.width, page.mediabox.height) == (792, 612) for page in pages)
    assert "Certified by the person who keeps the record" in pages[0].extract_text()


def test_nothing_federal_says_what_would_fill_the_record(take: Make) -> None:
    text = " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(write_property_record(take()))).pages
    ).replace("\n", " ")
    assert "Nothing is recorded as bought with federal money." in text


def test_three_thousand_things_are_three_thousand_lines(take: Make, a_record: Make, grid_of: Make, cells: Make) -> None:
    report = record_report(take(BOOK, property_record=[a_record(f"{n:04}") for n in range(3000)]))
    assert len(cells(grid_of(report, "equipment-0"))) == 3000
