"""Opening a Book's folder: it is read whole, its problems are told, and errors stop the command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from techplan.book.problem import BookError, RuleError, has_errors
from techplan.cli.files import write_file
from techplan.cli.speak import problems_csv

if TYPE_CHECKING:
    from techplan.book.book import Book
    from techplan.book.problem import Problem
    from techplan.cli.speak import Voice

BookFolder = Annotated[Path, typer.Argument(metavar="BOOK", help="The Book's folder.")]


def read(folder: Path) -> tuple[Book, list[Problem]]:
    """The Book in a folder and every problem found, also in its mappings and rules. BookError where there is none."""
    from techplan.book.folder import read_folder

    book, problems = read_folder(folder)
    told = {problem.file for problem in problems}
    faults = [one for one in _problems_of_documents(book) if one.file not in told]
    return book, [*problems, *faults, *([] if has_errors(problems) else no_district(book))]


def no_district(book: Book) -> list[Problem]:
    """A Book that does not say whose it is can be planned, with defaults; but it is seldom meant."""
    from techplan.book.problem import Problem

    if book.district.height:
        return []
    return [
        Problem(
            severity="warning",
            table="district",
            rule="one district",
            what="No district is entered, so every setting is a default and the documents have no name.",
            remedy="Enter one row in district.csv: at least district (a short code) and name.",
        )
    ]


def _problems_of_documents(book: Book) -> list[Problem]:
    """What is wrong with a Book's mappings and with its own rules."""
    from techplan.book.ledger_match import ledger_match
    from techplan.rules.load import load_rules
    from techplan.sources.mapping import mappings_of

    problems = [*mappings_of(book)[1], *ledger_match(book)[1]]
    try:
        load_rules(book.rules)
    except RuleError as error:
        problems += error.problems
    return problems


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Each file of a folder with its time and size: it differs once another program has written there."""
    if not folder.is_dir():
        return {}
    return {str(file): (file.stat().st_mtime_ns, file.stat().st_size) for file in folder.rglob("*") if file.is_file()}


def open_book(folder: Path, voice: Voice, problems_file: Path | None = None) -> Book:
    """A Book without errors; its warnings are told, and all problems written to a file where one is named.

    Raises BookError with every problem where it has errors.
    """
    book, problems = read(folder)
    if problems_file is not None:
        write_file(problems_file, problems_csv(problems))
    if has_errors(problems):
        raise BookError(
            f"The Book in {folder} has errors; nothing was done. Put them right and run this again.", problems
        )
    voice.report(problems)
    return book
