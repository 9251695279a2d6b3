"""``techplan receive``: goods that came on an order become a receipt, and assets where they have numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from techplan.book.problem import BookError, Problem, has_errors
from techplan.cli.dates import day_or_today
from techplan.cli.opening import BookFolder, open_book
from techplan.cli.options import AsJson, On
from techplan.cli.speak import Voice, counted

if TYPE_CHECKING:
    from techplan.book.book import Book
    from techplan.book.reading import Sheet
    from techplan.planning.inventory.deliveries import Delivery

Items = tuple[tuple[str | None, str | None], ...]

TAGS: Final = ("tag", "asset tag")
SERIALS: Final = ("serial", "serial number")


def cents_given(text: str) -> int:
    """An amount of the command line, as ``102,000.00``, in cents. Raises BadParameter where it is none."""
    from techplan.book.reading import parse_money

    amount = parse_money(text)
    if amount.value is None or amount.value < 0:
        why = amount.fault or "This is no amount."
        raise typer.BadParameter(f"{text!r}: {why} {amount.remedy or 'Write it as 1234.50.'}")
    return amount.value


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
    invoice: Annotated[str | None, typer.Option("--invoice", metavar="NUMBER", help="Number of the invoice.")] = None,
    invoiced: Annotated[
        int | None,
        typer.Option("--invoiced", metavar="AMOUNT", parser=cents_given, help="Amount invoiced, as 102000.00."),
    ] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Receive goods on an order.

    Each item of FILE becomes an asset with the model, price, fund and award of the order. What came damaged, short or
    over is said, and shows in techplan inventory. Nothing is changed where a number is in use already.

    \b
    Example:
      techplan receive our-book --order PO27-0612 --receipt R-88 --quantity 340 --items labels.csv
    """
    from techplan.book.folder import write_folder
    from techplan.planning.inventory.deliveries import Delivery
    from techplan.planning.inventory.deliveries import receive as received

    voice = Voice("receive", as_json)
    book = open_book(folder, voice)
    delivery = Delivery(
        receipt=receipt,
        order=order,
        line=line,
        on=day_or_today(on),
        quantity=quantity,
        damaged=damaged,
        invoice=invoice,
        invoiced_cents=invoiced,
        items=numbers_in(items, voice) if items is not None else (),
    )
    after = received(book, delivery)
    write_folder(after, folder)
    new = len(delivery.items)
    state = state_of_line(after, delivery)
    voice.finish(
        "done",
        f"Received {counted(quantity, 'item')} on {order}, line {line}; {counted(new, 'new asset')}. "
        f"{state['received']:,} of {state['ordered']:,} have come so far, {state['open']:,} are still to come."
        + (f"\n{state['why']}" if state["why"] else ""),
        book=str(folder), order=order, line=line, receipt=receipt, assets=new,
        **{name: state[name] for name in ("ordered", "received", "open", "over", "not_entered", "why")},
    )  # fmt: skip


def state_of_line(book: Book, delivery: Delivery) -> dict[str, Any]:
    """What has become of the order line so far: its row of the ``order_lines`` table."""
    from techplan.planning.inventory.orders import order_lines
    from techplan.planning.inventory.owned import owned_assets

    lines = order_lines(book, owned_assets(book), delivery.on).rows(named=True)
    return next(row for row in lines if (row["order"], row["line"]) == (delivery.order, delivery.line))


def numbers_in(path: Path, voice: Voice) -> Items:
    """Tag and serial number of each row of a table, blank ones as None; what was noticed is told.

    Raises SourceError, or BookError where no table has either column or a row cannot be read whole.
    """
    from techplan.book.reading import read_sheets

    sheets = read_sheets(path.read_bytes(), path.name, known=(*TAGS, *SERIALS))
    read = [(sheet, columns) for sheet in sheets if (columns := _columns(sheet))]
    if not read:
        fault = Problem(
            severity="error",
            file=path.name,
            rule="list of items",
            what="The file has neither a column tag nor a column serial.",
            remedy="Give it the titles tag and serial, one row an item.",
        )
        raise BookError("Nothing was received.", [fault])
    found = [_numbers(sheet, columns) for sheet, columns in read]
    problems = [problem for _, several in found for problem in several]
    voice.report(problems)
    if has_errors(problems):
        raise BookError("Nothing was received.", problems)
    return tuple(pair for pairs, _ in found for pair in pairs)


def _columns(sheet: Sheet) -> dict[str, int]:
    """Where the tag and the serial number stand; empty where the table has neither."""
    from techplan.book.reading import normal_title

    titles = [normal_title(title) for title in sheet.header]
    places = {
        column: next((titles.index(name) for name in names if name in titles), None)
        for column, names in (("tag", TAGS), ("serial", SERIALS))
    }
    return {column: at for column, at in places.items() if at is not None}


def _numbers(sheet: Sheet, columns: dict[str, int]) -> tuple[Items, list[Problem]]:
    from techplan.book.reading import type_rows
    from techplan.book.tables import TABLES

    typed = type_rows(
        TABLES["assets"], sheet.rows, columns, file=sheet.file, identifiers=("tag", "serial"), strict=True
    )
    pairs = tuple((row.get("tag"), row.get("serial")) for row in typed.frame.iter_rows(named=True))
    return pairs, [*sheet.problems, *typed.problems]
