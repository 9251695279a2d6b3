"""Techplan: strategic technology planning for K-12 school districts.

::

    from datetime import date
    import techplan as tp

    book = tp.read_book("our-book")
    plan = tp.plan(book, on=date(2027, 1, 15))
    plan.needs  # a polars frame, like every other result

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from techplan.version import VERSION

if TYPE_CHECKING:
    from os import PathLike

    from techplan.book.book import Book
    from techplan.planning.plan import Plan, plan

__version__ = VERSION

__all__ = ["Book", "Plan", "__version__", "plan", "read_book", "write_book"]

_ELSEWHERE = {"Book": "techplan.book.book", "Plan": "techplan.planning.plan", "plan": "techplan.planning.plan"}
"""What is imported on first use, and where it is defined."""


def read_book(folder: str | PathLike[str]) -> Book:
    """The Book in a folder. Raises BookError, with every Problem found, where it has errors.

    ``techplan.book.folder.read_folder`` gives the Book's warnings as well.
    """
    from pathlib import Path

    from techplan.book.folder import read_folder
    from techplan.book.problem import BookError, has_errors

    book, problems = read_folder(Path(folder))
    if has_errors(problems):
        raise BookError(f"The Book in {folder} has errors; see the problems of this exception.", problems)
    return book


def write_book(book: Book, folder: str | PathLike[str]) -> None:
    """Write a Book as a folder of CSV files; what it writes reads back equal."""
    from pathlib import Path

    from techplan.book.folder import write_folder

    write_folder(book, Path(folder))


def __getattr__(name: str) -> Any:
    if name not in _ELSEWHERE:
        raise AttributeError(f"module 'techplan' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_ELSEWHERE[name]), name)
