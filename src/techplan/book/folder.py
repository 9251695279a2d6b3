"""A Book as a folder: one file a table, TOML documents in ``mappings/``, ``scenarios/`` and ``rules/``.

    my-book/
      datapackage.json    what the tables are, for other programs (written, never read)
      schools.csv …       tables that have rows; a table without a file is empty
      mappings/*.toml  scenarios/*.toml  rules/*.toml

A table is CSV with its columns under their face names (money in dollars, days as 2026-08-15), or Parquet with inside
names and types. Writing a Book twice gives the same bytes, and reading them the same Book. Files and folders of any
other name are left alone; data files among them are mentioned, since one may be a table under a wrong name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from techplan.book import datapackage
from techplan.book.book import DOCUMENTS, Book
from techplan.book.links import EXAMPLES, broken_links, circles, more_than_one_district, rest_problem
from techplan.book.placing import place_files
from techplan.book.problem import BookError, Problem, Severity, has_errors, in_order
from techplan.book.table_files import TableRead, read_csv, read_parquet, write_csv, write_parquet
from techplan.book.tables import TABLES
from techplan.book.toml_text import read_toml
from techplan.book.words import did_you_mean

_READERS: Final = {".csv": read_csv, ".parquet": read_parquet}
_DATA_ENDINGS: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".toml"})
_DOCUMENT_NAME: Final = re.compile(r"[^\W_][\w .,&()+-]*")


def read_book(path: str | Path) -> Book:
    """The Book in a folder. Raises BookError with every Problem where any of them is an error."""
    book, problems = read_folder(path)
    if has_errors(problems):
        errors = [problem for problem in problems if problem.severity == "error"]
        more = f"\n… and {len(errors) - 5} more." if len(errors) > 5 else ""
        shown = "\n".join(str(problem) for problem in errors[:5])
        count = f"{len(errors)} error{'' if len(errors) == 1 else 's'}"
        raise BookError(f"The Book in {path} has {count}:\n{shown}{more}", problems)
    return book


def read_folder(path: str | Path) -> tuple[Book, list[Problem]]:
    """What can be read of the Book in a folder, and everything that is wrong with it, the worst first.

    Each Problem names its file and, in CSV, the line and column. Raises BookError only where there is no such folder.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise BookError(f"There is no folder {folder}. Make a Book with `techplan init`, or correct the path.")
    problems = [*_strangers(folder)]
    tables = {name: read for name in TABLES if (read := _read_table(folder, name, problems)) is not None}
    documents = {part: _read_documents(folder, part, problems) for part in DOCUMENTS}
    parts: dict[str, Any] = {**{name: read.frame for name, read in tables.items()}, **documents}
    book = Book(**parts)
    for read in tables.values():
        problems += read.problems
    problems += _link_problems(book, tables)
    if not tables and not (folder / datapackage.FILE).is_file():
        problems.append(_no_book(folder))
    return book, in_order(problems)


def _read_table(folder: Path, name: str, problems: list[Problem]) -> TableRead | None:
    """The table's file, of whichever kind; None where it has none."""
    files = [file for ending in _READERS if (file := folder / f"{name}{ending}").is_file()]
    if len(files) > 1:
        both = " and ".join(file.name for file in files)
        what = f"The table {name} is there twice, as {both}; {files[0].name} was read."
        problems.append(_file_problem("error", files[1].name, "one file a table", what, "Keep the one that is right."))
    if not files:
        return None
    file = files[0]
    try:
        data = file.read_bytes()
    except OSError as error:
        what = f"The file cannot be opened: {error.strerror or error}."
        remedy = "Close it in other programs, and look whether you may read it."
        problem = _file_problem("error", file.name, "readable", what, remedy)
        return TableRead(file.name, TABLES[name].empty(), [problem], whole=False)
    return _READERS[file.suffix](TABLES[name], data, file.name)


def _read_documents(folder: Path, part: str, problems: list[Problem]) -> dict[str, str]:
    """The TOML texts of one part, by name; what cannot be read is kept as it is, and told."""
    documents = {}
    for file in _document_files(folder, part):
        name = f"{part}/{file.name}"
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            remedy = "Save it as plain text in UTF-8."
            why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
            what = f"The document cannot be read: {why}."
            problems.append(_file_problem("error", name, "readable", what, remedy))
            continue
        problems += read_toml(text, name)[1]
        documents[file.stem] = text
    return documents


