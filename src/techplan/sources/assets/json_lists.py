"""Records in JSON whose envelope is not known: found by the names that every one of them has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

DEEPEST: Final = 12
"""Records are looked for so many levels down; no system nests them deeper."""


def records_with(content: Any, names: Sequence[str]) -> list[dict[str, Any]]:
    """The objects that have all these names, in the order of the file; what is inside one of them is part of it."""
    return list(_records(content, tuple(names), DEEPEST))


def _records(content: Any, names: tuple[str, ...], depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(content, dict) and all(name in content for name in names):
        yield content
    elif isinstance(content, dict | list) and depth:
        for item in content.values() if isinstance(content, dict) else content:
            yield from _records(item, names, depth - 1)


def text_of(value: Any, name: str = "Name") -> str:
    """A value as a cell's text: of an object what it is called, of nothing or of a list no text."""
    if isinstance(value, dict):
        value = value.get(name)
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value)
