"""What the inventory's documents say alike."""

from __future__ import annotations

import pytest

from techplan.documents.facts.names import Names
from techplan.documents.inventory.words import cost_words, cut, place

NAMES = Names(schools={"010": "Birch School"}, classes={}, funds={})


@pytest.mark.parametrize(
    ("school", "room", "alone", "said"),
    [
        ("010", "12", False, "Birch School, room 12"),
        ("010", "12", True, "room 12"),
        ("010", None, False, "Birch School, no room"),
        ("010", "-", True, "no room"),
        ("999", "12", False, "999, room 12"),
        (None, "12", False, "room 12"),
        ("-", "-", False, "place not recorded"),
        (None, None, True, "place not recorded"),
    ],
)
def test_places(school: str | None, room: str | None, alone: bool, said: str) -> None:
    assert place(NAMES, school, room, alone=alone) == said


@pytest.mark.parametrize(
    ("cents", "unpriced", "said"),
    [
        (0, 0, "recorded cost $0"),
        (0, 2, "recorded cost not known"),
        (836_000, 0, "recorded cost $8,360"),
        (836_000, 1, "recorded cost $8,360; 1 thing without"),
    ],
)
def test_costs_never_make_nought_of_not_known(cents: int, unpriced: int, said: str) -> None:
    assert cost_words(cents, unpriced) == said


def test_what_is_cut_is_said() -> None:
    assert cut(40, 40, "t") == ""
    assert cut(40, 1041, "t") == "The first 40 of 1,041; the table t has all. "
