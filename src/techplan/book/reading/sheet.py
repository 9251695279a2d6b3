"""From records to a table: its header, its rows of one width, and the rest listed with reasons.

Width: a row must have as many cells as the header. Empty cells beyond it are cut off. A row with too few or too many
cells is refused, because nobody knows which cell has moved: a short row is most often a record torn by a line break,
a long one a comma that was not quoted. One kind of short row is sound: spreadsheets leave out the empty cells at the
end of whole blocks of sixteen rows (stata.com/support/faqs/data-management/how-excel-writes-empty-cells). So short
rows are filled up, and reported, where at least sixteen in a row share one width, or where they are the last block of
the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from techplan.book.problem import Problem, Severity
from techplan.book.reading.header import Header, find_header
from techplan.book.reading.noise import is_footer, is_total, total_name
from techplan.book.reading.records import Record
from techplan.book.reading.rows import Refused, Row, Sheet, Skipped, count_of, lines_in_words
from techplan.book.reading.titles import normal_title, unique_titles

_BLOCK: Final = 16
_GUARDED: Final = re.compile(r'="([^"]*)"')


@dataclass(slots=True)
class _Draft:
    """What has been sorted so far."""

    file: str
    width: int
    rows: list[Row] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)

    def skip(self, record: Record, why: str) -> None:
        self.skipped.append(Skipped(record.line, ", ".join(cell for cell in record.cells if cell), why))

    def note(self, severity: Severity, rule: str, what: str, remedy: str, line: int | None = None) -> None:
        self.problems.append(Problem(severity=severity, file=self.file, line=line, rule=rule, what=what, remedy=remedy))


def make_sheet(
    file: str, name: str | None, records: Sequence[Record], known: Collection[str], assumed: Sequence[str] = ()
) -> Sheet | None:
    """The table that records hold, or None where all are blank; ``known`` are normal titles that help to find it."""
    guarded = sum('="' in "\n".join(record.cells) for record in records)
    trimmed = [_trimmed(record, unwrap=guarded > 0) for record in records]
    start = next((at for at, record in enumerate(trimmed) if any(record.cells)), None)
    if start is None:
        return None
    header = find_header([record.cells for record in trimmed[start:]], known)
    first, last = start + header.first, start + header.last
    titles = _titles(header.cells, trimmed[last + 1 :])
    draft = _Draft(file, len(titles))
    for record in trimmed[:first]:
        draft.skip(record, "above the header" if any(record.cells) else "blank")
    _sort_body(trimmed, last + 1, header.cells, draft)
    _leave_out_headings(draft)
    line = trimmed[first].line
    _doubt_header(header, line, draft)
    said = [*assumed, f"header on line {line}" if first == last else f"header on lines {line} and {trimmed[last].line}"]
    if guarded:
        said.append(f'{count_of(guarded, "row")} with cells guarded as ="..." , which were unwrapped')
    totals = [left.line for left in draft.skipped if left.why == "total"]
    if totals:
        said.append(f"{count_of(len(totals), 'total row')} left out ({lines_in_words(totals)})")
    return Sheet(
        file, name, unique_titles(titles), line, tuple(draft.rows), tuple(draft.refused),
        tuple(sorted(draft.skipped)), tuple(said), tuple(draft.problems),
    )  # fmt: skip


def _trimmed(record: Record, *, unwrap: bool) -> Record:
    cells = [cell.strip() for cell in record.cells]
    if unwrap:
        cells = [found[1].strip() if (found := _GUARDED.fullmatch(cell)) else cell for cell in cells]
    return Record(record.line, record.last_line, cells)


def _titles(cells: Sequence[str], body: Sequence[Record]) -> list[str]:
    """The header's cells without blank ones at its end, but for columns in which some whole row has a value."""
    width = len(cells)
    needed = next((at + 1 for at in reversed(range(width)) if cells[at]), 0)
    for record in body:
        if needed == width:
            break
        if len(record.cells) == width:
            needed = max(needed, next((at + 1 for at in reversed(range(width)) if record.cells[at]), 0))
    return list(cells[:needed])


