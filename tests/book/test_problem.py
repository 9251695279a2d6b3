"""A Problem says where, what and what to do; the worst comes first."""

from __future__ import annotations

from techplan.book.problem import BookError, Problem, TechplanError, has_errors, in_order


def problem(**more: object) -> Problem:
    fields: dict[str, object] = {
        "severity": "error",
        "what": "The price is negative.",
        "remedy": "Enter the price paid.",
    }
    return Problem(rule="min", **{**fields, **more})  # type: ignore[arg-type]


def test_the_place_is_said_from_the_file_inwards() -> None:
    place = problem(file="assets.csv", table="assets", line=12, key="00069", column="cost").place()
    assert place == "assets.csv, line 12, row 00069, column cost"


def test_without_a_file_the_table_is_the_place() -> None:
    assert problem(table="assets", key="00069").place() == "assets, row 00069"


def test_without_any_place_the_text_stands_alone() -> None:
    assert str(problem()) == "The price is negative. Enter the price paid."


def test_the_value_found_is_shown() -> None:
    text = str(problem(file="assets.csv", line=3, value="-5"))
    assert text == "assets.csv, line 3: The price is negative. (found '-5') Enter the price paid."


def test_worst_first_then_by_place() -> None:
    note, warning = problem(severity="note", file="a"), problem(severity="warning", file="a")
    late, early = problem(file="b", line=9), problem(file="b", line=2)
    assert in_order([note, late, warning, early]) == [early, late, warning, note]


def test_only_errors_stop() -> None:
    assert not has_errors([problem(severity="warning"), problem(severity="note")])
    assert has_errors([problem(severity="note"), problem()])


def test_an_error_carries_its_problems_in_order() -> None:
    error = BookError("Two faults.", [problem(line=2, file="b"), problem(line=1, file="b")])
    assert [p.line for p in error.problems] == [1, 2]
    assert isinstance(error, TechplanError)
    assert str(error) == "Two faults."
