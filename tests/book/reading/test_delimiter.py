"""The delimiter, by evidence."""

from __future__ import annotations

import pytest

from techplan.book.reading.delimiter import choose_delimiter, hint_lines, known_titles, usual_width


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Tag,Model\n1,HP\n", ","),
        ("Tag;Cost;Date\n1;1.234,50;04.08.2021\n2;2.000,00;05.08.2021\n", ";"),
        ("Tag\tCost\n1\t1,234.50\n", "\t"),
        ("Tag|Model\n1|HP, G9\n", "|"),
        ("Tag,Grades\n1,3;4;5\n2,6;7;8\n3,K;1\n", ","),
        ("Serial\n5CD1\n", ","),
        ("Device report, all schools, 2026\nTag;Model;Room\n1;HP;12\n2;HP;13\n", ";"),
    ],
)
def test_the_sign_that_makes_even_rows(text: str, sign: str) -> None:
    assert choose_delimiter(text, ()) == sign


def test_known_titles_decide() -> None:
    text = "Asset Tag;Serial\n1,2,3;4,5,6\n1,2,3;7,8,9\n"
    assert choose_delimiter(text, frozenset({"asset tag", "serial"})) == ";"


@pytest.mark.parametrize(
    ("text", "sign", "taken"),
    [
        ("sep=;\nTag;Serial\n", ";", 1),
        ('"sep=,"\nTag,Serial\n', ",", 1),
        ("#TYPE System.Management.Automation.PSCustomObject\n", None, 1),
        ("#TYPE X\nsep=|\nTag|Serial\n", "|", 2),
        ("Tag,Serial\nsep=;\n", None, 0),
    ],
)
def test_lines_that_say_how_the_file_is_written(text: str, sign: str | None, taken: int) -> None:
    named, lines, at = hint_lines(text)
    assert (named, len(lines)) == (sign, taken)
    assert text[:at].count("\n") == taken


def test_known_titles_are_counted_once() -> None:
    assert known_titles(["Tag", "tag", "", "Model"], frozenset({"tag", "model"})) == 2


@pytest.mark.parametrize(
    ("widths", "usual"),
    [([1, 1, 3, 3, 3, 1], 3), ([1, 182, 182], 182), ([5] * 200 + [900], 5), ([7, 8], 7), ([1, 1], 1)],
)
def test_the_usual_width(widths: list[int], usual: int) -> None:
    assert usual_width(widths) == usual
