"""Words for nothing, and a spreadsheet's own errors."""

from __future__ import annotations

import pytest

from techplan.book.reading.parsed import NO_VALUE, NOTHING, spreadsheet_error


@pytest.mark.parametrize("text", ["#REF!", "#####", "##", "#DIV/0!", "#NAME?"])
def test_a_spreadsheets_errors_have_remedies(text: str) -> None:
    read = spreadsheet_error(text)
    assert read is not None
    assert read.fault
    assert read.remedy


@pytest.mark.parametrize("text", ["#N/A", "#12", "#", "12#", "#TYPE"])
def test_other_texts_with_a_number_sign_are_texts(text: str) -> None:
    assert spreadsheet_error(text) is None


def test_codes_are_never_nothing_by_themselves() -> None:
    """-1, -9, M and N mean "missing" in some federal files only."""
    assert not {"-1", "-2", "-9", "m", "n", "r", "0"} & NO_VALUE
    assert NOTHING <= NO_VALUE
