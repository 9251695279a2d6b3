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


@dataclass(frozen=True, slots=True)
class SerialShape:
    """How some makers write the serial numbers of some classes; the pattern is over lower case without dashes."""

    makers: tuple[str, ...]
    classes: tuple[str, ...]
    pattern: str
    says: str


@cache
def serial_shapes() -> tuple[SerialShape, ...]:
    """Every shape, in the order of the file."""
    return read_shapes(files("techplan.rules").joinpath(HINTS).read_text(encoding="utf-8"))


def read_shapes(text: str) -> tuple[SerialShape, ...]:
    """The shapes of a document. Raises RuleError where an entry has other keys or its pattern cannot be read."""
    return tuple(_shape(entry, number) for number, entry in enumerate(tomllib.loads(text).get("serial", []), start=1))


def _shape(entry: dict[str, object], number: int) -> SerialShape:
    wanted = {field.name for field in fields(SerialShape)}
    if set(entry) != wanted:
        odd = ", ".join(sorted(set(entry) ^ wanted))
        raise RuleError(f"{HINTS}, entry {number}: a shape has {', '.join(sorted(wanted))}; look at {odd}.")
    try:
        re.compile(str(entry["pattern"]))
    except re.error as error:
        raise RuleError(f"{HINTS}, entry {number}: the pattern cannot be read ({error}).") from None
    return SerialShape(_texts(entry["makers"]), _texts(entry["classes"]), str(entry["pattern"]), str(entry["says"]))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)
