"""The programs that may pay for technology: who runs each, whether it still pays, until when that was looked up."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from techplan.book.problem import Problem, RuleError
from techplan.book.toml_text import read_toml

FILE: Final = "programs.toml"
STATUSES: Final = ("open", "closed")

_TEXTS: Final = ("code", "title", "agency", "citation")
_MAY: Final = {"link": str, "note": str, "last_obligation_on": datetime.date}
_MUST: Final = {**dict.fromkeys(_TEXTS, str), "status": str, "verified_until": datetime.date, "confirmed": bool}


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program; ``verified_until`` is the last day on which its entry was looked at."""

    code: str
    title: str
    agency: str
    status: str
    verified_until: datetime.date
    citation: str
    confirmed: bool
    link: str | None = None
    note: str | None = None
    last_obligation_on: datetime.date | None = None


@cache
def load_programs() -> tuple[Program, ...]:
    """Every program in the order of the file."""
    return read_programs((files("techplan.rules") / FILE).read_text(encoding="utf-8"))


def read_programs(text: str, file: str = FILE) -> tuple[Program, ...]:
    """Programs of a TOML document. Raises RuleError with every fault."""
    document, problems = read_toml(text, file)
    entries = document.pop("program", [])
    problems += [_fault(file, key, None, "This is no program.", "Write [[program]].") for key in document]
    seen: set[str] = set()
    for position, entry in enumerate(entries, start=1):
        where = str(entry.get("code", f"program[{position}]"))
        problems += _faults(entry, file, where)
        if where in seen:
            problems.append(_fault(file, where, "code", "Two programs have this code.", "Give each its own."))
        seen.add(where)
    if problems:
        some = "\n".join(str(problem) for problem in problems[:5])
        raise RuleError(f"The programs cannot be used; {len(problems)} faults:\n{some}", problems)
    return tuple(Program(**entry) for entry in entries)


def _faults(entry: Mapping[str, Any], file: str, where: str) -> Iterator[Problem]:
    for key in entry:
        if key not in _MUST and key not in _MAY:
            yield _fault(file, where, key, "No program has this key.", f"Use {', '.join([*_MUST, *_MAY])}.")
    for key, kind in {**_MUST, **_MAY}.items():
        if key in _MUST and key not in entry:
            yield _fault(file, where, key, f"{key} is missing.", f"Say {key}; every program has it.")
        elif key in entry and (type(entry[key]) is not kind or entry[key] == ""):
            yield _fault(file, where, key, f"{key} is not of the right kind.", f"Write a {kind.__name__}.")
    if "status" in entry and entry["status"] not in STATUSES:
        yield _fault(file, where, "status", "This is not one of the choices.", f"Use {' or '.join(STATUSES)}.")
    if entry.get("confirmed") is True and "link" not in entry:
        remedy = "Give the address where it was read, or say confirmed = false."
        yield _fault(file, where, "link", "It is called confirmed, but no link says where it was read.", remedy)


def _fault(file: str, where: str, column: str | None, what: str, remedy: str) -> Problem:
    return Problem(
        severity="error", file=file, key=where, column=column, rule="form of a program", what=what, remedy=remedy
    )
