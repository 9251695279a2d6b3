"""Progress on long work, on standard error, for people at a terminal only."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Report = Callable[[str, float], None]
"""What is being done, and the share of the whole that is done (0 to 1)."""

PATIENCE = 1.0
"""Seconds that work may take before it shows a bar."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[Report]:
    """A bar that appears when the work takes more than a second; nothing where nobody is looking."""
    if quiet or not sys.stderr.isatty():
        yield lambda what, share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("Starting", total=1.0)
    starter = threading.Timer(PATIENCE, bar.start)
    starter.daemon = True
    starter.start()
    try:
        yield lambda what, share: bar.update(task, description=what, completed=share)
    finally:
        starter.cancel()
        starter.join()
        bar.stop()


def part(report: Report, start: float, end: float) -> Report:
    """A report whose 0 to 1 is the stretch from ``start`` to ``end`` of another's."""
    return lambda what, share: report(what, start + (end - start) * share)
