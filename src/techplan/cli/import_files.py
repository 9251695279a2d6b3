"""``techplan import``: other systems' files into a Book, all of it or nothing."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from techplan.book.problem import TechplanError
from techplan.cli.dates import day_given, day_or_today
from techplan.cli.files import gather, write_file
from techplan.cli.opening import open_book, state_of
from techplan.cli.options import AsJson, ProblemsFile
from techplan.cli.progress import part, progress
from techplan.cli.speak import Voice, problems_csv

if TYPE_CHECKING:
    from techplan.sources.refused import RefusedRow

REFUSED = "refused"
"""The folder beside a Book that keeps refused rows."""


class Dates(enum.StrEnum):
    """How a file writes 3/4/2026."""

    dmy = "dmy"
    mdy = "mdy"


def import_files(
    source: Annotated[
        str,
        typer.Argument(metavar="SOURCE", help="The system that the files come from, or 'auto' to look at the files."),
    ],
    named: Annotated[list[Path], typer.Argument(metavar="FILE", help="Files, or a folder of files.")],
    book_folder: Annotated[Path, typer.Option("--book", metavar="DIR", help="The Book's folder.")],
    dates: Annotated[
        Dates | None,
        typer.Option("--dates", help="How the files write 3/4/2026, where they do not show it: day or month first."),
    ] = None,
    on: Annotated[
        date | None,
        typer.Option(
            "--on", metavar="DATE", parser=day_given, help="Day of the change, for the assets' history. Default: today."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    without_refused: Annotated[
        bool,
        typer.Option(
            "--without-refused",
            help="Go on: without refused rows, and with unreadable values left empty.",
        ),
    ] = False,
    problems_file: ProblemsFile = None,
    as_json: AsJson = False,
) -> None:
    """Bring files of other systems into a Book.

    Shows what is added, what changes and what is refused, then does all of it or nothing. Nothing is guessed in
    silence: what was assumed is said. Refused rows are kept, with the reason, in the folder 'refused' beside the Book;
    put them right there and import that file. Names and addresses of pupils are left out.

    \b
    Examples:
      techplan import auto assets.csv --book our-book --dry-run
      techplan import snipe-it assets.csv --book our-book --dates mdy
      techplan import auto exports/ --book our-book
    """
    from techplan.book.folder import write_folder
    from techplan.book.history import record_changes
    from techplan.cli.incoming import read_files, reason_to_ask, reason_to_stop
    from techplan.cli.preview import preview_lines, preview_parts

    voice = Voice("import", as_json)
    check_source(source)
    with progress(quiet=as_json) as report:
        report("Reading the Book", 0.0)
        state = state_of(book_folder)
        book = open_book(book_folder, voice, problems_file)
        files, passed_over = gather(named)
        incoming = read_files(source, files, book, dates.value if dates is not None else None, part(report, 0.1, 1.0))
    voice.say(*(preview_lines(incoming, passed_over) if incoming.files else ()))
    voice.report(incoming.problems)
    if problems_file is not None:
        write_file(problems_file, problems_csv(voice.problems))
    document = preview_parts(incoming, passed_over) | {"book": str(book_folder), "saved": False}
    if not dry_run:
        kept = keep_refused(incoming.refused, book_folder.absolute().parent / REFUSED)
        document["refused_files"] = [str(path) for path in kept]
        voice.say(*(f"Refused rows with their reasons: {path}" for path in kept))
    stop = reason_to_stop(incoming, without_refused=without_refused)
    if stop is not None:
        voice.finish("errors", stop, **document)
        raise typer.Exit(1)
    if dry_run:
        voice.finish("done", "This was a dry run; nothing was changed.", **document)
        return
    doubt = reason_to_ask(incoming)
    if doubt is not None and not without_refused:
        voice.finish("errors", doubt, **document)
        raise typer.Exit(1)
    if state_of(book_folder) != state:
        raise TechplanError(
            f"Somebody else has changed the Book in {book_folder} meanwhile. Nothing was changed; import again."
        )
    came_from = ", ".join([*incoming.sources, *(Path(file).name for file in incoming.files)])
    after = record_changes(book, incoming.after, on=day_or_today(on), source=f"import: {came_from}")
    write_folder(after, book_folder)
    voice.finish("done", f"Saved in {book_folder}.", **document | {"saved": True})


def check_source(name: str) -> None:
    """A name that no source has is wrong usage."""
    from techplan.cli.incoming import AUTO
    from techplan.sources import sources

    if name not in {AUTO, *sources()}:
        raise typer.BadParameter(
            f"There is no source {name}. There are: {', '.join([AUTO, *sources()])}.", param_hint="SOURCE"
        )


def keep_refused(rows: Sequence[RefusedRow], folder: Path) -> list[Path]:
    """Write the refused rows, one file for each file that they came from; returns where they are."""
    from techplan.book.placing import place_files
    from techplan.sources.refused import refused_files

    if not rows:
        return []
    kept = refused_files(rows)
    place_files(folder, kept)
    return [folder / name for name in kept]
