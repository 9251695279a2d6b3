"""Rows of a Book's own file: text letter for letter, other values as everywhere, every row kept or told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from techplan.book.book_rows import BookRows, book_rows
from techplan.book.reading import Row
from techplan.book.tables import TABLES

ASSETS = TABLES["assets"]
HEADER = ["asset", "tag", "cost", "in_service_on", "status"]


def typed(*cells: tuple[str, ...]) -> BookRows:
    return book_rows(ASSETS, HEADER, [Row(2 + at, row) for at, row in enumerate(cells)], "assets.csv")


def test_text_stays_letter_for_letter(odd_texts: list[str]) -> None:
    read = typed(*((str(at), text, "", "", "") for at, text in enumerate(odd_texts)))
    assert read.problems == []
    assert read.frame["tag"].to_list() == odd_texts


def test_keys_that_differ_in_a_blank_are_different() -> None:
    assert typed(("1", "", "", "", ""), (" 1", "", "", "", "")).frame.height == 2


def test_a_fault_in_a_column_that_may_be_empty_keeps_the_row() -> None:
    read = typed(("1", "t", "x", "2026-08-15", "gone"), ("2", "u", "$5", "", "active"))
    assert read.frame.select("asset", "tag", "cost_cents", "status").rows() == [
        ("1", "t", None, None),
        ("2", "u", 500, "active"),
    ]
    assert sorted((problem.line, problem.column) for problem in read.problems) == [(2, "cost"), (2, "status")]


def test_the_texts_of_rows_left_out_are_remembered() -> None:
    read = typed(("1", "a", "", "", ""), ("1", "b", "", "", ""), ("", "c", "", "", ""))
    assert read.frame.height == 0
    assert read.refused["tag"] == {"a", "b", "c"}


cells = st.tuples(
    st.sampled_from(["1", "2", "3", "", " 1"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
    st.sampled_from(["", "5.00", "-5.00", "x", "$1,000", "(3)"]),
    st.sampled_from(["", "2026-08-15", "8/15/2026", "2026-02-30", "soon"]),
    st.sampled_from(["", "active", "Active", "gone"]),
)


@given(st.lists(cells, max_size=8))
def test_every_row_is_kept_or_told(rows: list[tuple[str, ...]]) -> None:
    read = typed(*rows)
    keys = [row[0] for row in rows]
    sound = sorted(key for key in keys if key and keys.count(key) == 1)
    assert sorted(read.frame["asset"].to_list() if read.frame.height else []) == sound
    told = {problem.line for problem in read.problems if problem.rule in {"required", "one row for each key"}}
    assert told == {2 + at for at, key in enumerate(keys) if not key or keys.count(key) > 1}
    for problem in read.problems:
        assert problem.severity in {"error", "note"}
        assert problem.column or problem.severity == "note"
