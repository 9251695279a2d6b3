"""A whole folder of files into a Book, in the order in which the tables need each other.

Mapping documents come first. Then each file is recognised and read; what others refer to comes before what refers to
it, and what people recorded before what live systems saw, since the latter yields to the former.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from techplan.book.book import Book
from techplan.book.problem import BookError, Problem, SourceError, in_order
from techplan.sources.assets.files import sheets_of
from techplan.sources.changes import Changes, compare
from techplan.sources.registry import recognise
from techplan.sources.source import DateOrder, File, Import, Source, comes_in_parts
from techplan.sources.spreadsheet import Spreadsheet, mapping_documents
from techplan.sources.table_order import table_order
from techplan.sources.words import DOCUMENT as WORDS
from techplan.sources.words import check_words

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class FileResult:
    """What became of one file, or of one table's sheets of it where it holds several tables.

    ``imported`` and ``changes`` are None where it could not be read or applied.
    """

    file: str
    source: str | None
    table: str | None
    """The table, where the file is a spreadsheet."""
    imported: Import | None
    changes: Changes | None
    problems: tuple[Problem, ...]

    @property
    def rows_read(self) -> int:
        """Rows in the file."""
        return self.imported.rows_read if self.imported else 0

    def count(self, what: str) -> int:
        """Rows ``added``, ``changed``, ``same``, ``unseen`` or ``refused``, over all tables."""
        return sum(table[what] for table in self.changes.counts().values()) if self.changes else 0


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file, or one table of it, or several files that are parts of one whole, waiting for their turn."""

    source: Source
    files: tuple[File, ...]
    table: str | None
    adds: bool = False
    """Whether it only adds to rows that other files describe."""

    @property
    def file(self) -> str:
        """The file's name, or the names of all."""
        return ", ".join(name for name, _ in self.files)

    def turn(self) -> tuple[int, bool, bool, str]:
        """What comes first: tables that others refer to, then what people recorded, then by name.

        What only adds to rows of a table comes after all that describe them.

        What comes in several files is a roster: it names the schools that all else refers to.
        """
        table = self.table or ("schools" if comes_in_parts(self.source) else "assets")
        return (table_order().index(table), self.adds, self.source.live, self.file)


@dataclass(frozen=True, eq=False)
class FolderImport:
    """What a folder's files make of a Book, file by file in the order of import."""

    before: Book
    after: Book
    """The Book with every file that could be read; ``apply`` says whether it may be kept."""
    results: tuple[FileResult, ...]

    def problems(self) -> list[Problem]:
        """Everything that was found, worst first."""
        return in_order(problem for result in self.results for problem in result.problems)

    def unread(self) -> list[FileResult]:
        """Files, or tables of files, that could not be read or applied at all."""
        return [result for result in self.results if result.changes is None]

    def apply(self) -> Book:
        """The Book afterwards. Raises BookError, and nothing is changed, where any file could not be used at all."""
        failed = self.unread()
        if failed:
            names = ", ".join(dict.fromkeys(result.file for result in failed))
            problems = [problem for result in failed for problem in result.problems]
            raise BookError(f"Nothing was imported, because these files cannot be used: {names}.", problems)
        return self.after


def read_all(
    files: Sequence[File], book: Book, dates: DateOrder | None = None, progress: Progress | None = None
) -> FolderImport:
    """Every file of a folder; names may hold folders, and documents are those whose names end in ``.toml``."""
    before = book
    documents = [one for one in files if one[0].casefold().endswith(".toml")]
    book, results = _documents(documents, book)
    waiting, unknown = _recognised([one for one in files if one not in documents], book)
    results += unknown
    for number, one in enumerate(waiting):
        if progress is not None:
            progress(one.file, number / len(waiting))
        book, result = _import(one, book, dates)
        results.append(result)
    sheets_of.cache_clear()
    return FolderImport(before, book, tuple(_with_words_checked(result, book) for result in results))


def _documents(documents: list[File], book: Book) -> tuple[Book, list[FileResult]]:
    """Each mapping document on its own, so that a fault names its file."""
    results = []
    for file, data in documents:
        try:
            found = mapping_documents([(file, data)])
        except SourceError as error:
            results.append(FileResult(file, Spreadsheet.name, None, None, None, _problems(file, error)))
            continue
        imported = Import(source=Spreadsheet.name, files=(file,), mappings=found)
        changes = compare(book, imported)
        book = book.with_documents("mappings", found)
        results.append(FileResult(file, Spreadsheet.name, None, imported, changes, ()))
    return book, results


def _with_words_checked(result: FileResult, book: Book) -> FileResult:
    """Translations are looked at when everything is there that they may point to."""
    words = result.imported is not None and WORDS in result.imported.mappings
    return replace(result, problems=tuple(check_words(book))) if words else result


def _recognised(files: list[File], book: Book) -> tuple[list[_Waiting], list[FileResult]]:
    """The files with their sources in the order of import, and those that nothing recognises."""
    found: list[_Waiting] = []
    unknown: list[FileResult] = []
    for file, data in files:
        try:
            source = recognise(file, data, book)
            waiting = _of_tables(source, file, data, book)
        except SourceError as error:
            unknown.append(FileResult(file, None, None, None, None, _problems(file, error)))
            continue
        found += waiting
    return sorted(_wholes(found), key=_Waiting.turn), unknown


def _of_tables(source: Source, file: str, data: bytes, book: Book) -> list[_Waiting]:
    """A file as it waits: once, or once for each table that a spreadsheet holds."""
    if not isinstance(source, Spreadsheet):
        return [_Waiting(source, ((file, data),), None)]
    return [
        _Waiting(source, ((file, data),), table, source.only_adds(file, data, book, table))
        for table in source.tables(file, data, book)
    ]


def _wholes(waiting: list[_Waiting]) -> list[_Waiting]:
    """The same, with files of one folder that are parts of one whole put together."""
    parts: dict[tuple[str, str], list[_Waiting]] = {}
    for one in waiting:
        place = one.file.rpartition("/")[0] if comes_in_parts(one.source) else f"{one.file}/{one.table}"
        parts.setdefault((one.source.name, place), []).append(one)
    return [replace(same[0], files=tuple(file for one in same for file in one.files)) for same in parts.values()]


def _import(one: _Waiting, book: Book, dates: DateOrder | None) -> tuple[Book, FileResult]:
    try:
        if isinstance(one.source, Spreadsheet):
            imported = one.source.reads(one.files, book, dates, only=one.table)
        else:
            imported = one.source.reads(one.files, book, dates)
        changes = compare(book, imported)
        after = changes.apply(book)
    except (SourceError, BookError) as error:
        return book, FileResult(one.file, one.source.name, one.table, None, None, _problems(one.file, error))
    problems = tuple(imported.all_problems())
    return after, FileResult(one.file, one.source.name, one.table, imported, changes, problems)


def _problems(file: str, error: SourceError | BookError) -> tuple[Problem, ...]:
    """The error's Problems; at least one."""
    said = Problem(
        severity="error",
        file=file,
        rule="file can be used",
        what=str(error),
        remedy="Put it right, and import again.",
    )
    return error.problems or (said,)
