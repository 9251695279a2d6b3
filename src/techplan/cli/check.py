"""``techplan check``: whether a Book is sound."""

from __future__ import annotations

import typer

from techplan.book.problem import has_errors
from techplan.cli.files import write_file
from techplan.cli.opening import BookFolder, read
from techplan.cli.options import AsJson, ProblemsFile
from techplan.cli.speak import Voice, counted, problems_csv, table_lines


def check(folder: BookFolder, problems_file: ProblemsFile = None, as_json: AsJson = False) -> None:
    """Check that a Book is sound.

    Looks at every value, every key, every row that points to another, and at the Book's mappings and rules. All faults
    are told at once, each with its file, line and column, and how to put it right. Nothing is changed.

    \b
    Example:
      techplan check our-book --problems faults.csv
    """
    voice = Voice("check", as_json)
    book, problems = read(folder)
    voice.report(problems)
    if problems_file is not None:
        write_file(problems_file, problems_csv(problems))
    rows = {name: frame.height for name, frame in book.tables() if frame.height}
    voice.say(*table_lines([(name, f"{count:,}") for name, count in rows.items()], right=[1]))
    if has_errors(problems):
        voice.finish("errors", "The Book has errors. Put them right and check again.", rows=rows)
        raise typer.Exit(1)
    total = counted(sum(rows.values()), "row")
    voice.finish("done", f"The Book in {folder} is sound: {total} in {counted(len(rows), 'table')}.", rows=rows)
