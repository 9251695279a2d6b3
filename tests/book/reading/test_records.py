"""Records: quotation marks, line ends, line numbers; the quick path and the careful one agree."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from techplan.book.reading.records import (
    Record,
    careful_records,
    line_ends,
    plain_text,
    quick_records,
    split_records,
)


def cells(text: str, delimiter: str = ",") -> list[list[str]]:
    return [record.cells for record in split_records(text, delimiter)]


def test_line_numbers_count_lines_not_records() -> None:
    text = 'a,b\n1,"x\ny\nz"\n\n2,w\n'
    assert split_records(text, ",") == [
        Record(1, 1, ["a", "b"]), Record(2, 4, ["1", "x\ny\nz"]), Record(5, 5, [""]), Record(6, 6, ["2", "w"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,Robert ""Bob"" Example,c\n', [["a", 'Robert ""Bob"" Example', "c"]]),
        ('a,Macbook Pro 13",c\n', [["a", 'Macbook Pro 13"', "c"]]),
        ('a,"Macbook Pro 13""",c\n', [["a", 'Macbook Pro 13"', "c"]]),
        ('a,"Macbook Pro 13" new",c\n', [["a", 'Macbook Pro 13" new', "c"]]),
        ('a,"13 inch,c\nd,e,f\n', [["a", '"13 inch', "c"], ["d", "e", "f"]]),
        ('a,"13 inch,c\nd,"Dell",f\n', [["a", '"13 inch', "c"], ["d", "Dell", "f"]]),
        ('a, "Columbus, OH" ,c\n', [["a", "Columbus, OH", "c"]]),
        ('a,"",""""\n', [["a", "", '"']]),
        ('"unclosed,"",x', [['"unclosed', "", "x"]]),
        ("a,b,", [["a", "b", ""]]),
        ("\n\na", [[""], [""], ["a"]]),
    ],
)
def test_quotation_marks(text: str, expected: list[list[str]]) -> None:
    assert cells(text) == expected
    assert [record.cells for record in careful_records(text, ",")] == expected


TEXTS = st.text(alphabet='ab",;\t\n |=\u00e9', max_size=60)


@given(TEXTS, st.sampled_from([",", ";", "\t", "|"]))
@example('"",', ",")
@example('a"b,"c', ",")
@example('"a"  ,b', ",")
def test_both_paths_agree_wherever_the_quick_one_is_sure(text: str, delimiter: str) -> None:
    quick = quick_records(text, delimiter)
    if quick is not None:
        assert careful_records(text, delimiter) == quick


@given(TEXTS)
def test_nothing_is_lost(text: str) -> None:
    """Every character but quotation marks, delimiters, blanks and line ends comes back, in order; lines count up."""
    records = careful_records(text, ",")
    wanted = [c for c in text if c not in '", \t\n']
    assert [c for record in records for cell in record.cells for c in cell if c not in '", \t\n'] == wanted
    lines = [line for record in records for line in range(record.line, record.last_line + 1)]
    assert lines == list(range(1, text.count("\n") + (0 if text.endswith("\n") or not text else 1) + 1))


CELL = st.text(alphabet=st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from([",", ";", "\t", "|"]))
def test_what_csv_writes_is_read(rows: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    assert cells(out.getvalue(), delimiter) == rows
    assert [record.cells for record in careful_records(out.getvalue(), delimiter)] == rows


@pytest.mark.parametrize(
    ("text", "kind"),
    [("a\nb", "LF"), ("a\r\nb", "CRLF"), ("a\rb", "CR"), ("a\r\nb\nc", "mixed"), ("a\rb\nc", "mixed"), ("a", "none")],
)
def test_line_ends_are_named(text: str, kind: str) -> None:
    assert line_ends(text) == kind


def test_line_ends_and_invisible_characters_are_made_plain() -> None:
    text, done = plain_text("\ufeffAsset\u00a0Tag\rRoom\u200b\r\n\u200e8/4/2021\x1a")
    assert text == "Asset Tag\nRoom\n8/4/2021"
    assert done == ["non-breaking spaces as spaces", "without invisible characters"]


def test_joiners_that_hold_an_emoji_together_stay() -> None:
    assert plain_text("\U0001f469\u200d\U0001f4bb")[0] == "\U0001f469\u200d\U0001f4bb"


@pytest.mark.parametrize("pattern", ['"x,', '"x"y,', 'a,"x\n', '"",', '"', 'a,"b""\n'])
def test_the_careful_path_takes_time_in_proportion(pattern: str) -> None:
    """Hostile repetition must not make it quadratic: ten times the text, and it still ends at once."""
    assert careful_records(pattern * 50_000, ",")
