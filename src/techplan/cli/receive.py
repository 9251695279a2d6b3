"""``techplan receive``: goods that came on an order become a receipt, and assets where they have numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from techplan.book.problem import BookError, Problem
from techplan.cli.dates import day_or_today
from techplan.cli.opening import BookFolder, open_book
from techplan.cli.options import AsJson, On
from techplan.cli.speak import Voice, counted


def receive(
    folder: BookFolder,
    order: Annotated[str, typer.Option("--order", metavar="NUMBER", help="Purchase order.")],
    receipt: Annotated[str, typer.Option("--receipt", metavar="NUMBER", help="Number of the receipt or packing slip.")],
    quantity: Annotated[int, typer.Option("--quantity", metavar="N", min=0, help="Items that came in good order.")],
    line: Annotated[str, typer.Option("--line", metavar="LINE", help="Line of the order.")] = "1",
    damaged: Annotated[int, typer.Option("--damaged", metavar="N", min=0, help="Items that came damaged.")] = 0,
    items: Annotated[
        Path | None,
        typer.Option(
            "--items", metavar="FILE", dir_okay=False, help="Table with the columns tag and serial, one row an item."
        ),
    ] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Receive goods on an order.

    Each item of FILE becomes an asset with the model, price, fund and award of the order. What came damaged, short or
    over shows in techplan inventory. Nothing is changed where a number is in use already.

    \b
    Example:
      techplan receive our-book --order PO27-0612 --receipt R-88 --quantity 340 --items labels.csv
    """
    from techplan.book.folder import write_folder
    from techplan.planning.receiving import Delivery
    from techplan.planning.receiving import receive as received

    voice = Voice("receive", as_json)
    book = open_book(folder, voice)
    delivery = Delivery(
        receipt=receipt,
        order=order,
        line=line,
        on=day_or_today(on),
        quantity=quantity,
        damaged=damaged,
        items=numbers_in(items) if items is not None else (),
    )
    after = received(book, delivery)
    write_folder(after, folder)
    new = len(delivery.items)
    voice.finish(
        "done", f"Received {counted(quantity, 'item')} on {order}, line {line}; {counted(new, 'new asset')}.",
        book=str(folder), order=order, line=line, assets=new,
    )  # fmt: skip


def numbers_in(path: Path) -> tuple[tuple[str | None, str | None], ...]:
    """Tag and serial number of each row of a table. Raises SourceError, or BookError where it has neither column."""
    from techplan.book.reading import normal_title, read_sheets

    (sheet, *_) = read_sheets(path.read_bytes(), path.name, known=("tag", "serial"))
    titles = [normal_title(title) for title in sheet.header]
    tag, serial = (_place(titles, names) for names in (("tag", "asset tag"), ("serial", "serial number")))
    if tag is None and serial is None:
        fault = Problem(
            severity="error",
            file=path.name,
            rule="list of items",
            what="The file has neither a column tag nor a column serial.",
            remedy="Give it the titles tag and serial, one row an item.",
        )
        raise BookError("Nothing was received.", [fault])
    return tuple((_cell(row[1], tag), _cell(row[1], serial)) for row in sheet.rows)


def _place(titles: list[str], names: tuple[str, ...]) -> int | None:
    return next((titles.index(name) for name in names if name in titles), None)


def _cell(cells: tuple[str, ...], at: int | None) -> str | None:
    return (cells[at].strip() or None) if at is not None else None
