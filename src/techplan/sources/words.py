"""Foreign words into the Book's keys: schools, classes, funds and models.

A Book's ``mappings/words.toml`` says what a district's other systems call things::

    [schools]
    "Lakeside High School" = "040"

A word is looked up there first, then among the codes, then among the names; upper and lower case and extra spaces do
not matter. A name that two rows share finds neither.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from techplan.book.book import Book
from techplan.book.problem import Problem

DOCUMENT: Final = "words"
"""The document's name among a Book's mappings."""

SECTIONS: Final[dict[str, tuple[str, str, str | None]]] = {
    "schools": ("schools", "code", "name"),
    "classes": ("asset_classes", "code", "name"),
    "funds": ("funds", "fund", "name"),
    "models": ("product_models", "model", None),
}
"""For each section: the table, its key, and the column of names."""

BY_TARGET: Final = {(table, key): section for section, (table, key, _) in SECTIONS.items()}
"""The section that translates what a column refers to."""


def fold(text: str) -> str:
    """The text as it is compared: case folded, runs of white space as one space, none at the ends."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class Lookup:
    """One kind of word and the keys it may stand for. ``dead`` are translations to keys that the Book does not have."""

    exact: frozenset[str]
    translated: Mapping[str, str]
    dead: Mapping[str, str]
    codes: Mapping[str, str]
    names: Mapping[str, str]

    def find(self, word: str) -> str | None:
        """The key for a word, or None where nobody has said."""
        folded = fold(word)
        if folded in self.translated:
            return self.translated[folded]
        if word in self.exact:
            return word
        return self.codes.get(folded) or self.names.get(folded)

    def first_translated(self, words: Iterable[str]) -> str | None:
        """The key that ``words.toml`` gives the first of these words that it has."""
        return next((self.translated[fold(word)] for word in words if fold(word) in self.translated), None)

    def find_all(self, words: Iterable[str]) -> dict[str, str]:
        """The keys of those words that are known."""
        return {word: key for word in words if (key := self.find(word)) is not None}


@dataclass(frozen=True, slots=True)
class Words:
    """All that a Book knows about foreign words."""

    lookups: Mapping[str, Lookup]

    @property
    def schools(self) -> Lookup:
        """Places to school codes."""
        return self.lookups["schools"]

    @property
    def classes(self) -> Lookup:
        """Categories (or models) to class codes."""
        return self.lookups["classes"]

    @property
    def funds(self) -> Lookup:
        """Funding sources to fund codes."""
        return self.lookups["funds"]

    @property
    def models(self) -> Lookup:
        """Model names to the district's own."""
        return self.lookups["models"]


def words_of(book: Book) -> Words:
    """The words of a Book; what of ``words.toml`` cannot be used is said by ``check_words``."""
    sections, _ = load_words(book.mappings.get(DOCUMENT, ""))
    lookups: dict[str, Lookup] = {}
    for section, (table, key, name) in SECTIONS.items():
        frame = book.table(table)
        codes = frame.get_column(key).to_list()
        names = frame.get_column(name).to_list() if name else []
        known = frozenset(codes)
        said = {fold(word): code for word, code in sections.get(section, {}).items()}
        dead = {word: code for word, code in said.items() if section != "models" and code not in known}
        lookups[section] = Lookup(
            exact=known,
            translated={word: code for word, code in said.items() if word not in dead},
            dead=dead,
            codes=_unique(zip(codes, codes, strict=True)),
            names=_unique(zip(names, codes, strict=True)) if name else {},
        )
    return Words(lookups)


def check_words(book: Book) -> list[Problem]:
    """What of ``words.toml`` cannot be used: faults of its form, and translations to rows that are not there."""
    sections, problems = load_words(book.mappings.get(DOCUMENT, ""))
    for section, said in sections.items():
        table, key, _ = SECTIONS[section]
        if section != "models":
            problems += _unknown_keys(section, table, said, frozenset(book.table(table).get_column(key).to_list()))
    return problems


def load_words(document: str) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """The sections of ``words.toml``; unknown sections and values that are not text are Problems and left out."""
    try:
        data = tomllib.loads(document)
    except tomllib.TOMLDecodeError as error:
        return {}, [_problem("not well formed", f"The file is not well-formed TOML: {error}.")]
    problems = []
    sections: dict[str, dict[str, str]] = {}
    for section, entries in data.items():
        if section not in SECTIONS or not isinstance(entries, dict):
            what = f"There is no section [{section}]; the sections are {', '.join(SECTIONS)}."
            problems.append(_problem("unknown key", what, section))
            continue
        good = {word: key for word, key in entries.items() if isinstance(key, str) and key}
        problems += [
            _problem("wrong type", f"The entry {word!r} in [{section}] is not text.", section, str(entries[word]))
            for word in entries
            if word not in good
        ]
        sections[section] = good
    return sections, problems


def _unique(pairs: Iterable[tuple[str | None, str]]) -> dict[str, str]:
    """Folded words to keys, without the words that stand for two keys."""
    found: dict[str, set[str]] = {}
    for word, key in pairs:
        if word is not None:
            found.setdefault(fold(word), set()).add(key)
    return {word: next(iter(keys)) for word, keys in found.items() if len(keys) == 1}


def _unknown_keys(section: str, table: str, said: Mapping[str, str], known: frozenset[str]) -> list[Problem]:
    return [
        Problem(
            severity="warning",
            file=f"mappings/{DOCUMENT}.toml",
            table=table,
            key=word,
            value=key,
            rule="words point to rows that exist",
            what=f"[{section}] translates {word!r} to a row that the Book does not have.",
            remedy=f"Add it to {table}, or correct the entry.",
        )
        for word, key in said.items()
        if key not in known
    ]


def _problem(rule: str, what: str, column: str | None = None, value: str | None = None) -> Problem:
    return Problem(
        severity="error",
        file=f"mappings/{DOCUMENT}.toml",
        column=column,
        value=value,
        rule=rule,
        what=what,
        remedy='Write lines such as "Lakeside High School" = "040" under [schools], [classes], [funds] or [models].',
    )
