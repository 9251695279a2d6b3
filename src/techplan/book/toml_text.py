"""TOML documents that people write by hand, and what is wrong where one cannot be read."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from techplan.book.problem import Problem


def read_toml(text: str, file: str) -> tuple[dict[str, Any], list[Problem]]:
    """The document, or an empty one and the fault with its line."""
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        return {}, [_fault(str(error), text, file)]


def _fault(said: str, text: str, file: str) -> Problem:
    place = re.search(r"\(at line (\d+), column \d+\)", said)
    line = int(place[1]) if place else len(text.splitlines()) or 1
    what = re.sub(r" \(at .*\)$", "", said)
    return Problem(
        severity="error",
        file=file,
        line=line,
        rule="TOML",
        what=f"The document cannot be read from here on: {what}.",
        remedy="Put the line right; texts stand in quotes, and each [section] is named once. See https://toml.io.",
    )
