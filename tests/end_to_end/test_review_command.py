"""``review``: what a treasurer and a director do when the year is over."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Techplan = Callable[..., Any]
ON = ("--on", "2027-01-15")
RULES = '[[match]]\nfund = "003"\nline = "L-1"\n'


@pytest.fixture
def closed(book: Path) -> Path:
    """A Book with one adopted line and two accounts, one of which a saved rule matches."""
    tables = {
        "funds": "fund,name,kind\n001,General,general\n003,PI,permanent improvement\n",
        "adopted_lines": "line,fy,title,category,amount\nL-1,2026,Panels,peripherals,50000.00\n",
        "ledger": "account,fy,fund,adopted,revised,encumbered,actual\n"
        "1,2026,003,50000.00,55000.00,12000.00,41000.00\n2,2026,001,,,,5.00\n",
    }
    for name, text in tables.items():
        (book / f"{name}.csv").write_text(text)
    (book / "mappings").mkdir(exist_ok=True)
    (book / "mappings" / "ledger_match.toml").write_text(RULES)
    return book


def test_the_last_year_that_is_over_is_reviewed(closed: Path, tmp_path: Path, techplan: Techplan) -> None:
    out = tmp_path / "out"
    answer = techplan("review", closed, "--out", out, *ON)
    assert answer.status == 0, answer.text
    assert "FY2026" in answer.out
    assert "1 account matched, 1 not" in answer.out
    lines = list(csv.DictReader(io.StringIO((out / "tables" / "review_lines.csv").read_text("utf-8"))))
    assert [(row["line"], row["left"], row["committed_printed"]) for row in lines] == [
        ("(unmatched)", "-5.00", ""), ("L-1", "2000.00", "96.4%"),
    ]  # fmt: skip
    assert (out / "year-end-review.pdf").read_bytes().startswith(b"%PDF")


def test_another_year_and_an_answer_for_programs(closed: Path, tmp_path: Path, techplan: Techplan) -> None:
    answer = techplan("review", closed, "--out", tmp_path / "out", "--fy", "2026", "--json", *ON)
    found = json.loads(answer.out)
    assert (answer.status, found["status"], found["fy"]) == (0, "done", 2026)
    figures = found["figures"]
    assert (figures["ledger_left_cents"], figures["unmatched_actual_cents"]) == (199_500, 500)
    assert "year-end-review.pdf" in found["files"]


def test_a_year_of_which_nothing_is_known_is_refused(closed: Path, tmp_path: Path, techplan: Techplan) -> None:
    answer = techplan("review", closed, "--out", tmp_path / "out", "--fy", "2025", *ON)
    assert answer.status == 1
    assert "a row of FY2025; they have FY2026." in answer.err
    assert not (tmp_path / "out").exists()


def test_a_wrong_rule_stops_with_its_place(closed: Path, tmp_path: Path, techplan: Techplan) -> None:
    (closed / "mappings" / "ledger_match.toml").write_text('[[match]]\nfund = "003"\nline = "L-9"\n')
    answer = techplan("review", closed, "--out", tmp_path / "out", *ON)
    assert answer.status == 1
    assert "ledger_match.toml" in answer.err
    assert "'L-9'" in answer.err
    assert not (tmp_path / "out").exists()
    assert techplan("check", closed).status == 1


def test_wrong_usage(closed: Path, tmp_path: Path, techplan: Techplan) -> None:
    assert techplan("review", closed).status == 2
    assert techplan("review", closed, "--out", tmp_path / "out", "--fy", "26").status == 2
    assert techplan("review", closed, "--out", closed, *ON).status == 1


def test_equal_books_give_equal_files(closed: Path, tmp_path: Path, techplan: Techplan) -> None:
    for name in ("one", "two"):
        assert techplan("review", closed, "--out", tmp_path / name, *ON).status == 0
    for path in (tmp_path / "one").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes(), path
