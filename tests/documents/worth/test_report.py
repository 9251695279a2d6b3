"""The cost and worth report says what the plan's tables say, and its totals are the packet's."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdf
import pytest

import techplan
from techplan.documents.facts import facts_of
from techplan.documents.worth import worth_report, write_worth
from techplan.planning.plan import Plan

LAKESIDE = Path(__file__).parents[3] / "examples" / "lakeside"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return techplan.plan(techplan.read_book(LAKESIDE), on=date(2027, 1, 15))


def test_the_totals_are_those_of_the_packet(plan: Plan) -> None:
    needed = next(total.printed for total in facts_of(plan).totals if total.label == "Needed").lstrip("$")
    report = worth_report(plan)
    for name in ("goals-years", "goals-funds"):
        (grid,) = [grid for grid in report.grids() if grid.id == name]
        total = grid.rows[-1]
        assert (total.cells[0], total.cells[-1]) == ("The plan", needed)
        columns = list(zip(*[row.exact[1:] for row in grid.rows[:-1]], strict=True))
        assert [sum(column) for column in columns] == list(total.exact[1:])
        printed = [[int(cell.replace(",", "")) for cell in row.cells[1:]] for row in grid.rows]
        assert [sum(column) for column in zip(*printed[:-1], strict=True)] == printed[-1]


def test_it_is_set_and_equal_plans_give_equal_bytes(plan: Plan) -> None:
    pdf = write_worth(plan)
    assert write_worth(plan) == pdf
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    for said in ("Every dollar by goal", "Cost of ownership", "Choices compared", "Digital content", "Ranking"):
        assert said in text


def test_a_book_with_nothing_in_it_is_set_too() -> None:
    assert write_worth(techplan.plan(techplan.Book(), on=date(2027, 1, 15))).startswith(b"%PDF")


def test_what_is_not_measured_is_said_so() -> None:
    empty = techplan.plan(techplan.Book(), on=date(2027, 1, 15))
    (grid,) = [grid for grid in worth_report(empty).grids() if grid.id == "ownership"]
    cells = {row.cells[0]: row.cells[1] for row in grid.rows}
    assert cells["– users' time"] == "not measured"
    assert cells["Indirect labour"] == "not measured"
