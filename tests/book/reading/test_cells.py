"""One column: translated, parsed once a text, checked by its own rules."""

from __future__ import annotations

from techplan.book.reading.cells import NEGATIVE, ColumnTexts, read_column
from techplan.book.tables.things import Assets


def read(column: str, *texts: str, identifier: bool = False, **words: str) -> ColumnTexts:
    return read_column(Assets, column, texts, dates=None, words=words, identifier=identifier)


def test_values_stand_in_the_order_of_the_cells() -> None:
    assert read("cost_cents", "5", "", "5", "7.5").values() == [500, None, 500, 750]


def test_faults_name_every_cell() -> None:
    found = read("cost_cents", "x", "5", "x", "-1").faults()
    assert [(at, text) for at, text, _ in found] == [(0, "x"), (2, "x"), (3, "-1")]
    assert found[2][2].fault == NEGATIVE


def test_notes_gather_their_cells() -> None:
    assert read("serial", "N/A", "X", "N/A").notes() == {("'N/A' was read as blank", False): [0, 2]}


def test_a_shortened_number_is_a_fault_only_of_an_identifier() -> None:
    assert read("serial", "5.02E+18", identifier=True).values() == [None]
    kept = read("serial", "5.02E+18")
    assert kept.values() == ["5.02E+18"]
    assert [warns for _, warns in kept.notes()] == [True]


def test_words_are_translated_before_anything_else() -> None:
    assert read("status", "DEPLOYED", "gone", Deployed="active", Gone="disposed").values() == ["active", "disposed"]
