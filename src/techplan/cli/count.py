"""``techplan count``: a physical count, opened for places, scanned, looked at, closed with a certificate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from techplan.book.money import dollars
from techplan.book.problem import SourceError, TechplanError, has_errors
from techplan.cli.dates import day_or_today
from techplan.cli.opening import BookFolder, open_book, state_of
from techplan.cli.options import AsJson, On
from techplan.cli.speak import SHOWN, Voice, as_typed, counted, table_lines

if TYPE_CHECKING:
    import polars as pl

    from techplan.book.book import Book
    from techplan.planning.inventory.counting import Counted
    from techplan.sources.scans import ScanList

Code = Annotated[str, typer.Argument(metavar="CODE", help="Code of the count.")]
STANDARD_INPUT = "-"


def open_(
    folder: BookFolder,
    code: Code,
    schools: Annotated[
        list[str], typer.Option("--school", metavar="CODE", help="School to count; may be given several times.")
    ],
    rooms: Annotated[
        list[str] | None,
        typer.Option("--room", metavar="ROOM", help="Only these rooms of the one school; without any, all of it."),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="ROLE", help="Who answers for the count.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What is counted, in words.")] = None,
    award: Annotated[str | None, typer.Option("--award", metavar="AWARD", help="Award whose count it is.")] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Open a count for whole schools, or for rooms of one school.

    \b
    Examples:
      techplan count open our-book spring-2027 --school 010 --school 020 --by "Technology director"
      techplan count open our-book oak-wing --school 010 --room 101 --room 102
    """
    from techplan.planning.inventory.counting import WHOLE_SCHOOL, open_count, overlaps

    voice = Voice("count open", as_json)
    if rooms and len(set(schools)) > 1:
        raise typer.BadParameter("Rooms can be named for one school at a time.", param_hint="--room")
    state = state_of(folder)
    book = open_book(folder, voice)
    places = list(dict.fromkeys((school, room) for school in schools for room in (rooms or [WHOLE_SCHOOL])))
    voice.report(overlaps(book, places))
    save(open_count(book, code, places, on=day_or_today(on), by=by, title=title, award=award), folder, state)
    message = f"Opened the count {code} for {counted(len(places), 'place')}. Scan with: techplan count scan."
    voice.finish("done", message, book=str(folder), count=code, places=places)


def scan(
    folder: BookFolder,
    code: Code,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="List or table of scans; - reads what a scanner types, until its end.")
    ],
    room: Annotated[str | None, typer.Option("--room", metavar="ROOM", help="Room of scans that name none.")] = None,
    school: Annotated[
        str | None, typer.Option("--school", metavar="CODE", help="School of the scans, where the count has several.")
    ] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Take scans into an open count: one number a line, or a table with the columns tag and room.

    A line ROOM:101, from a barcode at the door, says where what follows was read.

    \b
    Examples:
      techplan count scan our-book spring-2027 room101.txt --room 101
      techplan count scan our-book spring-2027 - --room 101
    """
    from techplan.planning.inventory.counting import Scan, add_scans, check_place, scan_doubts

    voice = Voice("count scan", as_json)
    state = state_of(folder)
    book = open_book(folder, voice)
    check_place(book, code, room, school)  # before somebody scans for an hour
    found = scans_in(file)
    voice.report(found.problems)
    if has_errors(found.problems):
        voice.finish("errors", "The list has errors; no scan was taken.")
        raise typer.Exit(1)
    scans = [Scan(value, place or room, school) for value, place in found.scans]
    if not scans:
        raise TechplanError(f"{file} holds no scan. Nothing was changed.")
    if state_of(folder) != state:  # others may have scanned meanwhile
        state = state_of(folder)
        book = open_book(folder, voice)
    after = add_scans(book, code, scans, on=day_or_today(on))
    voice.report(scan_doubts(book, code, scans))
    save(after, folder, state)
    voice.say(*found.assumed, *certificate_lines(results(after), code))
    voice.finish("done", f"Took {counted(len(scans), 'scan')}.", book=str(folder), count=code, scans=len(scans))


def show(
    folder: BookFolder,
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="Code of the count; without it, all.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how a count stands, room by room, or all counts."""
    voice = Voice("count show", as_json)
    found = results(open_book(folder, voice))
    rows = found.certificates.iter_rows(named=True)
    certificates = {row["count_code"]: row for row in rows if code in {None, row["count_code"]}}
    if code is not None and code not in certificates:
        raise TechplanError(
            f"There is no count {code}. There are: {', '.join(found.certificates['count_code']) or 'none'}."
        )
    for one in certificates:
        voice.say(*certificate_lines(found, one, rooms=code is not None))
    if code is not None:
        voice.say(*exception_lines(found, code))
        rooms, lines = (frame.filter(frame["count_code"] == code).to_dicts() for frame in (found.rooms, found.lines))
        voice.finish(counts=certificates, rooms=rooms, lines=lines)
        return
    none = None if certificates else "There are no counts yet. Open one with: techplan count open."
    voice.finish("done", none, counts=certificates)


