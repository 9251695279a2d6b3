"""The files that a person names on the command line: read, a folder standing for the files in it, or written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from techplan.book.problem import SourceError

READABLE: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".json", ".zip"})
"""Endings of files that a folder is searched for; a file that is named itself is read whatever its ending."""


def gather(named: Sequence[Path]) -> tuple[list[tuple[str, bytes]], list[str]]:
    """The files' names and contents, in order, and the names of files in a folder that are not read.

    A file from a folder is named by its place in it, as ``mappings/schools.toml``. Raises OSError where one cannot be
    opened, SourceError where a folder holds nothing to read.
    """
    files: list[tuple[str, bytes]] = []
    passed_over: list[str] = []
    for path in named:
        if not path.is_dir():
            files.append((path.name, path.read_bytes()))
            continue
        inside = [*sorted((path / "mappings").glob("*.toml")), *_plain_files(path)]
        chosen = [one for one in inside if one.suffix == ".toml" or one.suffix.casefold() in READABLE]
        if not chosen:
            raise SourceError(f"The folder {path} holds no file that can be read: {', '.join(sorted(READABLE))}.")
        files += [(one.relative_to(path).as_posix(), one.read_bytes()) for one in chosen]
        passed_over += [one.name for one in inside if one not in chosen]
    return files, passed_over


def write_file(path: Path, content: bytes) -> None:
    """One file, whole or not at all, over an older one of that name. Raises OSError."""
    from techplan.book.placing import place_files

    place_files(path.absolute().parent, {path.name: content})


def _plain_files(folder: Path) -> list[Path]:
    """Files of the folder itself; hidden ones and the lock files of office programs are no district's data."""
    return sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith((".", "~$")))
