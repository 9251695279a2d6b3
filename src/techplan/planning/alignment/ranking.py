"""What is judged, in order: points beside cost, the director's rank before both, the sponsor's sentence with it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import polars as pl

from techplan.book.book import Book
from techplan.book.money import half_up
from techplan.book.tables.learning import EVIDENCE_TIERS
from techplan.planning.alignment.results import Ranking
from techplan.planning.settings import Settings

SAVED: Final = ("saving", "revenue", "avoided cost")


def ranking(book: Book, lines: pl.DataFrame, scores: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The ``ranking`` table: every initiative, and every program, agreement and class that somebody judged.

    Cost is that of its own lines, over the plan's years. Points and money stand side by side: cost of a point is shown,
    never a mixture of both.
    """
    judged = _judged(scores)
    subjects = {("initiative", code) for code in book.initiatives["initiative"]} | set(judged)
    costs, titles, own = _costs(book, lines), _titles(book), _initiatives(book)
    highest = max((row["points"] for row in judged.values()), default=Fraction(0))
    rows = [
        _row(subject, judged.get(subject), costs.get(subject, 0), titles, own.get(subject, {}), highest, settings)
        for subject in sorted(subjects)
    ]
    rows.sort(
        key=lambda row: (row["director_rank"] or 10**9, -(row["points"] or 0), row["subject_kind"], row["subject"])
    )
    for place, row in enumerate(rows, start=1):
        row["place"] = place
    return pl.DataFrame(rows, schema=Ranking.polars_schema(), orient="row").sort(Ranking.primary_key())


def _row(
    subject: tuple[str, str],
    judged: dict[str, Any] | None,
    cents: int,
    titles: dict[tuple[str, str], str],
    own: dict[str, Any],
    highest: Fraction,
    settings: Settings,
) -> dict[str, Any]:
    yearly = half_up(Fraction(cents, settings.horizon))
    points = judged["points"] if judged else None
    weight = points / highest if points and highest else Fraction(0)
    return {
        "subject_kind": subject[0],
        "subject": subject[1],
        "title": titles.get(subject) or subject[1],
        "director_rank": own.get("rank"),
        "place": 0,
        "points": None if points is None else round(float(points), 4),
        "yearly_cents": yearly,
        "point_cents": half_up(Fraction(yearly) / points) if points else None,
        "benefits_cents": own.get("benefits", 0),
        "risk": None if judged is None else round(1 - judged["likelihood"], 4),
        "evidence": judged["evidence"] if judged else None,
        "sentence": own.get("sentence"),
        "evaluation": own.get("evaluation"),
        "weight": round(float(weight), 6),
    }


def _judged(scores: pl.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """Points, mean likelihood and weakest evidence by subject."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    tiers = {name: place for place, name in enumerate(EVIDENCE_TIERS)}
    for (kind, subject), part in scores.group_by(["subject_kind", "subject"], maintain_order=True):
        found[str(kind), str(subject)] = {
            "points": sum((Fraction(value) for value in part["points"]), Fraction(0)),
            "likelihood": float(str(part["likelihood"].cast(pl.Float64).mean())),
            "evidence": max(part["evidence"].to_list(), key=tiers.__getitem__),
        }
    return found


def _costs(book: Book, lines: pl.DataFrame) -> dict[tuple[str, str], int]:
    """Cents over the plan by subject; a line counts for each subject that it belongs to."""
    initiatives = book.initiative_costs.select("initiative", source_key="cost")
    joined = lines.filter(pl.col("source_table") == "initiative_costs").join(initiatives, on="source_key")
    parts = {
        "agreement": (lines.filter(pl.col("source_table") == "agreements"), "source_key"),
        "initiative": (joined, "initiative"),
        "program": (lines, "program"),
        "asset class": (lines.filter(pl.col("source_table") == "needs"), "asset_class"),
    }
    found: dict[tuple[str, str], int] = {}
    for kind, (frame, column) in parts.items():
        sums = frame.filter(pl.col(column).is_not_null()).group_by(column).agg(pl.col("amount_cents").sum())
        found |= {(kind, subject): cents for subject, cents in sums.sort(column).iter_rows()}
    return found


def _titles(book: Book) -> dict[tuple[str, str], str]:
    named = (
        ("program", book.programs.select("code", "title")),
        ("initiative", book.initiatives.select("initiative", "title")),
        ("agreement", book.agreements.select("agreement", "title")),
        ("asset class", book.asset_classes.select("code", "name")),
    )
    return {(kind, key): title for kind, frame in named for key, title in frame.iter_rows()}


def _initiatives(book: Book) -> dict[tuple[str, str], dict[str, Any]]:
    """Rank, sentence, evaluation and money expected of each initiative."""
    money = book.initiative_benefits.filter(pl.col("kind").is_in(SAVED))
    gains = dict(money.group_by("initiative").agg(pl.col("amount_cents").sum()).iter_rows())
    return {
        ("initiative", row["initiative"]): {**row, "benefits": gains.get(row["initiative"], 0)}
        for row in book.initiatives.iter_rows(named=True)
    }
