"""The year-end report says what the review's tables say, and hides what they hide."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pypdf
import pytest

import techplan
from techplan.book.book import Book, make_book
from techplan.documents.facts.shapes import Grid
from techplan.documents.review import review_documents, review_report, write_review, write_review_tables
from techplan.planning.review import Review, review_of
from techplan.planning.review.results import REVIEW
from techplan.planning.settings import settings_of
from techplan.rules.load import load_rules

LAKESIDE = Path(__file__).parents[3] / "examples" / "lakeside"
ON = date(2027, 1, 15)


def reviewed(book: Book, fy: int = 2026, plan: Any = None) -> Review:
    rules = load_rules(book.rules)
    return review_of(book, settings_of(book, ON, rules=rules)[0], rules, fy, plan=plan)


def grid_of(review: Review, name: str) -> Grid:
    (found,) = (grid for grid in review_report(review).grids() if grid.id == name)
    return found


def told() -> Book:
    """A year with a line, an order, an unmatched account, a printed foot, indicators and a decision."""
    tables: dict[str, list[dict[str, Any]]] = {
        "district": [{"district": "d", "name": "Two Rivers", "fiscal_year_start_month": 7, "first_plan_year": 2027}],
        "schools": [{"code": "010", "name": "Oak"}, {"code": "020", "name": "Elm"}],
        "funds": [{"fund": "001", "name": "General", "kind": "general"}],
        "goals": [{"code": "G", "title": "Reading"}],
        "asset_classes": [{"code": "panel", "name": "Panel", "category": "peripherals"}],
        "adopted_lines": [{"line": "L-1", "fy": 2026, "title": "Panels", "category": "peripherals", "goal": "G",
                           "asset_class": "panel", "promised_quantity": 10, "amount_cents": 5_000_000}],
        "purchase_orders": [{"order": "PO", "line": "1", "asset_class": "panel", "quantity": 10,
                             "unit_price_cents": 510_050, "ordered_on": date(2025, 9, 1)}],
        "receipts": [{"receipt": "R", "order": "PO", "line": "1", "quantity": 8, "received_on": date(2026, 2, 1)}],
        "ledger": [
            {"account": "1", "fy": 2026, "fund": "001", "plan_line": "L-1", "adopted_cents": 5_000_000,
             "revised_cents": 5_500_000, "encumbered_cents": 1_200_000, "actual_cents": 4_100_000},
            {"account": "2", "fy": 2026, "fund": "001", "actual_cents": 12_345},
        ],
        "indicators": [{"indicator": "I", "goal": "G", "title": "Grade 3 reading", "higher_is_better": True}],
        "indicator_values": [
            {"indicator": "I", "school": "010", "fy": 2026, "target": Decimal(60), "actual": Decimal("61.5"), "n": 40},
            {"indicator": "I", "school": "020", "fy": 2026, "target": Decimal(60), "actual": Decimal("12.25"), "n": 4},
        ],
        "erate_requests": [{"request": "R1", "funding_year": 2026, "category": "category two", "status": "funded",
                            "invoicing": "BEAR", "committed_cents": 700_000, "title": "Switches"}],
        "decisions": [{"decision": "d", "about": "candidate", "subject": "E-rate not claimed/R1", "answer": "accepted",
                       "reason": "Form 472 goes out in March."}],
    }  # fmt: skip
    printed = '[[printed]]\nfy = 2026\nactual = "41125.45"'
    frames = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in tables.items()}
    return make_book(frames, mappings={"ledger_match": printed})


def test_the_budget_is_printed_to_the_cent() -> None:
    rows = {row.cells[0]: row.cells[1:] for row in grid_of(reviewed(told()), "review-lines").rows}
    assert rows["L-1 Panels"] == (
        "50,000.00", "55,000.00", "41,000.00", "12,000.00", "2,000.00", "96.4%", "Favourable",
    )  # fmt: skip
    assert rows["Not matched to the plan"][2:] == ("123.45", "0.00", "−123.45", "–", "No budget")
    assert rows["Together"] == ("50,000.00", "55,000.00", "41,123.45", "12,000.00", "1,876.55", "96.6%", "")


def test_what_a_report_prints_is_set_beside_the_sum() -> None:
    rows = {row.cells[0]: row.cells for row in grid_of(reviewed(told()), "review-ties").rows}
    assert (rows["The ledger"][4], rows["Printed at its foot"][4], rows["Difference"][4]) == (
        "41,123.45", "41,125.45", "2.00",
    )  # fmt: skip
    said = {finding.finding: finding.figure for finding in review_report(reviewed(told())).findings}
    assert said["The ledger’s printed totals are not the sums of its rows."] == "At the most $2.00."


def test_the_parts_of_the_error_add_up_on_paper() -> None:
    (row,) = grid_of(reviewed(told()), "errors").rows
    # 8 came at 5,100.50, adopted at 5,000.00; 2 are still to come
    assert row.cells[2:6] == ("804.00", "0.00", "−10,000.00", "−9,196.00")


def test_few_pupils_are_nowhere_on_paper() -> None:
    review = reviewed(told())
    rows = {row.cells[1]: row.cells for row in grid_of(review, "indicators").rows}
    assert rows["Oak"][3] == "61.5"
    assert rows["Elm"][3] == "too few"
    text = text_of(write_review(review)) + "".join(
        content.decode() for name, content in write_review_tables(review).items() if name != "columns.csv"
    )
    assert "12.25" not in text


def test_an_accepted_candidate_stands_with_its_reason() -> None:
    (row,) = grid_of(reviewed(told()), "ways-decided").rows
    assert row.cells == ("E-rate not claimed: Switches", "Accepted", "7,000", "Form 472 goes out in March.")
    assert grid_of(reviewed(told()), "ways").rows == ()
    figures = {figure.label: figure for figure in review_report(reviewed(told())).key_figures}
    assert "$7,000 accepted" in figures["Ways to pay"].note


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_it_is_set_and_equal_reviews_give_equal_bytes() -> None:
    pdf = write_review(reviewed(told()))
    assert write_review(reviewed(told())) == pdf
    text = text_of(pdf)
    for said in ("Budget against actual in FY2026", "How far the forecast was off", "Ways to pay", "Two Rivers"):
        assert said in text


def test_a_book_with_nothing_in_it_is_set_too() -> None:
    report = review_report(reviewed(Book()))
    assert report.findings == ()
    assert write_review(reviewed(Book())).startswith(b"%PDF")


def test_every_table_is_a_file_with_its_columns() -> None:
    files = review_documents(reviewed(told()))
    assert set(files) == {
        "year-end-review.pdf", "tables/columns.csv", "tables/review_assumed.csv",
        *(f"tables/{name}.csv" for name in REVIEW),
    }  # fmt: skip
    (row, _) = csv.DictReader(io.StringIO(files["tables/review_accounts.csv"].decode()))
    assert (row["left"], row["committed_share"]) == ("2000.00", "0.963636")
    for table in REVIEW.values():
        faces = [table.face_name(column) for column in table.columns()]
        assert len(set(faces)) == len(faces)


@pytest.fixture(scope="module")
def lakeside() -> Review:
    book = techplan.read_book(LAKESIDE)
    return reviewed(book, plan=techplan.plan(book, on=ON, slipping=False))


def test_lakeside_is_set_and_its_funds_are_its_ledger(lakeside: Review) -> None:
    total = grid_of(lakeside, "review-fund").rows[-1]
    year = lakeside.book.ledger.filter(pl.col("fy") == 2026)
    assert total.exact[3] == year["actual_cents"].sum()
    assert "Does it tie?" in text_of(write_review(lakeside))
