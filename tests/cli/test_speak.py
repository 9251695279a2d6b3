from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from techplan.book.problem import Problem
from techplan.cli.speak import Voice, as_typed, counted, problem_lines, problems_csv, table_lines


def fault(
    line: int, *, severity: str = "error", what: str = "The price is negative.", value: str | None = "-1"
) -> Problem:
    return Problem(
        severity=severity,  # type: ignore[arg-type]
        what=what,
        remedy="Enter zero or more.",
        rule="min",
        file="assets.csv",
        line=line,
        column="cost",
        value=value,
    )


def test_one_fault_says_place_what_and_remedy() -> None:
    assert problem_lines([fault(12)]) == [
        "1 error:",
        "  assets.csv, line 12, column cost: The price is negative. (found '-1') Enter zero or more.",
    ]


def test_the_same_fault_is_said_once_with_its_places() -> None:
    assert problem_lines([fault(12), fault(3, value=None)]) == [
        "2 errors:",
        "  The price is negative. Enter zero or more.",
        "    assets.csv, line 3, column cost",
        "    assets.csv, line 12, column cost (found '-1')",
    ]


def test_errors_come_before_warnings_whatever_the_order_given() -> None:
    lines = problem_lines([fault(1, severity="warning", what="Odd."), fault(2)])
    assert [line for line in lines if not line.startswith(" ")] == ["1 error:", "1 warning:"]


def test_at_most_twenty_are_shown_and_the_rest_counted() -> None:
    lines = problem_lines([fault(line) for line in range(1, 31)] + [fault(99, severity="note", what="Old.")])
    assert sum("line " in line for line in lines) == 20
    assert lines[0] == "30 errors:"
    assert lines[-3:] == [
        "  … and 10 more of this kind.",
        "1 note",
        "See them all with --problems FILE or with --json.",
    ]


def test_many_of_one_kind_do_not_hide_another() -> None:
    other = Problem(
        severity="error", what="No such school.", remedy="Add it.", rule="link", file="assets.csv", line=900
    )
    lines = problem_lines([fault(line) for line in range(1, 101)] + [other])
    assert "  assets.csv, line 900: No such school. Add it." in lines
    assert "  … and 81 more of this kind." in lines
    assert sum("line " in line for line in lines) == 20


def test_no_problem_no_line() -> None:
    assert problem_lines([]) == []


def test_json_is_one_document_with_every_problem(capsys: pytest.CaptureFixture[str]) -> None:
    voice = Voice("check", as_json=True)
    voice.say("words")
    voice.report([fault(line) for line in range(1, 31)])
    voice.finish("errors", "The Book has errors.", rows={"assets": 3})
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert printed.err == ""
    assert document["status"] == "errors"
    assert document["rows"] == {"assets": 3}
    assert [problem["line"] for problem in document["problems"]] == list(range(1, 31))


def test_words_go_to_standard_output_and_faults_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    voice = Voice("check", as_json=False)
    voice.say("words")
    voice.report([fault(1)])
    voice.finish("errors", "The Book has errors.")
    printed = capsys.readouterr()
    assert printed.out == "words\n"
    assert printed.err.splitlines()[0] == "1 error:"
    assert printed.err.splitlines()[-1] == "The Book has errors."


def test_problems_csv_holds_every_problem_worst_first() -> None:
    text = problems_csv([fault(2, severity="note", what='Say "so", please.', value=None), fault(7)]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["severity"], row["line"], row["value"]) for row in rows] == [("error", "7", "-1"), ("note", "2", "")]
    assert rows[1]["what"] == 'Say "so", please.'


def test_table_lines_align() -> None:
    assert table_lines([("a", "1"), ("bbb", "22")], right=[1]) == ["a     1", "bbb  22"]
    assert table_lines([]) == []


def test_counted() -> None:
    assert [counted(n, "row") for n in (0, 1, 2000)] == ["0 rows", "1 row", "2,000 rows"]
    assert counted(2, "class", "classes") == "2 classes"


def test_a_path_with_a_space_is_shown_as_it_is_typed() -> None:
    assert as_typed(Path("our book")) == '"our book"'
    assert as_typed(Path("our-book")) == "our-book"
