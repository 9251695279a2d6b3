"""The models and classes of incoming assets.

A class is found by the Book's own model, then by ``words.toml``, then by the file's class column, then by a guess from
the words of category, maker and model, and last by a category that is itself the name of a class. The guess goes
before, because it knows a Chromebook among what a file calls laptops. Every guess is listed once a model with the
number of assets that rest on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from techplan.book.book import Book
from techplan.rules.hints import class_for
from techplan.sources.findings import Findings, counted, listed
from techplan.sources.words import Words

PARTS = ("model", "maker", "category", "class_word")
"""The text columns that tell a thing's class."""

MODEL_SCHEMA: Final = {"model": pl.String, "maker": pl.String, "asset_class": pl.String}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a row says of the kind of thing it is; equal kinds are one question."""

    model: str | None
    maker: str | None
    category: str | None
    class_word: str | None

    def name(self) -> str | None:
        """The words a person would know it by."""
        return self.model or self.class_word or self.category or self.maker


@dataclass(slots=True)
class Classes:
    """Answers to what class each kind is."""

    of_kind: dict[Kind, str | None] = field(default_factory=dict)
    of_model: dict[str, str | None] = field(default_factory=dict)

    def own_class(self, kind: Kind) -> str | None:
        """The class to write on the asset itself: where it has no model, or differs from its model's."""
        found = self.of_kind[kind]
        return found if kind.model is None or found != self.of_model.get(kind.model) else None


def classify(
    rows: pl.DataFrame,
    book: Book,
    words: Words,
    findings: Findings,
    otherwise: tuple[str, str] | None = None,
) -> tuple[pl.Series, pl.DataFrame]:
    """``asset_class`` for each row (null where its model tells it), and the models as rows of ``product_models``.

    ``otherwise`` is a class for what no words tell, and why; where it is used, that is listed as well.
    ``rows`` has the columns of ``PARTS``; models must already be in the district's own words.
    """
    kinds = Counter(_kinds(rows))
    classes = _classes_of(kinds, book, words, findings, otherwise)
    own = pl.Series("asset_class", [classes.own_class(kind) for kind in _kinds(rows)], dtype=pl.String)
    makers = _makers(kinds, findings)
    models = sorted(makers)
    frame = pl.DataFrame(
        {
            "model": models,
            "maker": [makers[model] for model in models],
            "asset_class": [classes.of_model.get(model) for model in models],
        },
        schema=MODEL_SCHEMA,
    )
    return own, _not_said(frame, book)


