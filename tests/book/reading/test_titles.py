"""Titles: compared and made unique."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.book.reading.titles import normal_title, unique_titles


@pytest.mark.parametrize(
    "title",
    [
        "Asset_Tag",
        "ASSET TAG",
        "asset-tag:",
        "\ufeffAsset\u00a0Tag",
        "Asset\u200b  Tag ",
        "asset.tag",
        "asset/tag",
        " Asset : Tag",
    ],
)
def test_one_title_however_it_is_written(title: str) -> None:
    assert normal_title(title) == "asset tag"


def test_what_tells_titles_apart_stays() -> None:
    assert normal_title("Model No.") == "model no"
    assert normal_title("Category (2)") != normal_title("Category")


def test_blank_and_repeated_titles_get_names() -> None:
    """quirks/duplicate_and_blank_headers.csv."""
    cells = ["Asset Tag", "Category", "Notes", "", "Category", "Company", "Company", "Unnamed: 7", "notes"]
    assert unique_titles(cells) == (
        "Asset Tag", "Category", "Notes", "(column 4)", "Category (2)", "Company", "Company (2)", "Unnamed: 7",
        "notes (2)",
    )  # fmt: skip


@given(st.lists(st.sampled_from(["A", "a", "A (2)", "a_(2)", "", "(column 2)", "B"]), max_size=12))
def test_titles_are_always_unique(cells: list[str]) -> None:
    titles = unique_titles(cells)
    assert len(titles) == len(cells)
    assert len({normal_title(title) for title in titles}) == len(cells)


@given(st.text())
def test_a_normal_title_is_normal(text: str) -> None:
    assert normal_title(normal_title(text)) == normal_title(text)
