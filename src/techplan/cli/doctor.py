"""``techplan doctor``: whether Techplan works on this computer."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

import typer

from techplan.cli.options import AsJson
from techplan.cli.speak import Voice, table_lines


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, how it stands, and whether Techplan needs it otherwise."""

    what: str
    found: str
    good: bool


def doctor(as_json: AsJson = False) -> None:
    """See whether Techplan works on this computer.

    Lists the versions of what it is made of, and makes a small plan with all its documents, which it throws away. When
    you ask for help, send what this prints; it names no person and no district.
    """
    voice = Voice("doctor", as_json)
    findings = [*computer(), *packages(), *trial()]
    good = all(finding.good for finding in findings)
    voice.say(*table_lines([("✓" if one.good else "✗", one.what, one.found) for one in findings]))
    document = {"findings": [asdict(finding) for finding in findings]}
    if not good:
        voice.finish("errors", "Something that Techplan needs is missing; the lines marked ✗ say what.", **document)
        raise typer.Exit(1)
    voice.finish("done", "All is well.", **document)


def computer() -> Iterator[Finding]:
    """The computer and its Python."""
    yield Finding("Techplan", importlib.metadata.version("techplan"), good=True)
    yield Finding("Python", platform.python_version(), good=sys.version_info >= (3, 11))
    yield Finding("system", f"{platform.system()} {platform.release()}, {platform.machine()}", good=True)
    yield Finding("text on the screen", sys.stdout.encoding or "not known", good=True)


def packages() -> Iterator[Finding]:
    """Each package that the core is made of; the parts for other work may be missing."""
    extras: dict[str, list[str]] = {}
    for requirement in importlib.metadata.requires("techplan") or []:
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        extra = re.search(r"extra == ['\"](\w+)['\"]", requirement)
        if extra is None:
            version = _version(name)
            yield Finding(name, version or "missing: install requirements/core.txt", good=version is not None)
        else:
            extras.setdefault(extra[1], []).append(name)
    for part, names in sorted(extras.items()):
        missing = [name for name in names if _version(name) is None]
        yield Finding(f"extra: {part}", "not installed, not needed for a plan" if missing else "installed", good=True)


def trial() -> Iterator[Finding]:
    """A plan of an empty district with every document, made and thrown away: solver, fonts and typesetting at work."""
    from techplan.cli.plan import documents
    from techplan.planning.plan import plan
    from techplan.rules.load import load_rules
    from techplan.rules.seed import seed_book

    start = time.perf_counter()
    try:
        made = plan(seed_book(district="trial", name="Trial district"), load_rules(), on=date(2027, 1, 15))
        size = sum(len(content) for content in documents(made, lambda what, share: None).values())
    except Exception as error:  # noqa: BLE001  # whatever fails here is what the doctor is to tell
        yield Finding("trial plan", f"failed: {type(error).__name__}: {error}", good=False)
        return
    yield Finding(
        "trial plan", f"made with its documents in {time.perf_counter() - start:.1f} s ({size:,} bytes)", good=True
    )


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
