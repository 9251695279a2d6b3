r"""Windows (cp1252) or Mac Roman: told apart by which of the two makes words.

Both give every byte a meaning, so neither can be proved wrong but by what it makes of the text: ``caf\xe9`` is
*café* in the one and *cafÈ*, with a capital amid the word, in the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")
_UNUSED_IN_WINDOWS: Final = frozenset(b"\x81\x8d\x8f\x90\x9d")
_COMMON_LETTERS: Final = frozenset("áàâäãåæçéèêëíìîïñóòôöõøœúùûüßÁÉÍÓÚÑÜÖÄÅÇÈÀ")
_SIGNS: Final[dict[str, Callable[[str, str], bool]]] = {
    "’": lambda before, after: before.isalnum() or after.isalnum(),
    "‘": lambda before, after: not before.isalnum() and after.isalnum(),
    "“": lambda before, after: not before.isalnum() and after.isalnum(),
    "”": lambda before, after: not before.isspace() and not after.isalpha(),
    "–": lambda before, after: not (before.isalpha() and after.isalpha()),
    "—": lambda before, after: not (before.isalpha() and after.isalpha()),
    "…": lambda before, after: before.isalnum() and not after.isalnum() and not before.isupper(),
    "•": lambda before, after: not before.isalnum(),
    "°": lambda before, after: before.isdigit(),
    "®": lambda before, after: before.isalnum() and not after.isalnum(),
    "™": lambda before, after: before.isalnum() and not after.isalnum(),
    "©": lambda before, after: not before.isalnum(),
    "½": lambda before, after: not before.isalpha() and not after.isalpha(),
    "¼": lambda before, after: not before.isalpha() and not after.isalpha(),
    "¾": lambda before, after: not before.isalpha() and not after.isalpha(),
    "£": lambda before, after: after.isdigit(),
    "€": lambda before, after: after.isdigit() or before.isdigit(),
    "§": lambda before, after: not before.isalnum(),
    "¿": lambda before, after: not before.isalnum() and after.isalpha(),
    "¡": lambda before, after: not before.isalnum() and after.isalpha(),
    "«": lambda before, after: not before.isalnum(),
    "»": lambda before, after: not after.isalnum(),
    "\u00a0": lambda before, after: True,
}
"""Signs beyond ASCII that people type, and beside what they stand."""

_JUDGED: Final = 5000
"""So many places are judged; more would not change the answer."""


def decode_eight_bit(body: bytes) -> tuple[str, str, str]:
    """Text, name of the encoding, and the reason for choosing it."""
    windows, mac = body.decode("cp1252", errors="replace"), body.decode("mac_roman")
    unused = sum(body.count(byte) for byte in _UNUSED_IN_WINDOWS)
    by_windows, by_mac = _plausibility(body, windows), _plausibility(body, mac)
    mac_ends = b"\r" in body and b"\n" not in body
    if by_mac + 3 * unused + (2 if mac_ends else 0) > by_windows:
        return (
            mac,
            "Mac Roman",
            "its words and line ends look like a Mac's" if mac_ends else "its words look like a Mac's",
        )
    return windows, "Windows-1252", "it is not UTF-8 and its words look like Windows"


def _plausibility(body: bytes, text: str) -> int:
    """How well the characters beyond ASCII fit their neighbours, summed; in both encodings a byte is a character."""
    score = 0
    for count, match in enumerate(_BEYOND_ASCII.finditer(body)):
        if count == _JUDGED:
            break
        at = match.start()
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        score += _fit(text[at], before, after)
    return score


def _fit(char: str, before: str, after: str) -> int:
    """From -3 (no word is written so) to 2 (words are)."""
    if char == "\ufffd":
        return -3
    if char in _SIGNS:
        return 2 if _SIGNS[char](before, after) else -2
    return _letter_fit(char, before, after) if char.isalpha() else -1


def _letter_fit(char: str, before: str, after: str) -> int:
    if not before.isalpha() and not after.isalpha():
        return -1
    if char.isupper() and before.islower():
        return -2
    if char.islower() and before.isupper() and after.isupper():
        return -2
    return 2 if char in _COMMON_LETTERS else 0
