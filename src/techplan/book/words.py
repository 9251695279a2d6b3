"""What somebody probably meant: the known word nearest to one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

MOST_COMPARED = 3_000
"""Up to so many known words are compared letter by letter; among more, only spelling by case and zeros is forgiven."""


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that differs only in case, spaces and leading zeros, else the most similar one, else None."""
    return Nearest(known).to(word)


class Nearest:
    """Known words, prepared once to be asked for many."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = sorted(set(known))
        self.by_core: dict[str, str] = {}
        for word in self.known:
            self.by_core.setdefault(_core(word), word)

    def to(self, word: str, *, similar: bool = True) -> str | None:
        """As ``nearest``. Numbers that merely look alike are never taken for each other."""
        core = _core(word)
        if core in self.by_core:
            return self.by_core[core]
        if not similar or len(self.known) > MOST_COMPARED or not any(letter.isalpha() for letter in core):
            return None
        close = difflib.get_close_matches(core, list(self.by_core), n=1, cutoff=0.75)
        return self.by_core[close[0]] if close else None


def did_you_mean(word: str, known: Collection[str]) -> str:
    """``Did you mean schools?``, or nothing."""
    found = nearest(word, known)
    return f"Did you mean {found}?" if found is not None else ""


def _core(word: str) -> str:
    return "".join(word.casefold().split()).lstrip("0")
