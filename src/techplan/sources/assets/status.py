"""Other systems' status words as ours."""

from __future__ import annotations

from collections import Counter
from typing import Final

import polars as pl

from techplan.sources.findings import Findings, counted, listed
from techplan.sources.words import fold

READY: Final = "ready"
"""In stock and fit for use: *active* where it is in someone's hands, else *spare*."""

STATUS_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "active": ("active", "deployed", "in use", "assigned", "checked out", "provisioned", "installed", "in service"),
    READY: ("ready to deploy", "ready", "deployable", "available"),
    "spare": ("spare", "in stock", "stock", "in storage", "storage", "stored", "loaner", "reserve", "pre_provisioned"),
    "in repair": (
        "in repair", "pending", "pending diagnostics", "out for diagnostics", "out for repair", "repair", "broken",
        "damaged", "needs repair", "maintenance",
    ),
    "missing": ("missing", "lost", "stolen", "lost/stolen", "lost or stolen", "not found"),
    "retired": (
        "retired", "archived", "deprovisioned", "decommissioned", "decommissioning", "broken - not fixable",
        "end of life", "eol", "obsolete", "surplus",
    ),
    "disposed": (
        "disposed", "disposed of", "sold", "surplussed", "recycled", "scrapped", "donated", "auctioned", "destroyed",
        "e-wasted", "written off",
    ),
}  # fmt: skip
"""Our status, and the words that plainly mean it."""

ASSUMED_WORDS: Final[dict[str, str]] = {
    "undeployable": "in repair",
    "disabled": "missing",  # administrators disable a Chromebook that is lost or stolen
    "delinquent": "active",
    "inactive": "spare",
}
"""Words that could mean more than one status, what they are taken for; each use is listed as assumed."""

_BY_WORD: Final = {word: status for status, words in STATUS_WORDS.items() for word in words} | ASSUMED_WORDS


def own_statuses(rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """``status`` in our words. An unknown word leaves it empty, with one warning a word.

    Where ``rows`` has ``in_hands`` (yes or no), what is ready for use is active in someone's hands and else a spare;
    where it has not, it is active.
    """
    if "status" not in rows.columns:
        return rows
    words = Counter(rows.get_column("status").drop_nulls().to_list())
    known = {word: _BY_WORD[fold(word)] for word in words if fold(word) in _BY_WORD}
    _report(words, known, findings)
    status = pl.col("status").replace_strict(known, default=None, return_dtype=pl.String)
    spare = ~pl.col("in_hands") if "in_hands" in rows.columns else pl.lit(value=False)
    ready = pl.when(spare).then(pl.lit("spare")).otherwise(pl.lit("active"))
    return rows.with_columns(pl.when(status == READY).then(ready).otherwise(status).alias("status"))


def _report(words: Counter[str], known: dict[str, str], findings: Findings) -> None:
    for word, number in sorted(words.items()):
        if word not in known:
            findings.note(
                "warning",
                "status not known",
                f"The status word {word!r} ({counted(number, 'row')}) is not one that Techplan knows; the status is "
                "left empty, and such assets count as in use.",
                "Correct the status in the Book's assets, or rename the word in the system that the file came from.",
                column="status",
                value=word,
            )
        elif fold(word) in ASSUMED_WORDS:
            findings.assume(f"Status {word!r} is taken as {known[word]} ({counted(number, 'row')}).")
    ready = {word: words[word] for word, status in known.items() if status == READY}
    if ready:
        findings.assume(f"Ready for use is taken as active in someone's hands, else as spare: {listed(ready)}.")
