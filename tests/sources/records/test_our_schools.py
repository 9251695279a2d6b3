from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.book import Book
from techplan.sources.records.our_schools import OurSchools, match_school, padded


@given(st.integers(min_value=1, max_value=78), st.integers(min_value=0, max_value=99999))
def test_a_number_that_lost_its_zero_is_put_back(state: int, district: int) -> None:
    whole = f"{state:02}{district:05}"
    assert padded(str(int(whole)), 7) == whole == padded(whole, 7)


@pytest.mark.parametrize("text", ["", "12345", "12345678", "12345x7", "-123456", "1.0E+06", "０１２３４５６"])
def test_what_cannot_be_such_a_number_is_not_made_one(text: str) -> None:
    assert padded(text, 7) is None


def test_a_number_that_two_schools_share_finds_neither(book: Book) -> None:
    both = book.with_tables(schools=book.schools.with_columns(pl.lit("390436100020").alias("nces_id")))
    found = match_school(OurSchools.of(both), "390436100020", "", "")
    assert found.code is None and found.ours


def test_words_are_not_asked_for_an_empty_number(book: Book) -> None:
    assert OurSchools.of(book).find(["", "East"]) is None
