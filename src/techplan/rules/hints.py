"""The class of a thing, guessed from the words of its category, maker and model.

The words are data, in ``norms/class_hints.toml``. A guess is only made from words that name one class; whoever uses it
says so to people. Nothing is guessed from weak words.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

NOT_A_THING: Final = ""
"""The class of hints for what is no thing of its own, such as a charger."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Phrases that name one class, where one of the makers is named too if it has any."""

    asset_class: str
    phrases: re.Pattern[str]
    makers: re.Pattern[str] | None
    within: frozenset[str]


@lru_cache(maxsize=20_000)
def class_for(category: str | None, maker: str | None, model: str | None) -> str | None:
    """The code of the class, or None where the words do not say. The category comes first.

    A model may narrow what its category names (a Chromebook among laptops) but never contradicts it.
    """
    categories, models = _hints()
    named = list(_named(categories, _plain(category)))
    if NOT_A_THING in named:
        return None
    words = _plain(f"{maker or ''} {model or ''}")
    if not named:
        found = list(_named(models, words))
        return found[0] if found and NOT_A_THING not in found else None
    if len(set(named)) > 1:  # such as "Laptops and Chromebooks"
        return next((one for one in _named(models, words) if one in named), None)
    narrower = [hint for hint in models if named[0] in hint.within]
    return next(_named(narrower, words), named[0])


def _named(hints: Iterable[Hint], words: str) -> Iterator[str]:
    """The classes that words name, in the order of the hints; what is found is taken out of the words."""
    maker_words = words
    for hint in hints:
        if hint.makers is None or hint.makers.search(maker_words):
            words, times = hint.phrases.subn(" ", words)
            if times:
                yield hint.asset_class


def _plain(text: str | None) -> str:
    """Words in lower case without accents and punctuation, with a blank on each side."""
    bare = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().casefold()
    return f" {' '.join(re.findall(r'[a-z0-9]+', bare))} "


@cache
def _hints() -> tuple[tuple[Hint, ...], tuple[Hint, ...]]:
    """The hints for categories and for models."""
    text = (files("techplan.rules") / "norms" / "class_hints.toml").read_text(encoding="utf-8")
    document = tomllib.loads(text)
    categories, models = (
        tuple(
            Hint(
                asset_class=entry["class"],
                phrases=_pattern(entry["words"]),
                makers=_pattern(entry["makers"]) if "makers" in entry else None,
                within=frozenset(entry.get("within", ())),
            )
            for entry in document[part]
        )
        for part in ("category", "model")
    )
    return categories, models


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases between blanks, the longest first."""
    signs = {"*": "[a-z0-9]*", "#": "[0-9]+"}
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    one = "|".join("".join(signs.get(sign, sign) for sign in phrase) for phrase in longest_first)
    return re.compile(f" (?:{one})(?= )")
