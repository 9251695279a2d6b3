from hypothesis import given
from hypothesis import strategies as st

from techplan.documents import glyphs
from techplan.documents.printable import REPLACEMENT, name_of, printable, unprintable_pattern


def test_plain_text_stays_as_it_is() -> None:
    assert printable('Lab 3, 24" monitor – Müller & Söhne €5') == ('Lab 3, 24" monitor – Müller & Söhne €5', ())


def test_what_has_no_glyph_is_replaced_and_named() -> None:
    shown, replaced = printable("Cart 😀 漢 שלום")
    assert shown == f"Cart {REPLACEMENT} {REPLACEMENT} {REPLACEMENT * 4}"
    assert replaced[:2] == ("U+1F600 GRINNING FACE", "U+6F22 CJK UNIFIED IDEOGRAPH")


def test_control_and_direction_characters_go_and_are_named() -> None:
    assert printable("a\x00b\u202ec\x1b") == ("abc", ("U+0000", "U+202E RIGHT-TO-LEFT OVERRIDE", "U+001B"))


def test_line_breaks_and_tabs_become_spaces() -> None:
    assert printable("one\ttwo\r\nthree") == ("one two  three", ())


def test_accents_print_alike_however_they_are_written() -> None:
    assert printable("Jose\u0301") == printable("José") == ("José", ())


def test_each_character_is_named_once() -> None:
    assert printable("😀😀😀")[1] == ("U+1F600 GRINNING FACE",)
    assert name_of("\x07") == "U+0007"


def test_the_replacement_can_be_printed() -> None:
    assert printable(REPLACEMENT) == (REPLACEMENT, ())


@given(st.text())
def test_whatever_is_given_can_be_printed_and_printing_twice_changes_nothing(text: str) -> None:
    shown, replaced = printable(text)
    assert all(ord(character) in glyphs.shown() for character in shown)
    assert printable(shown) == (shown, ())
    assert bool(replaced) <= (shown != text or not text.isascii())


@given(st.text())
def test_the_pattern_finds_all_that_would_be_replaced(text: str) -> None:
    import polars as pl

    found = pl.Series([text]).str.contains(unprintable_pattern())[0]
    assert found or not printable(text)[1]
