"""Opening a Book's folder: it is read whole, its problems are told, and errors stop the command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from techplan.book.problem import BookError, has_errors
from techplan.cli.files import write_file
from techplan.cli.speak import problems_csv

if TYPE_CHECKING:
    from techplan.book.book import Book
    from techplan.book.problem import Problem
    from techplan.cli.speak import Voice

BookFolder = Annotated[Path, typer.Argument(metavar="BOOK", help="The Book's folder.")]


def read(folder: Path) -> tuple[Book, list[Problem]]:
    """The Book in a folder and every problem found. Raises BookError where there is no Book."""
    from techplan.book.folder import read_folder

    return read_folder(folder)


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
