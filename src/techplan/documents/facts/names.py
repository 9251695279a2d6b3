"""Names for the keys of a plan: schools, classes and funds as people call them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from techplan.planning.results import DISTRICT_WIDE

if TYPE_CHECKING:
    from techplan.book.book import Book


@dataclass(frozen=True, slots=True)
class Names:
    """Name by key; a key that the Book does not name stands for itself."""

    schools: dict[str, str]
    classes: dict[str, str]
    funds: dict[str, str]

    def school(self, code: str) -> str:
        """The school's name, or that the row belongs to no one school."""
        return "Whole district" if code == DISTRICT_WIDE else self.schools.get(code, code)

    def asset_class(self, code: str) -> str:
        """The class's name."""
        return self.classes.get(code, code)

    def fund(self, code: str) -> str:
        """The fund's name."""
        return self.funds.get(code, code)


def names_of(book: Book) -> Names:
    """The names in a Book; where two keys share a name, each carries its key."""
    return Names(
        schools=_told_apart(book.schools.select("code", "name").iter_rows()),
        classes=_told_apart(book.asset_classes.select("code", "name").iter_rows()),
        funds=_told_apart(book.funds.select("fund", "name").iter_rows()),
    )


def _told_apart(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    names = dict(pairs)
    often = Counter(names.values())
    return {key: name if often[name] == 1 else f"{name} ({key})" for key, name in names.items()}
