from datetime import date
from decimal import Decimal

import pytest

from techplan.documents import words


def test_a_day_in_text() -> None:
    assert words.day(date(2027, 1, 15)) == "15 January 2027"


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (0, "$0"),
        (93_950, "$940"),
        (41_199_999, "$412,000"),
        (99_944_999, "$999,000"),
        (99_950_000, "$1 million"),
        (310_000_000, "$3.1 million"),
        (204_842_399, "$2 million"),
        (-310_000_000, "−$3.1 million"),
    ],
)
def test_about(cents: int, said: str) -> None:
    assert words.about(cents) == said


@pytest.mark.parametrize(("cents", "said"), [(123_450, "$1,235"), (-123_450, "−$1,235"), (0, "$0"), (49, "$0")])
def test_amount_is_half_up_with_the_sign_first(cents: int, said: str) -> None:
    assert words.amount(cents) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("0", "0.0%"),
        ("0.048", "4.8%"),
        ("0.0485", "4.9%"),
        ("0.04849", "4.8%"),
        ("0.0005", "0.1%"),
        ("0.00049", "under 0.1%"),
        ("0.0000001", "under 0.1%"),
        ("0.9994", "99.9%"),
        ("0.9995", "100.0%"),
        ("1", "100.0%"),
        ("12.345", "1234.5%"),
        ("-0.048", "−4.8%"),
        ("-0.0485", "−4.9%"),
        ("-0.0005", "−0.1%"),
    ],
)
def test_a_share_is_half_up_to_a_tenth_of_a_percent(share: str, said: str) -> None:
    assert words.percent(Decimal(share)) == said


def test_a_small_share_below_zero_is_not_nothing() -> None:
    assert words.percent(Decimal("-0.0001")) == "above −0.1%"


def test_singular_and_plural() -> None:
    assert words.count(1, "item") == "1 item"
    assert words.count(1_412, "item") == "1,412 items"
    assert words.count(2, "class", "classes") == "2 classes"


def test_lists_and_numbers_in_words() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert (words.in_words(10), words.in_words(13)) == ("ten", "13")


def test_text_is_cut_at_a_word_with_an_ellipsis() -> None:
    assert words.shortened("General fund: spent.", 40) == "General fund: spent."
    cut = words.shortened("General fund: spent. Permanent improvement: spent.", 40)
    assert cut == "General fund: spent. Permanent…"
    assert len(words.shortened("x" * 500, 40)) == 40
