"""Whose a list of things is, where several systems use the same words for it.

``Asset Tag`` and ``Serial Number`` are everybody's. So a system names *marks*, titles that hardly any other has, and a
list belongs to the one system whose marks it has most of, if there are enough of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol, runtime_checkable

from techplan.book.reading import normal_title
from techplan.sources.google_admin.titles import OWN as GOOGLES_OWN
from techplan.sources.titles import normal_titles


@runtime_checkable
class Marked(Protocol):
    """A source whose files are told by their titles."""

    name: str
    title: str
    least_marks: int
    """So many marks a list must have before it is taken for one of its own."""

    @property
    def marks(self) -> frozenset[str]:
        """Titles, as they are compared, that hardly any other system has."""
        ...

    @property
    def known(self) -> frozenset[str]:
        """Every title that means something to it."""
        ...


SNIPES_MARKS: Final = normal_titles(
    (
        "checked out to", "checked out", "default location", "asset name", "model no.", "eol rate", "eol date",
        "asset eol date", "requestable", "expected checkin date", "last checkin date", "checkout date", "checkouts",
        "checkins", "byod", "fully depreciated", "checkout type", "checked out to: location", "model notes",
        "asset notes", "item name", "company",
    )
)  # fmt: skip


def marked_sources() -> tuple[Marked, ...]:
    """The sources that have marks."""
    from techplan.sources.registry import sources  # on call, because the registry imports the sources

    return tuple(source for source in sources().values() if isinstance(source, Marked))


def marks_in(header: Iterable[str]) -> dict[str, int]:
    """How many marks of each system the titles hold; less than enough of them count as none."""
    titles = {normal_title(title) for title in header}
    counts = {"google-admin": len(titles & GOOGLES_OWN), "snipe-it": len(titles & SNIPES_MARKS)}
    least = {"google-admin": 1, "snipe-it": 2}
    for source in marked_sources():
        counts[source.name], least[source.name] = len(titles & source.marks), source.least_marks
    return {name: count if count >= least[name] else 0 for name, count in counts.items()}


def owner(header: Iterable[str]) -> str | None:
    """The one source whose marks these titles have most of, and enough of."""
    counts = marks_in(header)
    most = max(counts.values())
    best = [name for name, count in counts.items() if count == most]
    return best[0] if most and len(best) == 1 else None


def rival(header: Iterable[str], name: str) -> tuple[str, str] | None:
    """Name and title of a source of whose marks these titles have more than of the one with that name."""
    from techplan.sources.registry import sources  # on call, because the registry imports the sources

    counts = marks_in(header)
    better = [(-count, other) for other, count in counts.items() if count > counts.get(name, 0)]
    return (min(better)[1], sources()[min(better)[1]].title) if better else None