def _sort_body(records: Sequence[Record], start: int, titles: Sequence[str], draft: _Draft) -> None:
    sound = _sound_short_rows(records, start, draft)
    below = _where_notes_begin(records, start, draft.width)
    wanted = list(titles)
    for at in range(start, len(records)):
        record = records[at]
        cells = record.cells
        filled = sum(map(bool, cells))
        if filled == 0:
            draft.skip(record, "blank")
        elif cells == wanted:
            draft.skip(record, "header again")
        elif why := _why_no_data(record, filled, draft.width, is_below=at >= below):
            draft.skip(record, why)
            if why == "total":
                draft.totals.append(total_name(next(filter(None, cells))))
        elif len(cells) >= draft.width and not any(cells[draft.width :]):
            draft.rows.append(Row(record.line, tuple(cells[: draft.width])))
        elif at in sound:
            draft.rows.append(Row(record.line, tuple(cells) + ("",) * (draft.width - len(cells))))
        else:
            _refuse(record, draft)


def _why_no_data(record: Record, filled: int, width: int, *, is_below: bool) -> str | None:
    cells = record.cells
    if filled == 1:
        text = next(filter(None, cells))
        if is_footer(text) and (width > 1 or not text[:1].isdigit()):
            return "footer"
        return "below the table" if is_below else None
    if is_total(cells):
        return "total"
    return "footer" if len(cells) != width and is_footer(next(filter(None, cells))) else None


def _where_notes_begin(records: Sequence[Record], start: int, width: int) -> int:
    """Index from which a blank row and then only lone cells follow: notes below a table of three or more columns."""
    if width < 3:
        return len(records)
    at = len(records)
    first_blank = at
    while at > start and sum(map(bool, records[at - 1].cells)) <= 1:
        at -= 1
        if not any(records[at].cells):
            first_blank = at
    return first_blank


def _sound_short_rows(records: Sequence[Record], start: int, draft: _Draft) -> frozenset[int]:
    """Indices of short rows that a spreadsheet wrote without their empty last cells (see the head of this module)."""
    found: list[int] = []
    for run in _runs(records, start, draft.width):
        at_end = run.stop == len(records) and len(run) > 1 and run.start % _BLOCK == 0
        if len(run) >= _BLOCK or at_end:
            found.extend(run)
            draft.note(
                "warning",
                "short rows",
                f"{count_of(len(run), 'row')} from here have {len(records[run.start].cells)} cells where the header "
                f"has {draft.width}; the missing last cells were read as empty, as spreadsheets write them.",
                "Look whether the last columns of these rows are right.",
                records[run.start].line,
            )
    return frozenset(found)


def _runs(records: Sequence[Record], start: int, width: int) -> Iterator[range]:
    at = start
    while at < len(records):
        size = len(records[at].cells)
        end = at + 1
        if 1 < size < width:
            while end < len(records) and len(records[end].cells) == size:
                end += 1
            yield range(at, end)
        at = end


def _refuse(record: Record, draft: _Draft) -> None:
    cells, width = tuple(record.cells), draft.width
    reason = f"The row has {count_of(len(cells), 'cell')} where the header has {width}."
    remedy = "Complete the row in the file, or put quotation marks around the text that holds the extra delimiter."
    if record.last_line > record.line:
        reason += f" It goes from line {record.line} to line {record.last_line}."
        remedy = "Look for a quotation mark that opens and does not close, such as an inch mark, and double it."
    draft.refused.append(Refused(record.line, cells, reason, remedy))
    draft.note("error", "row width", reason, remedy, record.line)


def _leave_out_headings(draft: _Draft) -> None:
    """Rows with only their first cell filled are headings where a total row names them; else they stay, with a note."""
    names = {normal_title(name) for name in draft.totals if name}
    lone = [row for row in draft.rows if row.cells[0] and not any(row.cells[1:])] if draft.width > 3 else []
    headings = {row.line for row in lone if normal_title(row.cells[0]).endswith(tuple(names))} if names else set()
    draft.skipped += [Skipped(row.line, row.cells[0], "heading") for row in lone if row.line in headings]
    draft.rows = [row for row in draft.rows if row.line not in headings]
    kept = [row.line for row in lone if row.line not in headings]
    if kept and len(kept) < len(draft.rows):
        draft.note(
            "note",
            "lone first cell",
            f"{count_of(len(kept), 'row')} with only the first cell filled ({lines_in_words(kept)}) are kept as data.",
            "If they are headings, take them out of the file.",
            kept[0],
        )


def _doubt_header(header: Header, line: int, draft: _Draft) -> None:
    if header.doubtful:
        draft.note(
            "warning",
            "header in doubt",
            "The row taken for the header looks like data; perhaps the file has no header.",
            "Put a row of titles above the data.",
            line,
        )
