"""What named files would do to a Book, read by one source or, with ``auto``, each by the source that recognises it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from techplan.book.problem import BookError, Problem, has_errors
from techplan.cli.speak import counted

if TYPE_CHECKING:
    from techplan.book.book import Book
    from techplan.cli.progress import Report
    from techplan.sources.changes import Changes
    from techplan.sources.refused import RefusedRow
    from techplan.sources.source import DateOrder, File

AUTO: Final = "auto"


@dataclass(frozen=True, eq=False, kw_only=True)
class Incoming:
    """Files that were read and compared with a Book; nothing is changed yet."""

    changes: tuple[Changes, ...]
    """What each file, or all files of one source, would change; in the order of import."""
    problems: tuple[Problem, ...]
    after: Book
    """The Book with all of it."""
    stopped: str | None
    """Why it cannot be taken at all, in words."""

    @property
    def refused(self) -> list[RefusedRow]:
        """Every refused row."""
        return [row for changes in self.changes for row in changes.imported.refused]

    @property
    def rows_read(self) -> int:
        """Rows in all files."""
        return sum(changes.imported.rows_read for changes in self.changes)

    @property
    def files(self) -> list[str]:
        """The files that could be read, each once."""
        return list(dict.fromkeys(file for changes in self.changes for file in changes.imported.files))

    @property
    def sources(self) -> list[str]:
        """The sources that read them."""
        return list(dict.fromkeys(changes.imported.source for changes in self.changes))

    def nothing(self) -> bool:
        """Whether the Book would stay as it is."""
        return all(changes.nothing() for changes in self.changes)

    def counts(self) -> dict[str, dict[str, int]]:
        """Rows added, changed, same, unseen and refused by table, over all files."""
        total: dict[str, dict[str, int]] = {}
        for changes in self.changes:
            for table, counts in changes.counts().items():
                row = total.setdefault(table, dict.fromkeys(counts, 0))
                for word, number in counts.items():
                    row[word] += number
        return total


def read_files(source: str, files: Sequence[File], book: Book, dates: DateOrder | None, report: Report) -> Incoming:
    """Read the files and compare them with the Book. Raises SourceError where a source cannot read its own."""
    return _each_by_its_own(files, book, dates, report) if source == AUTO else _by_one(source, files, book, dates)


def _each_by_its_own(files: Sequence[File], book: Book, dates: DateOrder | None, report: Report) -> Incoming:
    from techplan.sources.folder_import import read_all

    done = read_all(files, book, dates, report)
    unread = [result.file for result in done.unread()]
    return Incoming(
        changes=tuple(result.changes for result in done.results if result.changes is not None),
        problems=(*done.problems(), *_without_rows([one.changes for one in done.results if one.changes is not None])),
        after=done.after,
        stopped=f"{counted(len(unread), 'file')} cannot be used: {', '.join(unread)}." if unread else None,
    )


def _by_one(source: str, files: Sequence[File], book: Book, dates: DateOrder | None) -> Incoming:
    from techplan.sources import read
    from techplan.sources.changes import compare

    imported = read(source, files, book, dates=dates)
    changes = compare(book, imported)
    problems = (*imported.all_problems(), *_without_rows([changes]))
    try:
        after = changes.apply(book)
    except BookError as error:
        return Incoming(changes=(changes,), problems=(*problems, *error.problems), after=book, stopped=str(error))
    return Incoming(changes=(changes,), problems=problems, after=after, stopped=None)


def _without_rows(several: Sequence[Changes]) -> list[Problem]:
    """A warning for each table file in which nothing stands below the titles."""
    return [
        Problem(
            severity="warning",
            file=file,
            rule="file without rows",
            what="The file has titles but no rows, so nothing is taken from it.",
            remedy="Export it again, and look whether the export has finished or a filter leaves everything out.",
        )
        for changes in several
        for file in changes.imported.files
        if not changes.imported.rows_read and not file.endswith(".toml")
    ]


def reason_to_stop(incoming: Incoming, *, without_refused: bool) -> str | None:
    """Why the import is not carried out, in words; None where nothing stands in its way."""
    if incoming.stopped is not None:
        return f"{incoming.stopped} Nothing was changed."
    if any(has_errors(changes.imported.problems) for changes in incoming.changes):
        return "The files have errors; nothing was changed. Put them right and import again."
    if incoming.refused and not without_refused:
        return (
            f"{counted(len(incoming.refused), 'row')} would be refused, so nothing was changed. "
            "Put them right and import again, or take the other rows with --without-refused."
        )
    return None


def reason_to_ask(incoming: Incoming) -> str | None:
    """Why the import waits for a person's word although every row can be kept; None where nothing would be lost."""
    lost = values_lost(incoming)
    if not lost:
        return None
    return (
        f"{counted(len(lost), 'value')} cannot be used as written, so nothing was changed. "
        "Put that right and import again, or leave such cells empty with --without-refused."
    )


def values_lost(incoming: Incoming) -> list[Problem]:
    """Values that kept rows would lose: what cannot be read, and places that are none of the Book's schools.

    A Book that names no school yet cannot know a place, so that alone does not count.
    """
    rules = {"unreadable value"} | ({"place not known"} if incoming.after.schools.height else set())
    return [problem for problem in incoming.problems if problem.rule in rules]
