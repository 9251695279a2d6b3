"""The shapes of makers' serial numbers, from ``norms/serial_hints.toml``: what looks wrong, never what is wrong."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Final

from techplan.book.problem import RuleError

HINTS: Final = "norms/serial_hints.toml"
ENTRIES: Final = "serial"


@dataclass(frozen=True, slots=True)
class SerialShape:
    """How some makers write the serial numbers of some classes; the pattern is over lower case without dashes.

    ``confirmed`` says whether the citation is a paper of the maker itself.
    """

    makers: tuple[str, ...]
    classes: tuple[str, ...]
    pattern: str
    says: str
    citation: str
    link: str
    confirmed: bool


@cache
def serial_shapes() -> tuple[SerialShape, ...]:
    """Every shape, in the order of the file."""
    return read_shapes(files("techplan.rules").joinpath(HINTS).read_text(encoding="utf-8"))


def read_shapes(text: str) -> tuple[SerialShape, ...]:
    """The shapes of a document.

    Raises RuleError where it is no TOML, or an entry lacks a key, has another, or holds what it may not.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{HINTS} cannot be read ({error}).") from None
    entries = document.get(ENTRIES)
    if set(document) != {ENTRIES} or not isinstance(entries, list):
        raise RuleError(f"{HINTS} holds entries [[{ENTRIES}]] and nothing else.")
    return tuple(_shape(entry, number) for number, entry in enumerate(entries, start=1))


def _shape(entry: dict[str, object], number: int) -> SerialShape:
    wanted = {field.name for field in fields(SerialShape)}
    if set(entry) != wanted:
        odd = ", ".join(sorted(set(entry) ^ wanted))
        raise RuleError(f"{HINTS}, entry {number}: a shape has {', '.join(sorted(wanted))}; look at {odd}.")
    confirmed = entry["confirmed"]
    if not isinstance(confirmed, bool):
        raise RuleError(f"{HINTS}, entry {number}: confirmed is true or false.")
    pattern = _text(entry, "pattern", number)
    try:
        re.compile(pattern)
    except re.error as error:
        raise RuleError(f"{HINTS}, entry {number}: the pattern cannot be read ({error}).") from None
    return SerialShape(
        makers=_texts(entry, "makers", number),
        classes=_texts(entry, "classes", number),
        pattern=pattern,
        says=_text(entry, "says", number),
        citation=_text(entry, "citation", number),
        link=_text(entry, "link", number),
        confirmed=confirmed,
    )


def _text(entry: dict[str, object], key: str, number: int) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value:
        raise RuleError(f"{HINTS}, entry {number}: {key} is a text.")
    return value


def _texts(entry: dict[str, object], key: str, number: int) -> tuple[str, ...]:
    value = entry[key]
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
        raise RuleError(f"{HINTS}, entry {number}: {key} is a list of texts.")
    return tuple(value)
