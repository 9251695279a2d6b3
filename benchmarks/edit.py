"""Time what follows an edit: needs, costs, ownership and alignment again for 20 thousand assets.

Lakeside's assets are repeated until there are enough. Prints milliseconds (the middle of the runs), each step's ratio
to reading the Book's folder, and the aim: below 300 ms together.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

import techplan
from techplan.book.book import Book
from techplan.planning import alignment, ownership
from techplan.planning.costs import cost_lines
from techplan.planning.drivers import driver_counts
from techplan.planning.needs import find_needs
from techplan.planning.needs.due import due_dates
from techplan.planning.settings import settings_of

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "lakeside"
ON = date(2027, 1, 15)
ASSETS, RUNS, AIM = 20_000, 9, 300


def main() -> None:
    """Print each step, and all together."""
    start = time.perf_counter()
    book = techplan.read_book(EXAMPLE)
    floor = time.perf_counter() - start
    book = enlarged(book, ASSETS)
    steps: dict[str, list[float]] = {}
    for run in range(RUNS + 1):
        times = one_edit(edited(book, run))
        if run:  # the first run warms up
            for name, seconds in times.items():
                steps.setdefault(name, []).append(seconds)
    total = 0.0
    for name, seconds in steps.items():
        middle = statistics.median(seconds)
        total += middle
        print(f"{name:<12} {middle * 1000:6.0f} ms  {middle / floor:.2f} times reading the Book's folder")
    print(f"{'together':<12} {total * 1000:6.0f} ms  for {book.assets.height:,} assets (aim: below {AIM} ms)")


def enlarged(book: Book, number: int) -> Book:
    """The Book with its assets repeated until there are ``number``."""
    times = -(-number // book.assets.height)
    parts = [
        book.assets.with_columns(asset=pl.format("{}#{}", "asset", pl.lit(copy))) if copy else book.assets
        for copy in range(times)
    ]
    return book.with_tables(assets=pl.concat(parts).head(number))


def edited(book: Book, run: int) -> Book:
    """The Book with other prices, as after an edit."""
    return book.with_tables(asset_classes=book.asset_classes.with_columns(pl.col("unit_price_cents") + run))


def one_edit(book: Book) -> dict[str, float]:
    """Seconds by step."""
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        found[name] = work()
        seconds[name] = time.perf_counter() - start

    found: dict[str, object] = {}
    settings, _ = settings_of(book, ON)
    timed("drivers", lambda: driver_counts(book, settings))
    drivers = driver_counts(book, settings)
    timed("due dates", lambda: due_dates(book, settings))
    timed("needs", lambda: find_needs(book, settings, drivers))
    needs = find_needs(book, settings, drivers)
    timed("costs", lambda: cost_lines(book, needs.needs, settings, drivers))
    lines, _, _ = cost_lines(book, needs.needs, settings, drivers)

    def owning() -> None:
        time_used = ownership.users_time(book)
        ownership.ownership(book, needs.stock, lines, time_used, settings, settings.focus)
        ownership.denominators(book, needs.stock, drivers, settings.focus)

    def aligning() -> None:
        scores = alignment.scores(book)
        alignment.line_goals(book, lines, scores)
        alignment.ranking(book, lines, scores, settings)

    timed("ownership", owning)
    timed("alignment", aligning)
    return seconds


if __name__ == "__main__":
    main()
