"""``techplan accept``: a finding that stays as it is, with a reason."""

from __future__ import annotations

from typing import Annotated

import typer

from techplan.cli.dates import day_or_today
from techplan.cli.opening import BookFolder, open_book
from techplan.cli.options import AsJson, On
from techplan.cli.speak import Voice, counted


def accept(
    folder: BookFolder,
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="Name of the finding, as 'no cost'.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is accepted.")],
    who: Annotated[str, typer.Option("--who", metavar="ROLE", help="Role of the person who accepts it.")],
    subjects: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ROW]…", help="Rows by their keys; without any, every row of the finding."),
    ] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Accept a finding of the inventory, with a reason.

    It stays accepted after every import, and no longer counts as open. The decision is kept in decisions.csv.

    \b
    Example:
      techplan accept our-book "no cost" 004711 --reason "gift of 2019" --who Treasurer
    """
    from techplan.book.folder import write_folder
    from techplan.planning.inventory.findings import accept as accepted
    from techplan.planning.inventory.inventory import take_inventory

    voice = Voice("accept", as_json)
    day = day_or_today(on)
    book = open_book(folder, voice)
    rows = take_inventory(book, on=day).finding_rows
    after = accepted(book, rows, finding, subjects or [], reason=reason, who=who, on=day)
    write_folder(after, folder)
    number = len(set(subjects or [])) or rows.filter(rows["finding"] == finding).height
    voice.finish(
        "done", f"Accepted: {finding}, {counted(number, 'row')}.", book=str(folder), finding=finding, rows=number
    )
