"""What every system's files go through before their columns mean anything: sheets, row counts, refused rows, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from techplan.book.problem import Problem, SourceError
from techplan.book.reading import Row, Sheet, read_sheets
from techplan.sources.refused import RefusedRow, without_people
from techplan.sources.source import SkippedRow
from techplan.sources.titles import personal


@lru_cache(maxsize=64)
def sheets_of(data: bytes, file: str, known: frozenset[str]) -> tuple[Sheet, ...]:
    """The sheets of a CSV or XLSX file; kept for a while, since a file is looked at before it is read.

    Raises SourceError where it is empty, binary or unreadable.
    """
    return tuple(read_sheets(data, file, known=known))


def base_name(file: str) -> str:
    """The file's name without its folders."""
    return file.replace("\\", "/").rsplit("/", 1)[-1]


@dataclass(slots=True)
class Tally:
    """What became of the rows of an import."""

    read: int = 0
    merged: int = 0
    skipped: list[SkippedRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take_sheet(self, sheet: Sheet, people: frozenset[str]) -> None:
        """Count a sheet's rows, and keep what the reader refused or skipped, without persons."""
        hidden = personal(sheet.header, people)
        width = len(sheet.header)
        self.read += len(sheet.rows) + len(sheet.refused) + len(sheet.skipped)
        self.skipped += [SkippedRow(sheet.file, one.line, one.text, one.why) for one in sheet.skipped]
        self.assumed += [str(one) for one in sheet.assumed]
        lines = {one.line for one in sheet.refused}
        self.problems += [one for one in sheet.problems if one.severity != "error" or one.line not in lines]
        self.refused += [
            RefusedRow(
                file=sheet.file,
                sheet=sheet.name,
                line=one.line,
                titles=sheet.header,
                cells=without_people(one.cells, width, hidden),
                reason=one.reason,
                remedy=one.remedy,
            )
            for one in sheet.refused
        ]

    @property
    def accepted(self) -> int:
        """Rows that became rows of the Book."""
        return self.read - self.merged - len(self.skipped) - len(self.refused)


def is_json(data: bytes) -> bool:
    """Whether the content looks like JSON rather than a table."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def read_json(data: bytes, file: str) -> Any:
    """The parsed content. Raises SourceError with the place of the fault."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _unreadable(file, f"The file is not UTF-8 text at byte {error.start}", None) from error
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise _unreadable(file, f"The file is not well-formed JSON ({error})", line) from error


def json_records(content: Any, inside: Iterable[str]) -> list[dict[str, Any]]:
    """The objects of a page, of a list of pages, or of a bare list; ``inside`` names what envelopes call their list."""
    return list(_records(content, tuple(inside)))


def _records(content: Any, inside: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if isinstance(content, list):
        for item in content:
            yield from _records(item, inside)
    elif isinstance(content, dict):
        lists = [content[name] for name in inside if isinstance(content.get(name), list)]
        if lists or any(name in content for name in inside):
            for one in lists:
                yield from (item for item in one if isinstance(item, dict))
        else:
            yield content


def json_sheet(records: Iterable[Mapping[str, str]], file: str) -> Sheet:
    """Records as a sheet, so that the rest need not know where they came from; lines count the records."""
    listed = list(records)
    header = tuple(dict.fromkeys(title for record in listed for title in record))
    rows = tuple(
        Row(number, tuple(record.get(title, "") for title in header)) for number, record in enumerate(listed, start=1)
    )
    return Sheet(
        file=file,
        name=None,
        header=header,
        header_line=0,
        rows=rows,
        assumed=("The file is JSON; line numbers count its records.",),
    )


def _unreadable(file: str, what: str, line: int | None) -> SourceError:
    problem = Problem(
        severity="error",
        file=file,
        line=line,
        rule="readable file",
        what=f"{what}.",
        remedy="Export it again, and import the file as the system wrote it.",
    )
    return SourceError(str(problem), [problem])


def unsuited(file: str, title: str, needs: str, *, found: str | None = None, remedy: str | None = None) -> SourceError:
    """The error for a file that a source cannot use: what it lacks or what it seems to be, and what to do."""
    what = (
        f"This is not {title}'s list of assets: it has not {needs}."
        if found is None
        else f"This is {found}, not {needs}."
    )
    problem = Problem(
        severity="error",
        file=base_name(file),
        rule="known kind of file",
        what=what,
        remedy=remedy or "Try 'auto', or write a mapping (mappings/NAME.toml) that says which of its columns is which.",
    )
    return SourceError(str(problem), [problem])
