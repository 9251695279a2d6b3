"""Which characters the shipped fonts can show, read from the fonts' own character maps.

The ``cmap`` table of an OpenType font maps characters to glyphs; formats 4 (16-bit) and 12 (32-bit) are the two that
fonts of today use. Layout as in the OpenType specification, chapter "cmap".
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

from techplan.documents import fonts


@cache
def shown() -> frozenset[int]:
    """Code points that at least one family shows in all of its styles, so that bold or italic never lose one."""
    families: dict[str, set[int]] = {}
    for path in fonts.files():
        family = path.name.partition("_")[0]
        found = characters(path)
        families[family] = families[family] & found if family in families else found
    return frozenset().union(*families.values())


def characters(path: Path) -> set[int]:
    """Code points for which one font file has a glyph. Raises ValueError where it has no Unicode map that is known."""
    data = path.read_bytes()
    start = _table(data, b"cmap")
    found: set[int] = set()
    for i in range(struct.unpack_from(">H", data, start + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHL", data, start + 4 + 8 * i)
        if platform == 0 or (platform == 3 and encoding in {1, 10}):
            kind = struct.unpack_from(">H", data, start + offset)[0]
            if kind == 4:
                found |= _format_4(data, start + offset)
            elif kind == 12:
                found |= _format_12(data, start + offset)
    if not found:
        raise ValueError(f"{path.name} has no character map of format 4 or 12.")
    return found


def _table(data: bytes, tag: bytes) -> int:
    for i in range(struct.unpack_from(">H", data, 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * i)
        if name == tag:
            return int(offset)
    raise ValueError(f"The font has no table {tag.decode()}.")


def _format_4(data: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    ranges_at = at + 16 + 6 * count
    found = set()
    for i, (first, last, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        place = ranges_at + 2 * i
        offset = struct.unpack_from(">H", data, place)[0]
        for code in range(first, last + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", data, place + offset + 2 * (code - first))[0]
                if not glyph:
                    continue
            if (glyph + delta) % 65536 and code != 0xFFFF:
                found.add(code)
    return found


def _format_12(data: bytes, at: int) -> set[int]:
    found: set[int] = set()
    for i in range(struct.unpack_from(">L", data, at + 12)[0]):
        first, last, glyph = struct.unpack_from(">LLL", data, at + 16 + 12 * i)
        found.update(code for code in range(first, last + 1) if glyph + code - first)
    return found
