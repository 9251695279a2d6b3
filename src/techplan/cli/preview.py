"""What an import would do, shown before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from techplan.cli.speak import counted, table_lines

if TYPE_CHECKING:
    from techplan.cli.incoming import Incoming

WORDS: Final = ("added", "changed", "same", "unseen", "refused")
UNKNOWN_TABLE: Final = "(no table)"
SHOWN: Final = 10
"""Lines of a list before the rest are only counted."""


def preview_lines(incoming: Incoming, passed_over: Sequence[str]) -> list[str]:
    """Rows read, what happens to each table, the first changed values, and everything that was assumed."""
    read = [file for file in incoming.files if not file.endswith(".toml")]
    mappings = len(incoming.files) - len(read)
    what = f"{counted(incoming.rows_read, 'row')} from {counted(len(read), 'file')}"
    by = f" ({', '.join(incoming.sources)})" if incoming.sources else ""
    also = f" and {counted(mappings, 'mapping')}" if mappings else ""
    lines = [f"Read {what}{by}{also}."]
    counts = incoming.counts()
    if counts:
        head = ("table", *WORDS)
        rows = [(name or UNKNOWN_TABLE, *(f"{count[word]:,}" for word in WORDS)) for name, count in counts.items()]
        lines += [f"  {line}" for line in table_lines([head, *rows], right=range(1, len(head)))]
    lines += _some("Changed values", changed_values(incoming))
    lines += _some("Assumed", assumed_by_file(incoming))
    lines += _some("Left out", left_out(incoming))
    lines += _some("Not read", passed_over)
    return lines


def changed_values(incoming: Incoming) -> Iterator[str]:
    """``assets 00069, cost: 300.00 → 330.00``, for every value that changes."""
    for changes in incoming.changes:
        for table in changes.tables:
            for key, column, before, after in table.changed.iter_rows():
                yield f"{table.table} {key}, {column}: {_shown(before)} → {_shown(after)}"


def assumed(incoming: Incoming) -> Iterator[tuple[str, str]]:
    """What was assumed, each as file and words; several files read as one go by all their names."""
    for changes in incoming.changes:
        file = ", ".join(changes.imported.files)
        for words in changes.imported.assumed:
            yield file, words.removeprefix(f"{file}: ")


def assumed_by_file(incoming: Incoming) -> Iterator[str]:
    """``encoding UTF-8: schools.csv and 12 others``: each assumption once, with the files that it is about."""
    files: dict[str, list[str]] = {}
    for file, words in assumed(incoming):
        files.setdefault(words, []).append(file)
    for words, about in files.items():
        others = f" and {counted(len(about) - 1, 'other')}" if len(about) > 1 else ""
        yield f"{about[0]}{others}: {words}"


def left_out(incoming: Incoming) -> list[str]:
    """Rows that hold no data, counted by file and reason."""
    counts: dict[tuple[str, str], int] = {}
    for changes in incoming.changes:
        for row in changes.imported.skipped:
            counts[row.file, row.why] = counts.get((row.file, row.why), 0) + 1
    return [f"{file}: {counted(number, 'row')}: {why}" for (file, why), number in counts.items()]


def preview_parts(incoming: Incoming, passed_over: Sequence[str]) -> dict[str, Any]:
    """The same in full, for ``--json``."""
    return {
        "sources": incoming.sources,
        "files": incoming.files,
        "not_read": list(passed_over),
        "rows_read": incoming.rows_read,
        "tables": incoming.counts(),
        "changed": [
            {"table": table.table, **row}
            for changes in incoming.changes
            for table in changes.tables
            for row in table.changed.to_dicts()
        ],
        "unseen": [
            {"table": table.table, **row}
            for changes in incoming.changes
            for table in changes.tables
            for row in table.unseen.to_dicts()
        ],
        "assumed": [{"file": file, "assumed": words} for file, words in assumed(incoming)],
        "left_out": [
            {"file": row.file, "line": row.line, "why": row.why}
            for changes in incoming.changes
            for row in changes.imported.skipped
        ],
        "documents": [name for changes in incoming.changes for name in changes.documents],
    }


def _some(title: str, items: Iterable[str]) -> list[str]:
    listed = list(items)
    if not listed:
        return []
    more = [f"  … and {len(listed) - SHOWN:,} more, see --json"] if len(listed) > SHOWN else []
    return [f"{title}:", *(f"  {item}" for item in listed[:SHOWN]), *more]


def _shown(value: str | None) -> str:
    return "(empty)" if value is None else value