def _strangers(folder: Path) -> Iterator[Problem]:
    """Data files in the folder that are no part of a Book: perhaps a table under a wrong name."""
    for file in sorted(folder.iterdir()):
        if file.suffix.casefold() not in _DATA_ENDINGS or file.name.startswith((".", "~$")) or not file.is_file():
            continue
        if file.stem in TABLES and file.suffix in _READERS:
            continue
        hint = did_you_mean(file.stem, TABLES)
        if file.suffix.casefold() == ".toml":
            hint = f"Put it into {', '.join(DOCUMENTS[:-1])} or {DOCUMENTS[-1]}."
        elif file.stem.casefold() in TABLES:
            hint = f"Call it {file.stem.casefold()}.csv, if it is that table."
        what = "This file is no table of a Book; it was not read."
        remedy = hint or "Import it with `techplan import`, or move it elsewhere."
        yield _file_problem("warning", file.name, "known file", what, remedy)


def _link_problems(book: Book, tables: Mapping[str, TableRead]) -> list[Problem]:
    """Broken links with their places; not those to rows that are only missing because of another fault."""
    known = {(name, column): texts for name, read in tables.items() for column, texts in read.refused.items()}
    problems = more_than_one_district(book) + circles(book)
    for breaks in broken_links(book, known):
        first = breaks[0]
        if first.target in tables and not tables[first.target].whole:
            continue
        read = tables[first.table]
        problems += [one.problem(file=read.file, line=read.line_of(one.key)) for one in breaks[:EXAMPLES]]
        if breaks[EXAMPLES:]:
            problems.append(replace(rest_problem(breaks[EXAMPLES:]), file=read.file))
    return [problem if problem.file else replace(problem, file=_file_of(problem, tables)) for problem in problems]


def _file_of(problem: Problem, tables: Mapping[str, TableRead]) -> str | None:
    read = tables.get(problem.table or "")
    return read.file if read is not None else None


def _no_book(folder: Path) -> Problem:
    return _file_problem(
        "error",
        str(folder),
        "a Book",
        "The folder holds no table of a Book.",
        "Start one with `techplan init`, or give the folder that holds files such as schools.csv.",
    )


def _file_problem(severity: Severity, file: str, rule: str, what: str, remedy: str) -> Problem:
    return Problem(severity=severity, file=file, rule=rule, what=what, remedy=remedy)


def write_folder(book: Book, path: str | Path, *, format: datapackage.Format = "csv") -> None:
    """Write a Book as a folder, whole or not at all; files of other names are left alone.

    Tables without rows have no file, and an older file of theirs is removed. Raises BookError where that would take
    rows that Techplan did not write, a document's name cannot be a file's, or the disk refuses; then nothing was
    changed.
    """
    folder = Path(path)
    files = files_of(book, format=format)
    stale = sorted(_own_files(folder) - set(files))
    in_the_way = [name for name in stale if _holds_rows(folder / name)]
    if in_the_way and not (folder / datapackage.FILE).is_file():
        raise BookError(
            f"The folder {folder} is not a Book that Techplan wrote, but holds {', '.join(in_the_way)}. Writing would "
            "remove that, so nothing was changed. Choose another folder, or move the files away."
        )
    try:
        place_files(folder, files, stale)
    except OSError as error:
        raise BookError(
            f"The Book could not be written to {folder} ({error.strerror or error}). Nothing was changed. Look whether "
            "you may write there, whether the disk is full, and whether a file is open in another program."
        ) from error


def files_of(book: Book, *, format: datapackage.Format = "csv") -> dict[str, bytes]:
    """Every file of a Book's folder, by its name in it. Raises BookError where a document's name cannot be a file's."""
    write = write_csv if format == "csv" else write_parquet
    files = {datapackage.FILE: datapackage.datapackage(book, format=format)}
    for name, frame in book.tables():
        if frame.height:
            files[f"{name}.{format}"] = write(TABLES[name], frame)
    for part in DOCUMENTS:
        for title, text in getattr(book, part).items():
            if not _DOCUMENT_NAME.fullmatch(title):
                raise BookError(f"The document {title!r} in {part} cannot be a file. Name it with letters and digits.")
            files[f"{part}/{title}.toml"] = text.encode()
    return files


def _own_files(folder: Path) -> set[str]:
    """Files in a folder that have the name of a Book's table or document."""
    tables = {f"{name}{ending}" for name in TABLES for ending in _READERS if (folder / f"{name}{ending}").is_file()}
    return tables | {f"{part}/{file.name}" for part in DOCUMENTS for file in _document_files(folder, part)}


def _document_files(folder: Path, part: str) -> list[Path]:
    """The TOML files of one part; those that an editor or a system keeps for itself are not among them."""
    return sorted(file for file in (folder / part).glob("*.toml") if _DOCUMENT_NAME.fullmatch(file.stem))


def _holds_rows(file: Path) -> bool:
    """Whether a file holds more than a header."""
    return file.suffix == ".parquet" or len(file.read_bytes().splitlines()) > 1
