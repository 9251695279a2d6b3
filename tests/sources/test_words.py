from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.book import Book
from techplan.sources.words import check_words, fold, load_words, words_of

DOCUMENT = """
[schools]
"LHS" = "040"
"East" = "040"
"Gone" = "077"
[classes]
"Handhelds" = "tablet"
[models]
"Chromebook 311 (C722)" = "Acer 311"
"""


def test_words_come_before_codes_and_codes_before_names(book: Book) -> None:
    words = words_of(book.with_documents("mappings", {"words": DOCUMENT})).schools
    assert words.find(" lhs ") == "040"
    assert words.find("EAST") == "040"
    assert words.find("020") == "020"
    assert words.find("Lakeside  High School") == "040"
    assert words.find("20") is None
    assert words.find("Moon") is None


def test_a_translation_to_nothing_is_no_translation_and_is_said(book: Book) -> None:
    known = book.with_documents("mappings", {"words": DOCUMENT})
    assert words_of(known).schools.find("Gone") is None
    assert [(p.severity, p.table, p.key, p.value) for p in check_words(known)] == [
        ("warning", "schools", "Gone", "077")
    ]


def test_a_model_may_be_translated_to_one_that_is_yet_to_come(book: Book) -> None:
    words = words_of(book.with_documents("mappings", {"words": DOCUMENT})).models
    assert words.find("chromebook 311 (c722)") == "Acer 311"


def test_a_name_that_two_schools_share_finds_neither() -> None:
    book = Book().with_tables(schools=pl.DataFrame({"code": ["1", "2"], "name": ["Central", "CENTRAL"]}))
    assert words_of(book).schools.find("central") is None


def test_what_is_not_text_or_not_a_section_is_a_problem() -> None:
    sections, problems = load_words('[schools]\n"A" = 40\n"B" = "1"\n[teachers]\n"Ann" = "x"\n')
    assert sections == {"schools": {"B": "1"}}
    assert [problem.rule for problem in problems] == ["wrong type", "unknown key"]
    assert load_words("[schools\n")[1][0].rule == "not well formed"


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
