"""From files to a plan by the command line: what is written, said, and always the same."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from techplan.planning.results import RESULTS

Techplan = Callable[..., Any]

ON = ["--on", "2027-01-15"]


@pytest.fixture
def small(book: Path, root: Path, tmp_path: Path, techplan: Techplan) -> Path:
    """A Book with the first-steps assets and a fund."""
    (tmp_path / "funds.csv").write_text("fund,name,kind,pays\n001,General Fund,general,both\n")
    (tmp_path / "fund_balances.csv").write_text("fund,fy,opening,revenue\n001,2027,5000.00,15000.00\n")
    files = [root / "examples" / "first-steps" / "assets.csv", tmp_path / "funds.csv", tmp_path / "fund_balances.csv"]
    answer = techplan("import", "auto", *files, "--book", book, "--without-refused")
    assert answer.status == 0, answer.text
    return book


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def cents(text: str) -> int:
    return round(float(text) * 100) if text else 0


def test_everything_is_written_and_told_in_ten_lines(small: Path, tmp_path: Path, techplan: Techplan) -> None:
    answer = techplan("plan", small, "--out", tmp_path / "out", *ON)
    assert answer.status == 0, answer.text
    lines = answer.out.splitlines()
    assert len(lines) == 10
    assert lines[0] == "Two Rivers Schools: technology plan as of 15 January 2027"
    assert lines[-1].endswith(
        "board-packet, who-pays, cost-and-worth, ready-to-learn (.pdf), plan.xlsx, plan.json, tables/*.csv"
    )
    written = contents(tmp_path / "out")
    assert set(written) >= {"board-packet.pdf", "plan.xlsx", "plan.json", *(f"tables/{name}.csv" for name in RESULTS)}
    assert written["board-packet.pdf"].startswith(b"%PDF-")


def test_the_figures_told_are_the_sums_of_the_tables(small: Path, tmp_path: Path, techplan: Techplan) -> None:
    answer = techplan("plan", small, "--out", tmp_path / "out", *ON, "--json")
    document = json.loads(answer.out)
    assert (answer.status, answer.err, document["status"], document["on"]) == (0, "", "done", "2027-01-15")
    with (tmp_path / "out" / "tables" / "cost_lines.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    figures = document["figures"]
    assert figures["needed_cents"] == sum(cents(line["amount"]) for line in lines) > 0
    assert figures["funded_cents"] + figures["unfunded_cents"] == figures["needed_cents"]
    assert figures["funded_cents"] > 0
    budget = [line for line in lines if line["fy"] == "2028"]
    assert figures["budget_fy"] == 2028  # on 15 January 2027 FY2027 is in progress, so FY2028 is decided next
    assert figures["budget_cents"] == sum(cents(line["amount"]) for line in budget)
    by_year = {fy: sum(cents(line["amount"]) for line in lines if line["fy"] == str(fy)) for fy in range(2027, 2037)}
    assert figures["peak_cents"] == max(by_year.values()) == by_year[figures["peak_fy"]]
    assert figures["data_gaps"] == 2  # two rows of the file have no date


def test_the_same_book_gives_the_same_bytes_whatever_the_order_of_its_rows(
    small: Path, tmp_path: Path, techplan: Techplan
) -> None:
    assert techplan("plan", small, "--out", tmp_path / "one", *ON).status == 0
    assert techplan("plan", small, "--out", tmp_path / "two", *ON).status == 0
    for path in small.glob("*.csv"):
        head, *rows = path.read_text("utf-8").splitlines(keepends=True)
        random.Random(7).shuffle(rows)
        path.write_text(head + "".join(rows), encoding="utf-8")
    assert techplan("plan", small, "--out", tmp_path / "three", *ON).status == 0
    one, two, three = (contents(tmp_path / name) for name in ("one", "two", "three"))
    assert [name for name in one if one[name] != two[name]] == []
    assert [name for name in one if one[name] != three[name]] == []


def test_the_horizon_can_be_shortened(small: Path, tmp_path: Path, techplan: Techplan) -> None:
    answer = techplan("plan", small, "--out", tmp_path / "out", *ON, "--years", "3")
    assert "over 3 years, FY2027 to FY2029" in answer.out


def test_without_a_day_it_is_todays_plan_and_says_so(small: Path, tmp_path: Path, techplan: Techplan) -> None:
    document = json.loads(techplan("plan", small, "--out", tmp_path / "out", "--json").out)
    kept = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", document["on"])
    assert document["on"] in json.dumps(kept)


def test_the_doctor_makes_a_plan(techplan: Techplan) -> None:
    answer = techplan("doctor", "--json")
    findings = {finding["what"]: finding for finding in json.loads(answer.out)["findings"]}
    assert answer.status == 0, answer.text
    assert findings["trial plan"]["good"]
    assert findings["polars"]["found"]


@pytest.mark.parametrize("name", ["assets-sample.csv", "assets-sample-BLANKS.csv", "assets-sample-BAD.csv"])
def test_from_init_to_a_plan_with_a_file_that_nobody_here_wrote(
    name: str, samples: Path, tmp_path: Path, techplan: Techplan
) -> None:
    assert techplan("init", tmp_path / "book").status == 0
    imported = techplan("import", "auto", samples / "snipe-it" / name, "--book", tmp_path / "book")
    assert imported.status == 0, imported.text
    planned = techplan("plan", tmp_path / "book", "--out", tmp_path / "out", *ON)
    assert planned.status == 0, planned.text
    for table in ("data_gaps", "assumptions"):
        with (tmp_path / "out" / "tables" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert list(csv.DictReader(file)), table
