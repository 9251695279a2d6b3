"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON document, for other programs.")]
ProblemsFile = Annotated[
    Path | None,
    typer.Option("--problems", metavar="FILE", help="Also write every problem found to this CSV file.", dir_okay=False),
]
On = Annotated[
    datetime | None,
    typer.Option(
        "--on", metavar="DATE", formats=["%Y-%m-%d"], help="The day to plan as of, as 2027-01-15. Default: today."
    ),
]
Known = Annotated[
    datetime | None,
    typer.Option(
        "--known",
        metavar="DATE",
        formats=["%Y-%m-%d"],
        help="Use only rules that were published by this day, so that an old plan prints as it was.",
    ),
]
