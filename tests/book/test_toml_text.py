"""Where a TOML document cannot be read, the line is named."""

from __future__ import annotations

import pytest

from techplan.book.toml_text import read_toml


def test_a_good_document() -> None:
    assert read_toml("a = 1\n", "rules/x.toml") == ({"a": 1}, [])


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\nb = \n", 2), ("a = 1\na = 2\n", 2), ('a = "open', 1), ("[x]\n\n[x]\n", 3)]
)
def test_the_line_of_the_fault(text: str, line: int) -> None:
    document, (problem,) = read_toml(text, "rules/x.toml")
    assert document == {}
    assert (problem.severity, problem.file, problem.line) == ("error", "rules/x.toml", line)
