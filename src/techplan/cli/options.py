"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from techplan.cli.dates import day_given

AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON document, for other programs.")]
ProblemsFile = Annotated[
    Path | None,
    typer.Option("--problems", metavar="FILE", help="Also write every problem found to this CSV file.", dir_okay=False),
]
On = Annotated[
    date | None,
    typer.Option(
        "--on", metavar="DATE", parser=day_given, help="The day to plan as of, as 2027-01-15. Default: today."
    ),
]
Known = Annotated[
    date | None,
    typer.Option(
        "--known",
        metavar="DATE",
        parser=day_given,
        help="Use only rules that were published by this day, so that an old plan prints as it was.",
    ),
]
