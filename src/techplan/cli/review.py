"""``techplan review``: did last year's plan work, and what could pay for the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from techplan.book.problem import TechplanError
from techplan.cli.dates import day_or_today
from techplan.cli.opening import BookFolder, open_book
from techplan.cli.options import AsJson, Known, On, ProblemsFile
from techplan.cli.plan import check_out
from techplan.cli.progress import part, progress
from techplan.cli.speak import Voice, counted, table_lines

if TYPE_CHECKING:
    from techplan.book.book import Book
    from techplan.planning.review import Review


def review(
    folder: BookFolder,
    out: Annotated[
        Path, typer.Option("--out", metavar="OUT", help="Folder for the results; made where it is missing.")
    ],
    fy: Annotated[
        int | None,
        typer.Option(
            "--fy", metavar="N", min=1950, max=2199,
            help="Fiscal year to review, by the year in which it ends. Default: the last one that is over.",
        ),
    ] = None,
    on: On = None,
    known: Known = None,
    problems_file: ProblemsFile = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Review a year: budget against actual, promises, forecast, learning, ways to pay.

    OUT gets year-end-review.pdf for the board and tables/*.csv with every row. The ledger is matched to the adopted
    plan by the plan lines that accounts name and by the rules in mappings/ledger_match.toml; what is not matched is
    listed. Nothing in the Book is changed, and no candidate is applied. Earlier results in OUT are replaced.

    \b
    Examples:
      techplan review our-book --out our-review
      techplan review our-book --out our-review --fy 2026 --on 2027-01-15
    """
    from techplan.book.placing import place_files
    from techplan.documents.review import review_documents
    from techplan.planning.plan import plan as make_plan
    from techplan.planning.review import review_of

    voice = Voice("review", as_json)
    check_out(out, folder)
    day = day_or_today(on)
    with progress(quiet=as_json) as report:
        report("Reading the Book", 0.0)
        book = open_book(folder, voice, problems_file)
        check_year(book, fy)
        made = make_plan(book, on=day, known=known, progress=part(report, 0.1, 0.6))
        year = fy if fy is not None else made.settings.in_progress - 1
        report("Comparing", 0.6)
        found = review_of(book, made.settings, made.rules, year, known=known, plan=made)
        report("Setting the report", 0.8)
        files = review_documents(found)
        place_files(out, files)
    voice.say(*summary_lines(found))
    voice.finish(
        "done", f"Written to {out}.", book=str(folder), on=day, fy=year, figures=figures(found), files=sorted(files)
    )


def check_year(book: Book, fy: int | None) -> None:
    """Refuse a year that somebody named and of which nothing is known: zeros would look like a year without money.

    Raises TechplanError where neither the ledger nor the adopted plan has a row of it, though they have others.
    """
    from techplan.book.school_years import label

    years = sorted({*book.ledger["fy"].to_list(), *book.adopted_lines["fy"].to_list()})
    if fy is None or not years or fy in years:
        return
    known = ", ".join(label(year) for year in years)
    raise TechplanError(
        f"Neither the ledger nor the adopted plan has a row of {label(fy)}; they have {known}. "
        "Choose one of these with --fy, or import the ledger of that year."
    )


def figures(found: Review) -> dict[str, Any]:
    """The figures of the summary; money in cents."""
    ties = {row["part"]: row for row in found.result("review_ties").iter_rows(named=True)}
    ways = found.result("review_candidates")
    by_standing = dict.fromkeys(("open", "accepted", "declined"), 0)
    for row in ways.iter_rows(named=True):
        by_standing[row["standing"]] += row["counted_cents"]
    amounts = ("revised_cents", "encumbered_cents", "actual_cents", "left_cents")
    return {
        **{f"ledger_{name}": ties["ledger"][name] for name in amounts},
        "matched_accounts": ties["plan line"]["accounts"] + ties["rule"]["accounts"],
        "unmatched_accounts": ties["unmatched"]["accounts"],
        "unmatched_actual_cents": ties["unmatched"]["actual_cents"],
        "candidates": ways.height,
        **{f"candidates_{name}_cents": cents for name, cents in by_standing.items()},
    }


def summary_lines(found: Review) -> list[str]:
    """The year's money, what is not matched, and what could pay."""
    from techplan.book.money import whole_dollars
    from techplan.book.school_years import long_label

    said = figures(found)
    rows = [
        ("Budget", said["ledger_revised_cents"]),
        ("Spent", said["ledger_actual_cents"]),
        ("Encumbered", said["ledger_encumbered_cents"]),
        ("Left", said["ledger_left_cents"]),
        ("Spent on no line of the plan", said["unmatched_actual_cents"]),
        ("Ways to pay, open", said["candidates_open_cents"]),
        ("Ways to pay, accepted", said["candidates_accepted_cents"]),
    ]
    matched = f"{counted(said['matched_accounts'], 'account')} matched, {said['unmatched_accounts']:,} not"
    return [
        f"{long_label(found.fy, found.start_month)} in dollars",
        *table_lines([(name, whole_dollars(cents)) for name, cents in rows], right=[1]),
        f"{matched}; {counted(said['candidates'], 'candidate')}.",
    ]