def close(
    folder: BookFolder,
    code: Code,
    by: Annotated[str, typer.Option("--by", metavar="ROLE", help="Who certifies the count.")],
    mark_missing: Annotated[
        bool, typer.Option("--mark-missing", help="Set the status of what was not found to missing.")
    ] = False,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Do it; without this, what would happen is only shown.")
    ] = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Close a count: things found elsewhere move, what was found was seen, and the outcome is certified.

    Nothing moves without --confirm. The certificate as PDF comes with techplan inventory.
    """
    from techplan.planning.inventory.counting import close_count

    voice = Voice("count close", as_json)
    state = state_of(folder)
    book = open_book(folder, voice)
    found = results(book)
    after = close_count(book, code, found.lines, on=day_or_today(on), by=by, mark_missing=mark_missing)
    changed = after.asset_changes.join(book.asset_changes, on=["asset", "column", "number"], how="anti")
    if confirm:
        save(after, folder, state)
    shown = results(after) if confirm else found
    voice.say(*certificate_lines(shown, code, rooms=True), *exception_lines(shown, code))
    voice.say(*change_lines(changed, done=confirm))
    message = (
        f"Closed and certified. For the certificate: techplan inventory {as_typed(folder)} --out OUT"
        if confirm
        else "Nothing was changed. Close it with --confirm."
    )
    voice.finish(
        "done", message, book=str(folder), count=code, closed=confirm, changes=changed.height,
        certificate=shown.certificates.filter(shown.certificates["count_code"] == code).row(0, named=True),
        changed=changed.select("asset", "column", "before", "after").to_dicts(),
    )  # fmt: skip


def save(book: Book, folder: Path, state: dict[str, tuple[int, int]]) -> None:
    """Write the Book over the one that was read in this ``state``. Raises TechplanError where it is another now."""
    from techplan.book.folder import write_folder

    if state_of(folder) != state:
        raise TechplanError(
            f"Somebody else has changed the Book in {folder} meanwhile. Nothing was changed; do it again."
        )
    write_folder(book, folder)


def results(book: Book) -> Counted:
    """How all counts of a Book stand."""
    from techplan.planning.inventory.counting import count_results
    from techplan.planning.inventory.owned import owned_assets

    return count_results(book, owned_assets(book))


def scans_in(file: str) -> ScanList:
    """The scans of a file, or of standard input. Raises SourceError."""
    from techplan.sources.scans import read_scans

    if file != STANDARD_INPUT:
        path = Path(file)
        return read_scans(path.name, path.read_bytes())
    data = sys.stdin.buffer.read()
    if not data.strip():
        raise SourceError("Nothing was typed or piped in. Nothing was changed.")
    return read_scans("standard input", data)


def certificate_lines(found: Counted, code: str, *, rooms: bool = False) -> list[str]:
    """A count in words: who, when, where, the totals, what a reader should know; and its rooms where wanted."""
    (row,) = found.certificates.filter(found.certificates["count_code"] == code).iter_rows(named=True)
    state = f"closed on {row['closed_on']} by {row['by']}" if row["closed_on"] else f"open since {row['opened_on']}"
    lines = [f"Count {code}, {state}: {row['places']}", *([f"  {row['title']}"] if row["title"] else [])]
    words = ("expected", "matched", "moved_in", "missing", "not_yet_counted", "unknown", "repeats")
    lines += table_lines([(f"  {word.replace('_', ' ')}", f"{row[word]:,}") for word in words], right=[1])
    if row["missing_cost_cents"]:
        lines.append(f"  What is missing cost {dollars(row['missing_cost_cents'])} dollars.")
    if row["exceptions"]:
        lines.append(f"  To know: {row['exceptions']}.")
    return lines + (room_lines(found, code) if rooms else [])


def room_lines(found: Counted, code: str) -> list[str]:
    """The rooms of a count, one a line."""
    words = (
        "expected", "matched", "moved_in", "moved_out", "missing", "not_yet_counted", "unknown", "repeats",
    )  # fmt: skip
    head = ("  room", *(word.replace("_", " ") for word in words))
    own = found.rooms.filter(found.rooms["count_code"] == code)
    body = [(f"  {r['school']} {r['room']}", *(f"{r[word]:,}" for word in words)) for r in own.iter_rows(named=True)]
    return table_lines([head, *body], right=range(1, len(head)))


def exception_lines(found: Counted, code: str) -> list[str]:
    """What is missing, elsewhere, unknown or noted, one a line, at most ``SHOWN`` of them."""
    own = found.lines.filter(found.lines["count_code"] == code)
    odd = own.filter(own["outcome"].is_in(["missing", "moved in", "unknown"]) | own["note"].is_not_null())
    lines = [
        f"  {row['outcome']}: {row['asset'] or row['scanned']}{_whereabouts(row)}" for row in odd[:SHOWN].to_dicts()
    ]
    if odd.height > SHOWN:
        lines.append(f"  … and {odd.height - SHOWN:,} more; techplan inventory lists them all.")
    return lines


def _whereabouts(row: dict[str, str | None]) -> str:
    expected, seen = (
        " ".join(part for part in (row[f"{which}_school"], row[f"{which}_room"]) if part)
        for which in ("expected", "found")
    )
    words = [f"by the books {expected}" if expected else "", f"found in {seen}" if seen else "", row["note"] or ""]
    said = "; ".join(word for word in words if word)
    return f" ({said})" if said else ""


def change_lines(changed: pl.DataFrame, *, done: bool) -> list[str]:
    """Fields of assets that change, from what to what, at most ``SHOWN`` of them."""
    verb = "changed" if done else "would change"
    lines = [f"{counted(changed.height, 'field')} of assets {verb}{':' if changed.height else '.'}"]
    for row in changed[:SHOWN].iter_rows(named=True):
        lines.append(f"  {row['asset']}: {row['column']} {row['before'] or 'empty'} → {row['after'] or 'empty'}")
    if changed.height > SHOWN:
        lines.append(f"  … and {changed.height - SHOWN:,} more.")
    return lines
