"""What a source is, and what reading with one yields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol, runtime_checkable

import polars as pl

from techplan.book.book import Book
from techplan.book.problem import Problem, in_order
from techplan.sources.refused import RefusedRow

DateOrder = Literal["dmy", "mdy"]
"""How a file writes 3/4/2026, where the file itself does not show it."""

File = tuple[str, bytes]
"""A file's name and its content."""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that holds no data (title, total, page number) or that is left out on purpose, and why."""

    file: str
    line: int
    text: str
    why: str


@dataclass(frozen=True, eq=False)
class Import:
    """What files of one source say, ready to be compared with a Book; nothing is changed yet.

    ``frames`` holds, by table, the key and only the columns that the files speak of. Rows are never lost:
    ``rows_read`` is ``accepted`` + ``merged`` + the refused + the skipped. ``mappings`` are documents to remember.
    """

    source: str
    files: tuple[str, ...]
    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    rows_read: int = 0
    accepted: int = 0
    merged: int = 0
    skipped: tuple[SkippedRow, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    assumed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    mappings: Mapping[str, str] = field(default_factory=dict)
    fills_only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By table, columns that are only taken where the Book says nothing, such as a guessed class."""
    yields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By table, columns that also yield to what the Book says on a row that came from another source."""
    whole: frozenset[str] = frozenset()
    """Tables of which the files are meant as the full list, so that what they lack is worth naming as unseen."""

    def __post_init__(self) -> None:
        for name in ("frames", "mappings", "fills_only", "yields"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def all_problems(self) -> list[Problem]:
        """The Problems and, as errors, the refused rows; worst first."""
        return in_order([*self.problems, *(row.as_problem() for row in self.refused)])


@runtime_checkable
class Source(Protocol):
    """One foreign system, whose files can be read into tables of the Book.

    A third party registers an instance under the entry point group ``techplan.sources``.
    """

    name: str
    """What people type: ``snipe-it``."""
    title: str
    """What people call it: ``Snipe-IT``."""
    recognises: str
    """A sentence on the files that it reads."""
    live: bool
    """Whether it reports what it sees (such as a device console), rather than what someone recorded."""

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        """Whether this file looks like one of its own; never raises."""
        ...

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        """What the files say. Raises SourceError where one cannot be read at all."""
        ...


def comes_in_parts(source: Source) -> bool:
    """Whether a folder's files of this source are parts of one whole, such as a roster, that mean nothing one by one.

    A source says so by an attribute ``in_parts``; most have none.
    """
    return bool(getattr(source, "in_parts", False))
