"""Damaged identifiers are flagged, genuine ones left alone."""

from __future__ import annotations

import pytest

from techplan.book.reading.damage import damage_of


@pytest.mark.parametrize("text", ["6.37702E+15", "5.02E+18", "3.01043E+13", "5E+18", "1.2e+20", "-1.5E+16"])
def test_shortened_numbers(text: str) -> None:
    assert damage_of(text) == "shortened"


@pytest.mark.parametrize("text", ["Jan-23", "1-Aug", "5-Mar", "1-Aug-26"])
def test_what_was_made_a_date(text: str) -> None:
    assert damage_of(text) == "made a date"


@pytest.mark.parametrize("text", ["12E4", "1E5", "000012E5"])
def test_what_may_be_genuine(text: str) -> None:
    assert damage_of(text) == "doubtful"


@pytest.mark.parametrize(
    "text", ["219E01BE", "5CD0000AB1", "00069", "0320011312203133", "ICC-2065556", "", "E12", "MAR-LAB"]
)
def test_what_is_sound(text: str) -> None:
    assert damage_of(text) is None
