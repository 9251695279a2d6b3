"""Readiness in words: targets, what is lacking, places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from techplan.documents.facts.names import Names
from techplan.documents.words import listed, percent
from techplan.planning.results import DISTRICT_WIDE

Row = dict[str, Any]

FEW: Final = 10
"""Fewer pupils than this are not counted out on paper."""


def figure(value: Decimal) -> str:
    """A number as people write it: at most two places, thousands parted."""
    text = f"{value.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):,}"
    return text.rstrip("0").rstrip(".")


def target(row: Row) -> str:
    """The target with its unit, and the day from which it holds."""
    value = row["target"]
    if value is None:
        return "none"
    if row["unit"] == "fiscal year":
        return f"through FY{int(value) - 1}"
    if row["unit"].startswith("yes"):
        return "yes"
    if row["unit"].startswith("share of"):
        return f"{percent(value).replace('.0%', '%')} {row['unit'].removeprefix('share ')}"
    unit = row["unit"].replace("s per device", " per device") if value == 1 else row["unit"]
    return f"{figure(value)} {unit}"


def lacking(row: Row) -> str:
    """What would fill the gap, in things; else the gap in the target's unit."""
    if row["missing_unit"] == "pupils" and row["missing"] < FEW:
        return f"under {FEW} pupils"
    if row["missing"] is not None and row["missing_unit"] is not None:
        return _things(row["missing"], row["missing_unit"])
    if row["gap"] is None:
        return "not known"
    if row["unit"] == "fiscal year":
        return _things(row["gap"], "years")
    return f"{figure(row['gap'])} {row['unit']}"


def _things(number: Decimal, unit: str) -> str:
    """``2 rooms``, ``1 room``, ``100 Mbps``."""
    one = number == 1 and unit.endswith("s") and unit != "Mbps"
    return f"{figure(number)} {unit[:-1] if one else unit}"


def found(row: Row) -> str:
    """What was found; of fewer than ten pupils no number that could point to them."""
    if row["missing_unit"] == "pupils" and row["missing"] < FEW:
        return f"Fewer than {FEW} pupils of families who answered are without."
    return str(row["found"])


def closed(row: Row) -> str:
    """When the plan closes it, and whether anybody pays for that."""
    if row["closing_fy"] is None:
        return "not in the plan"
    unpaid = ", if it is paid for" if row["closing_unfunded_cents"] else ""
    return f"FY{row['closing_fy']}{unpaid}"


def sources(rows: Iterable[Row]) -> str:
    """The sources of some targets with their days, each once, in a note."""
    found = sorted(
        {
            f"{row['source']} ({row['target_on'].isoformat()})" if row["target_on"] is not None else row["source"]
            for row in rows
            if row["source"] is not None
        }
    )
    return f"Targets: {'; '.join(found)}." if found else ""


def places(codes: Iterable[str], names: Names, every: Sequence[str]) -> str:
    """Places by name; the whole district stands for itself, and all schools together are every school."""
    known = set(codes)
    schools = sorted(known - {DISTRICT_WIDE})
    if len(schools) > 1 and every and set(schools) >= set(every):
        return "every school"
    if not schools:
        return "whole district" if known else ""
    return listed([names.school(code) for code in schools])
