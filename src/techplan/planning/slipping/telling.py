"""The table of what is put off, in words."""

from __future__ import annotations

from typing import Any

import polars as pl

from techplan.book.school_years import label
from techplan.planning.results import Slips
from techplan.planning.settings import Settings
from techplan.planning.slipping.choosing import Chosen


def slips(chosen: Chosen, lines: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The ``slips`` table; ``lines`` are the cost lines as they would have been."""
    found = lines.filter(pl.col("line").is_in(list(chosen.late))).sort("line")
    rows = [
        _row(line, years, items, chosen, settings)
        for line in found.iter_rows(named=True)
        for years, items in sorted(chosen.late[line["line"]].items())
    ]
    return pl.DataFrame(rows, schema=Slips.polars_schema(), orient="row").sort(Slips.primary_key())


def _row(line: dict[str, Any], years: int, items: int, chosen: Chosen, settings: Settings) -> dict[str, Any]:
    """One line that waits, or a part of it; what moves beyond the plan costs nothing in it."""
    things = line["source_table"] == "needs"
    whole = int(line["quantity"]) if things else 1
    later = chosen.prices.get((line["line"], years), 0)
    past, to_fy = chosen.past.get(line["line"], False), line["fy"] + years
    return {
        "line": line["line"],
        "to_fy": to_fy,
        "school": line["school"],
        "title": line["title"],
        "asset_class": line["asset_class"] if things else None,
        "from_fy": line["fy"],
        "quantity": items,
        "amount_cents": line["amount_cents"] * items // whole,
        "later_cents": later * items // whole,
        "past_support": past,
        "why": _why(line, to_fy, settings, past=past, things=things),
    }


def _why(line: dict[str, Any], to_fy: int, settings: Settings, *, past: bool, things: bool) -> str:
    when = f"is paid in {label(to_fy)}" if to_fy <= settings.last_fy else "falls beyond the plan"
    kept = "the old ones are used on meanwhile" + (", past their maker’s support" if past else "")
    said = kept if things else "it begins later"
    return (
        f"May wait {line['may_slip_years']} year{'' if line['may_slip_years'] == 1 else 's'}; with it more of what "
        f"matters most is funded. It {when}, and {said}."
    )
