"""Text made safe to print: what the shipped fonts cannot show is replaced, and each replacement is named.

A board packet must never stop because somebody wrote an emoji into an asset's name, and it must never drop a character
silently either. So every text passes through ``printable`` on its way to paper.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from techplan.documents import glyphs

REPLACEMENT: Final = "☐"
"""Stands for a character that the fonts lack (U+2610, which Source Serif 4 has)."""

_SPACES: Final = "\t\n\v\f\r\x85\u2028\u2029"
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})


def printable(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as the shipped fonts can show it, and the name of each character taken out or replaced, each once.

    Line breaks and tabs become spaces; composed and decomposed accents print alike. Control and formatting characters
    go, as they have no shape; any other character without a glyph becomes ``REPLACEMENT``.
    """
    if text.isascii() and text.isprintable():
        return text, ()
    replaced: dict[str, None] = {}
    out = []
    for character in unicodedata.normalize("NFC", text):
        if character in _SPACES:
            out.append(" ")
        elif unicodedata.category(character) in _UNSEEN:
            replaced[name_of(character)] = None
        elif ord(character) in glyphs.shown():
            out.append(character)
        else:
            replaced[name_of(character)] = None
            out.append(REPLACEMENT)
    return "".join(out), tuple(replaced)


def name_of(character: str) -> str:
    """``U+1F600 GRINNING FACE``; a control character has a number only."""
    number = f"{ord(character):04X}"
    return f"U+{number} {unicodedata.name(character, '').removesuffix(f'-{number}')}".strip()


@cache
def unprintable_pattern() -> str:
    """A regular expression that finds text worth passing to ``printable``: anything but a character that has a glyph.

    For scanning whole columns at once; composed accents aside, text that does not match prints as it is.
    """
    safe = sorted(code for code in glyphs.shown() if unicodedata.category(chr(code)) not in _UNSEEN)
    ranges: list[list[int]] = []
    for code in safe:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    spans = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)
    return f"[^{spans}]"