def _not_said(models: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Makers and classes only where the Book has none: its own word on a model goes before any file's."""
    said = book.product_models.select(pl.col(column).alias(f"{column}_said") for column in MODEL_SCHEMA)
    return models.join(said, left_on="model", right_on="model_said", how="left", maintain_order="left").select(
        "model",
        *(
            pl.when(pl.col(f"{name}_said").is_null()).then(pl.col(name)).alias(name)
            for name in ("maker", "asset_class")
        ),
    )


def own_names(models: pl.Series, words: Words) -> pl.Series:
    """Model names in the district's own words, where ``words.toml`` or the Book's spelling gives them."""
    known = words.models.find_all(models.drop_nulls().unique().to_list())
    return models.replace(known) if known else models


def share_support_end(rows: pl.DataFrame, book: Book) -> tuple[pl.Series, dict[str, date]]:
    """Support ends, put where they belong: on the model where most of its devices agree, else on the device.

    ``rows`` has ``asset``, ``model`` and ``support_end``. Most means more than half of the devices that the file or
    the Book has of the model, so that a file of three devices never moves three hundred. Gives each row's own date
    (null where the model's holds) and the models' dates.
    """
    in_book = dict(book.assets.drop_nulls("model").group_by("model").len().iter_rows())
    dated = rows.drop_nulls(["model", "support_end"]).group_by("model", "support_end").len()
    in_file = dict(rows.drop_nulls("model").group_by("model").len().iter_rows())
    of_model: dict[str, date] = dict(book.product_models.select("model", "support_end").drop_nulls().iter_rows())
    agreed = {
        model: day
        for model, day, devices in dated.sort("model", "support_end").iter_rows()
        if devices * 2 > max(in_book.get(model, 0), in_file[model])
    }
    of_model |= agreed
    said = dict(book.assets.select("asset", "support_end").drop_nulls().iter_rows())
    own = [
        day if day != of_model.get(model) or said.get(asset, day) != day else None
        for asset, model, day in rows.select("asset", "model", "support_end").iter_rows()
    ]
    return pl.Series("support_end", own, dtype=pl.Date), agreed


def _kinds(rows: pl.DataFrame) -> Iterator[Kind]:
    return (Kind(*parts) for parts in rows.select(PARTS).iter_rows())


def _classes_of(
    kinds: Counter[Kind], book: Book, words: Words, findings: Findings, otherwise: tuple[str, str] | None
) -> Classes:
    decided = dict(book.product_models.select("model", "asset_class").drop_nulls().iter_rows())
    existing = frozenset(book.asset_classes.get_column("code").to_list())
    classes, guesses, unknown = Classes(), Counter[tuple[str, str, str]](), Counter[str]()
    for kind, number in kinds.items():
        found = decided.get(kind.model or "") or _said(kind, words)
        if found is None:
            guess = _guess(kind, existing, words, otherwise)
            if guess is None:
                unknown[kind.name() or ""] += number
            else:
                found = guess[0]
                guesses[kind.name() or "What has no model", *guess] += number
        classes.of_kind[kind] = found
    classes.of_model = _most_frequent((kind.model, classes.of_kind[kind], number) for kind, number in kinds.items())
    for (name, found, why), number in sorted(guesses.items()):
        findings.assume(f"{name}: taken as class {found} ({counted(number, 'asset')}), because {why}.")
    _report_unknown(unknown, findings)
    return classes


def _guess(
    kind: Kind, existing: frozenset[str], words: Words, otherwise: tuple[str, str] | None
) -> tuple[str, str] | None:
    """A class that the Book has, and why it is taken."""
    found = class_for(kind.category, kind.maker, kind.model)
    if found in existing and found is not None:
        return found, "its words say so"
    named = words.classes.find(kind.category) if kind.category else None
    if named is not None:
        return named, "its category has that name"
    return otherwise if otherwise is not None and otherwise[0] in existing else None


def _said(kind: Kind, words: Words) -> str | None:
    """The class that a person has given, in ``words.toml`` or in the file's class column."""
    translated = words.classes.first_translated(word for word in (kind.class_word, kind.model, kind.category) if word)
    if translated is not None:
        return translated
    return words.classes.find(kind.class_word) if kind.class_word else None


def _report_unknown(unknown: Counter[str], findings: Findings) -> None:
    for name, number in sorted(unknown.items()):
        findings.note(
            "warning",
            "class not known",
            f"No class is known for {name or 'assets with neither model nor category'} ({counted(number, 'asset')}); "
            "what has no class cannot be planned.",
            f'Give the model its class in product_models, or write "{name or "word"}" = "class code" under [classes] '
            "in mappings/words.toml, and import again.",
            column="asset_class",
            value=name or None,
        )


def _makers(kinds: Counter[Kind], findings: Findings) -> dict[str, str | None]:
    named: dict[str, Counter[str]] = {}
    for kind, number in kinds.items():
        if kind.model is not None:
            makers = named.setdefault(kind.model, Counter())
            if kind.maker is not None:
                makers[kind.maker] += number
    for model, makers in sorted(named.items()):
        if len(makers) > 1:
            findings.note(
                "note",
                "several makers of one model",
                f"The model {model} has {len(makers)} makers here: {listed(makers)}. The most frequent is kept.",
                "Correct the maker in product_models if it matters.",
                table="product_models",
                key=model,
                column="maker",
            )
    return _most_frequent(
        (model, maker, number) for model, makers in named.items() for maker, number in (makers or {None: 0}).items()
    )


def _most_frequent(counts: Iterable[tuple[str | None, str | None, int]]) -> dict[str, str | None]:
    """For each first word the second that is most often with it; ties go to the lower."""
    tally: dict[str, Counter[str]] = {}
    for word, answer, number in counts:
        if word is not None:
            answers = tally.setdefault(word, Counter())
            if answer is not None:
                answers[answer] += number
    return {
        word: min(answers, key=lambda answer: (-answers[answer], answer)) if answers else None
        for word, answers in tally.items()
    }
