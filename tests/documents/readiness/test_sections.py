"""Readiness in a report says what the tables say, and can be set."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pypdf
import pytest

import techplan
from techplan.book.book import Book
from techplan.documents.facts.names import names_of
from techplan.documents.facts.shapes import Grid
from techplan.documents.readiness import readiness_findings, readiness_sections
from techplan.documents.readiness.words import closed, figure, found, lacking, places, target
from techplan.documents.report import Report, write_report
from techplan.planning.plan import Plan
from techplan.planning.readiness import Readiness, readiness_of

LAKESIDE = Path(__file__).parents[3] / "examples" / "lakeside"
ON = date(2027, 1, 15)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return techplan.plan(techplan.read_book(LAKESIDE), on=ON)


@pytest.fixture(scope="module")
def ready(plan: Plan) -> Readiness:
    return readiness_of(plan)


def report_of(plan: Plan, ready: Readiness | None = None) -> Report:
    return Report(
        title="Ready to learn", district="D", span="S", on=ON.isoformat(), on_words="15 January 2027",
        about="Readiness of", lead="Is the ground ready?", table_word="plan table",
        findings=readiness_findings(plan, ready), sections=readiness_sections(plan, ready),
    )  # fmt: skip


def grid_of(plan: Plan, ready: Readiness, id_: str) -> Grid:
    (found,) = [one for one in report_of(plan, ready).grids() if one.id == id_]
    return found


def test_counts_by_part_are_those_of_the_table(plan: Plan, ready: Readiness) -> None:
    """Every row of today is counted once, in its part and standing."""
    grid = grid_of(plan, ready, "readiness-parts")
    today = ready.result("readiness").filter(pl.col("about") != "year end")
    printed = {row.cells[0].lower(): [int(cell) for cell in row.cells[1:4]] for row in grid.rows}
    for part in today["part"].unique():
        standings = today.filter(pl.col("part") == part)["standing"].to_list()
        assert printed[part] == [standings.count(one) for one in ("ready", "not ready", "unknown")]
    assert sum(sum(counts) for counts in printed.values()) == today.height


def test_all_that_is_not_ready_is_listed_with_its_source(plan: Plan, ready: Readiness) -> None:
    grid = grid_of(plan, ready, "short-connectivity-in-school")
    pioneer = next(row for row in grid.rows if row.cells[0] == "Internet until")
    assert pioneer.cells[1] == "Pioneer Elementary School"
    assert pioneer.cells[3:5] == ("through FY2036", "3 years")
    assert "National Education Technology Plan" in grid.note


def test_ids_are_each_once_and_heads_are_short(plan: Plan, ready: Readiness) -> None:
    grids = report_of(plan, ready).grids()
    assert len({grid.id for grid in grids}) == len(grids)
    assert max(len(head.label) for grid in grids for head in grid.head) < 35
    assert max(len(grid.head) for grid in grids) <= 10


def test_a_cost_of_a_user_is_told_to_the_cent(plan: Plan, ready: Readiness) -> None:
    grid = grid_of(plan, ready, "readiness-content")
    dear = ready.result("readiness_content").sort("user_cents", descending=True, nulls_last=True).row(0, named=True)
    assert grid.rows[0].cells[0] == dear["title"]
    assert Decimal(grid.rows[0].cells[4]) * 100 == dear["user_cents"]


def test_what_is_unknown_is_no_finding_of_lack(plan: Plan, ready: Readiness) -> None:
    told = " ".join(f"{one.finding} {one.figure} {one.reason}" for one in readiness_findings(plan, ready))
    assert "no adequate Internet at home" not in told  # nobody has asked
    assert "not known" in told


def test_it_is_set_with_equal_bytes(plan: Plan, ready: Readiness) -> None:
    pdf = write_report(report_of(plan, ready))
    assert write_report(report_of(plan)) == pdf
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    for said in ("Is the ground ready?", "Devices year by year", "What depends on it", "What is not known"):
        assert said in text


def test_a_book_with_nothing_in_it_is_set_too() -> None:
    empty = techplan.plan(Book(), on=ON)
    assert write_report(report_of(empty)).startswith(b"%PDF")
    assert all("not ready" not in one.figure for one in readiness_findings(empty))


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("1", "Mbps per student", "1 Mbps per student"),
        ("1", "share of pupils", "100% of pupils"),
        ("0.925", "share of rooms", "92.5% of rooms"),
        ("1", "yes (1) or no (0)", "yes"),
        ("2037", "fiscal year", "through FY2036"),
    ],
)
def test_targets_in_words(value: str, unit: str, said: str) -> None:
    assert target({"target": Decimal(value), "unit": unit}) == said
    assert target({"target": None, "unit": unit}) == "none"


def test_what_is_lacking_in_words() -> None:
    def row(missing: str | None, unit: str | None, gap: str | None = "0.2") -> dict[str, object]:
        return {
            "missing": None if missing is None else Decimal(missing), "missing_unit": unit, "unit": "fiscal year",
            "gap": None if gap is None else Decimal(gap),
        }  # fmt: skip

    assert [lacking(row(*one)) for one in (("100", "Mbps"), ("1", "rooms"), ("1200", "rooms"))] == [
        "100 Mbps", "1 room", "1,200 rooms",
    ]  # fmt: skip
    assert lacking(row(None, None, "1")) == "1 year"
    assert lacking(row(None, None, None)) == "not known"
    assert figure(Decimal("1234.500")) == "1,234.5"
    assert closed({"closing_fy": 2029, "closing_unfunded_cents": 1}) == "FY2029, if it is paid for"
    assert closed({"closing_fy": None, "closing_unfunded_cents": 0}) == "not in the plan"


def test_fewer_than_ten_pupils_are_not_counted_out() -> None:
    row = {"missing": Decimal(9), "missing_unit": "pupils", "found": "9 of 60 …", "gap": Decimal("0.15")}
    assert lacking(row) == "under 10 pupils"
    assert "9" not in found(row).replace("10", "")
    many = {**row, "missing": Decimal(10)}
    assert (lacking(many), found(many)) == ("10 pupils", "9 of 60 …")


def test_places_in_words(plan: Plan) -> None:
    names = names_of(plan.book)
    assert places(["010", "020"], names, ["010", "020"]) == "every school"
    assert places(["010", "020"], names, []) == "Maple Grove Elementary School and North Shore Elementary School"
    assert places(["(district)"], names, ["010"]) == "whole district"
    assert places([], names, ["010"]) == ""
