"""The nearest known word, and no guess among numbers."""

from __future__ import annotations

import pytest

from techplan.book.words import MOST_COMPARED, Nearest, did_you_mean, nearest

SCHOOLS = ["040", "Lakeside High School", "North Elementary"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("40", "040"),
        ("0040", "040"),
        ("lakeside  high school", "Lakeside High School"),
        ("Lakeside Hihg School", "Lakeside High School"),
        ("041", None),
        ("Bus garage", None),
        ("", None),
    ],
)
def test_what_was_probably_meant(word: str, meant: str | None) -> None:
    assert nearest(word, SCHOOLS) == meant


def test_among_very_many_only_the_spelling_is_forgiven() -> None:
    many = Nearest([f"model {i}" for i in range(MOST_COMPARED + 1)])
    assert many.to("Model 17") == "model 17"
    assert many.to("modle 17") is None


def test_in_a_sentence() -> None:
    assert did_you_mean("asset_clases", ["asset_classes", "assets"]) == "Did you mean asset_classes?"
    assert did_you_mean("zebra", ["asset_classes"]) == ""
