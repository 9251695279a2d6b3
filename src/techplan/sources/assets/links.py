"""What an incoming asset names elsewhere in the Book: fund, award, program; and words with fixed choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from techplan.book.book import Book
from techplan.book.tables import TABLES
from techplan.sources.findings import Findings, counted
from techplan.sources.words import Words, fold

GRADE_WORDS = {"k": "KG", "kindergarten": "KG", "prek": "PK", "pre-k": "PK"} | {f"0{n}": str(n) for n in range(1, 10)}
"""Other ways to write a grade, folded."""


def known_references(rows: pl.DataFrame, book: Book, words: Words, findings: Findings) -> pl.DataFrame:
    """Funds, awards and programs as the Book has them, and choices in its words; what is unknown becomes null.

    Each unknown word is one warning with its count.
    """
    for column, table in (("fund", "funds"), ("award", "awards"), ("program", "programs")):
        if column in rows.columns:
            keys = book.table(table).get_column(TABLES["assets"].references()[column][1]).to_list()
            given = rows.get_column(column).drop_nulls().unique().to_list()
            known = words.funds.find_all(given) if column == "fund" else _folded(given, keys)
            rows = _translate(rows, column, known, f"no row of {table}", findings)
    for column in ("grade", "condition", "assigned_to"):
        if column in rows.columns:
            choices = (TABLES["assets"].columns()[column].metadata or {})["choices"]
            given = rows.get_column(column).drop_nulls().unique().to_list()
            known = _folded(given, choices, GRADE_WORDS if column == "grade" else {})
            rows = _translate(rows, column, known, f"none of: {', '.join(choices)}", findings)
    return rows


def _folded(given: list[str], keys: list[str], also: Mapping[str, str] | None = None) -> dict[str, str]:
    by_fold = {fold(key): key for key in keys} | dict(also or {})
    exact = set(keys)
    return {word: word if word in exact else by_fold[fold(word)] for word in given if fold(word) in by_fold}


def _translate(
    rows: pl.DataFrame, column: str, known: Mapping[str, str], is_what: str, findings: Findings
) -> pl.DataFrame:
    counts = Counter(rows.get_column(column).drop_nulls().to_list())
    for word, number in sorted(counts.items()):
        if word not in known:
            section = "mappings/words.toml under [funds]" if column == "fund" else "the file or in the Book"
            findings.note(
                "warning",
                f"{column} not known",
                f"{word!r} is {is_what}; the {column} of {counted(number, 'asset')} is left empty.",
                f"Say what it means in {section}, and import again.",
                column=column,
                value=word,
            )
    return rows.with_columns(pl.col(column).replace_strict(known, default=None, return_dtype=pl.String))
