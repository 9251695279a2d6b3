"""Which sources there are: the built-in ones, and those of third parties by entry point."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Final

from techplan.book.book import Book
from techplan.book.problem import Problem, SourceError
from techplan.book.reading import read_sheets
from techplan.sources.assets.files import base_name, is_json, sheets_of
from techplan.sources.destiny import Destiny
from techplan.sources.entra import Entra
from techplan.sources.google_admin.reader import GoogleAdmin
from techplan.sources.incident_iq import IncidentIq
from techplan.sources.intune import Intune
from techplan.sources.jamf_pro import JamfPro
from techplan.sources.jamf_school import JamfSchool
from techplan.sources.lansweeper import Lansweeper
from techplan.sources.ledger.reader import Ledger
from techplan.sources.mosyle import Mosyle
from techplan.sources.nces.reader import Nces
from techplan.sources.netbox import NetBox
from techplan.sources.oneroster.reader import OneRoster
from techplan.sources.snipe_it.reader import SnipeIt
from techplan.sources.source import DateOrder, File, Import, Source
from techplan.sources.speedtests.reader import SpeedTests
from techplan.sources.spreadsheet import Spreadsheet
from techplan.sources.usac.reader import Usac

GROUP: Final = "techplan.sources"
"""Entry points of this group name an instance of ``Source``, or a class that makes one without arguments."""

BUILT_IN: Final[tuple[Source, ...]] = (
    Spreadsheet(),
    SnipeIt(),
    IncidentIq(),
    Destiny(),
    NetBox(),
    GoogleAdmin(),
    Intune(),
    Entra(),
    JamfPro(),
    JamfSchool(),
    Mosyle(),
    Lansweeper(),
    OneRoster(),
    Nces(),
    Usac(),
    Ledger(),
    SpeedTests(),
)
"""In the order in which an unnamed file is tried: what a person has mapped comes before what a file looks like."""

AUTO: Final = "auto"


@cache
def sources() -> dict[str, Source]:
    """Every source by name. Raises SourceError where a third party's is none or takes a name that is taken."""
    found: dict[str, Source] = {source.name: source for source in BUILT_IN}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        loaded = point.load()
        source = loaded() if isinstance(loaded, type) else loaded
        if not isinstance(source, Source):
            raise SourceError(f"The entry point {point.name} ({point.value}) of {GROUP} is not a source.")
        if source.name in found:
            raise SourceError(
                f"The entry point {point.name} ({point.value}) takes the name {source.name}, which is taken."
            )
        found[source.name] = source
    return found


def source_named(name: str) -> Source:
    """The source of that name. Raises SourceError, with the names there are."""
    if name not in sources():
        raise SourceError(f"There is no source {name!r}. There are: {', '.join([*sources(), AUTO])}.")
    return sources()[name]


def recognise(file: str, data: bytes, book: Book) -> Source:
    """The one source that reads this file. Raises SourceError where none does, or more than one of the systems."""
    mapped, *systems = sources().values()
    if mapped.recognise(file, data, book):
        return mapped
    fits = [source for source in systems if source.recognise(file, data, book)]
    if len(fits) == 1:
        return fits[0]
    if fits:
        names = ", ".join(source.name for source in fits)
        raise _not_recognised(file, f"More than one source could read this file: {names}.", "Name the one that it is.")
    _must_be_a_table(file, data)
    raise _not_recognised(
        file,
        "Nothing is known that writes a file like this: it matches no mapping, its titles are not those of a table, "
        f"and it is none of {', '.join(source.title for source in systems)}.",
        "Name its source, or write a mapping (mappings/NAME.toml) that says which of its columns is which.",
    )


def read(source: str, files: Sequence[File], book: Book, *, dates: DateOrder | None = None) -> Import:
    """What the files say, by the source of that name, or by ``auto`` the one source that recognises them all.

    Nothing is changed yet: ``changes.compare`` says what would be. Raises SourceError where a file cannot be read.
    """
    if not files:
        raise SourceError("There is no file to read.")
    try:
        one = source_named(source) if source != AUTO else _one_source(files, book)
        return one.reads(files, book, dates)
    finally:
        sheets_of.cache_clear()


def _one_source(files: Sequence[File], book: Book) -> Source:
    """The source that recognises all the files."""
    found = {one.name: one for one in (recognise(file, data, book) for file, data in files)}
    if len(found) > 1:
        raise SourceError(
            f"These files are of several sources ({', '.join(found)}); import them one by one or as a folder."
        )
    return next(iter(found.values()))


def _must_be_a_table(file: str, data: bytes) -> None:
    """Raises SourceError with the file's own fault where it holds no table at all: empty, binary, a web page."""
    if is_json(data):
        return
    try:
        read_sheets(data, base_name(file))
    except SourceError as error:
        what, _, remedy = str(error).replace(base_name(file), "The file", 1).partition(". ")
        raise _not_recognised(file, f"{what}.", remedy or "Export it again as CSV or XLSX.") from error


def _not_recognised(file: str, what: str, remedy: str) -> SourceError:
    problem = Problem(severity="error", file=file, rule="known kind of file", what=what, remedy=remedy)
    return SourceError(str(problem), [problem])
