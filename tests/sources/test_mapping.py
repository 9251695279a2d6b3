from __future__ import annotations

import pytest

from techplan.book.book import Book
from techplan.sources.mapping import face_columns, load_mapping, mappings_of

GOOD = 'table = "assets"\nfile = "gear*.XLSX"\ndates = "mdy"\n[columns]\ntag = "Tag"\ncost = "Cost"\nmaker = "Make"\n'


def test_a_good_mapping() -> None:
    mapping, problems = load_mapping("gear", GOOD)
    assert problems == ()
    assert mapping is not None
    assert (mapping.table, mapping.dates, mapping.columns["cost"]) == ("assets", "mdy", "Cost")
    assert mapping.matches("exports/Gear 2026.xlsx")
    assert not mapping.matches("my gear.xlsx")
    assert mapping.matches("refused/Gear 2026-Switches-refused.csv")
    assert not mapping.matches("Gear 2026.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("table = ", "not well-formed TOML"),
        ('file = "x"\n[columns]\ntag = "T"\n', "'table' is missing"),
        (GOOD + "[colums]\n", "no key 'colums'"),
        (GOOD.replace("mdy", "ymd"), "neither 'dmy' nor 'mdy'"),
        (GOOD.replace('"assets"', '"things"'), "no table 'things'"),
        (GOOD.replace("cost =", "cost_cents ="), "no column 'cost_cents'"),
        (GOOD.replace('"Cost"', "3"), "[columns] is missing or holds no text"),
        (GOOD + '[constants]\ntag = "1"\n', "in [columns] and in [constants]"),
        (GOOD + '[values.school]\n"A" = "B"\n', "a column that [columns] lacks"),
        (GOOD + "[values.tag]\nA = 3\n", "something but text"),
        ('table = "schools"\nfile = "x"\n[columns]\ncode = "C"\nmaker = "M"\n', "no column 'maker'"),
    ],
)
def test_every_fault_is_refused_with_its_file(text: str, said: str) -> None:
    mapping, problems = load_mapping("gear", text)
    assert mapping is None
    assert any(said in problem.what for problem in problems), problems
    assert {(problem.severity, problem.file) for problem in problems} == {("error", "mappings/gear.toml")}


def test_all_faults_are_said_at_once() -> None:
    _, problems = load_mapping("gear", 'table = 3\ncolour = "red"\n')
    assert len(problems) == 4


def test_a_books_mappings_leave_out_the_words() -> None:
    book = Book(mappings={"gear": GOOD, "words": '[schools]\n"A" = "B"\n', "bad": "table = 3\n"})
    good, problems = mappings_of(book)
    assert [mapping.name for mapping in good] == ["gear"]
    assert {problem.file for problem in problems} == {"mappings/bad.toml"}


def test_face_columns_show_money_without_its_unit() -> None:
    assert face_columns("assets")["cost"] == "cost_cents"
