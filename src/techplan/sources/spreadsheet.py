"""Any CSV or XLSX file into any table of the Book: by a saved mapping, or because its titles are the table's own.

Assets without an identity (a mapping onto ``assets`` that does not name ``asset``) go the way of the asset systems and
are given one. Every other table is strict: what names a school, fund or other row that nobody knows is refused, and so
are rows that share a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from techplan.book.book import Book
from techplan.book.ledger_match import DOCUMENT as LEDGER_MATCH
from techplan.book.problem import Problem, SourceError
from techplan.book.reading import Sheet, normal_title
from techplan.book.tables import TABLES
from techplan.sources.assets.files import base_name, is_json, sheets_of
from techplan.sources.assets.places import Place, named_place
from techplan.sources.assets.rows import AssetSystem, read_assets
from techplan.sources.changes import provisional
from techplan.sources.findings import Findings
from techplan.sources.joining import joined
from techplan.sources.known_titles import known_titles
from techplan.sources.mapping import FileMapping, face_columns, load_mapping, mappings_of
from techplan.sources.refused import ADDED, SUFFIX
from techplan.sources.source import DateOrder, File, Import
from techplan.sources.strict_rows import read_table
from techplan.sources.table_order import table_order
from techplan.sources.titles import PEOPLE, normal_titles
from techplan.sources.words import DOCUMENT as WORDS
from techplan.sources.words import Words, check_words, load_words

PERSONS: Final = normal_titles(PEOPLE)

_WORD_COLUMNS: Final = {"asset_class": "class_word", "school": "school_word", "room": "room_word"}
"""Columns of assets that a file fills with foreign words, and what these are called until they are translated."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet and the mapping that reads it."""

    sheet: Sheet
    mapping: FileMapping


class Spreadsheet:
    """The source ``spreadsheet``."""

    name = "spreadsheet"
    title = "Any spreadsheet (CSV or XLSX)"
    recognises = "A file whose name a saved mapping is for, or whose titles are those of a table of the Book."
    live = False

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        """Whether a mapping is for it, or its titles are a table's own."""
        good, _ = mappings_of(book)
        if any(mapping.matches(file) for mapping in good):
            return True
        if is_json(data):
            return False
        try:
            sheets = sheets_of(data, base_name(file), known_titles())
        except SourceError:
            return False
        return any(_own_tables(sheet) for sheet in sheets)

    def tables(self, file: str, data: bytes, book: Book) -> list[str]:
        """The tables that a file holds rows of. Raises SourceError as ``reads`` does."""
        good, _ = mappings_of(book)
        return sorted({part.mapping.table for part in _parts(file, data, good)[0]})

    def only_adds(self, file: str, data: bytes, book: Book, table: str) -> bool:
        """Whether a file only adds to rows that other files describe, as a list of serials and count dates does."""
        good, _ = mappings_of(book)
        parts = [part for part in _parts(file, data, good)[0] if part.mapping.table == table]
        return bool(parts) and not any(_describes(part.mapping) for part in parts)

    def reads(
        self,
        files: Sequence[File],
        book: Book,
        dates: DateOrder | None = None,
        *,
        only: str | None = None,
    ) -> Import:
        """The rows of every sheet that a mapping or its own titles give a table to; ``only`` those of one table.

        Among the files may be mapping documents (``NAME.toml``), which are used at once and remembered. Raises
        SourceError where a document is not well formed, or a file has no column that anything is known of.
        """
        documents = mapping_documents([one for one in files if _is_document(one[0])])
        book = book.with_documents("mappings", documents)
        good, problems = mappings_of(book)
        read = [_parts(file, data, good) for file, data in files if not _is_document(file)]
        parts = [part for found, _ in read for part in found if only in {None, part.mapping.table}]
        done = Import(
            source=self.name,
            files=tuple(base_name(file) for file, _ in files),
            mappings=documents,
            problems=(*problems, *(check_words(book) if WORDS in documents else ())),
            assumed=tuple(said for _, not_used in read for said in not_used),
        )
        return _read_tables(parts, book, done, dates)


def _describes(mapping: FileMapping) -> bool:
    """Whether the columns say enough for a new row: what an asset is, or all that another table requires."""
    said = {*mapping.columns, *mapping.constants}
    if mapping.table == "assets":
        return bool(DESCRIBE & said)
    table = TABLES[mapping.table]
    return {table.face_name(name) for name, column in table.columns().items() if not column.nullable} <= said


DESCRIBE: Final = frozenset({"asset", "model", "asset_class"})
"""Columns by which a list of assets says what each is."""


def _is_document(file: str) -> bool:
    return file.casefold().endswith(".toml")


def _read_tables(parts: Sequence[Part], book: Book, done: Import, dates: DateOrder | None) -> Import:
    """The parts table by table, those first that others refer to, joined to ``done``."""
    tables = [name for name in table_order() if any(part.mapping.table == name for part in parts)]
    for table in tables:
        read = _read([part for part in parts if part.mapping.table == table], book, dates)
        done = joined(done, read)
        if table != tables[-1]:
            book = provisional(book, read)
    return done


def mapping_documents(files: Iterable[File]) -> dict[str, str]:
    """Mapping documents by name. Raises SourceError with every fault in any of them."""
    documents: dict[str, str] = {}
    problems: list[Problem] = []
    for file, data in files:
        name = base_name(file).rsplit(".", 1)[0]
        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise SourceError(f"{file} is not UTF-8 text. Save it as UTF-8.") from error
        if name != LEDGER_MATCH:  # it speaks of rows of the Book, so it is read with the Book
            problems += load_words(text)[1] if name == WORDS else load_mapping(name, text)[1]
        documents[name] = text
    if problems:
        raise SourceError("The mapping cannot be used: " + " ".join(str(one) for one in problems), problems)
    return documents


def _parts(file: str, data: bytes, mappings: Sequence[FileMapping]) -> tuple[list[Part], list[str]]:
    """The sheets of a file that have a table, and what is said of those that have none."""
    fitting = [mapping for mapping in mappings if mapping.matches(file)]
    if is_json(data):
        raise _unknown(file, "This is JSON, not a spreadsheet.")
    name = base_name(file)
    if fitting:
        mapped = normal_titles(title for mapping in fitting for title in mapping.columns.values())
        sheets = sheets_of(data, name, mapped)
        found = [Part(sheet, mapping) for mapping in fitting for sheet in _mapped(mapping, sheets, name)]
    else:
        sheets = sheets_of(data, name, known_titles())
        found = [Part(sheet, _own_mapping(sheet, table)) for sheet in sheets if (table := _own_table(sheet))]
    if not found:
        raise _unknown(file, "No column of this file is known.")
    left = [sheet for sheet in sheets if not any(part.sheet is sheet for part in found)]
    said = [f"{name}: worksheet {sheet.name} is not used." for sheet in left]
    return found, said + [text for part in found if (text := _not_used(part))]


def _mapped(mapping: FileMapping, sheets: Sequence[Sheet], file: str) -> list[Sheet]:
    """The sheets that a mapping is for. Raises SourceError where there is none, or it names titles that are missing."""
    wanted = list(sheets)
    if mapping.sheet is not None and any(sheet.name is not None for sheet in sheets):
        wanted = [sheet for sheet in sheets if (sheet.name or "").casefold() == mapping.sheet.casefold()]
        if not wanted:
            names = ", ".join(sheet.name or "" for sheet in sheets)
            raise _unknown(file, f"There is no worksheet {mapping.sheet!r}; there are {names}.", mapping)
    missing = {id(sheet): _missing(mapping, sheet) for sheet in wanted}
    whole = [sheet for sheet in wanted if not missing[id(sheet)]]
    if whole:
        return whole
    fewest = min(missing.values(), key=len)
    raise _unknown(
        file, f"The mapping {mapping.name} names titles that the file has not: {', '.join(fewest)}.", mapping
    )


def _missing(mapping: FileMapping, sheet: Sheet) -> list[str]:
    titles = {normal_title(title) for title in sheet.header}
    return [title for title in dict.fromkeys(mapping.columns.values()) if normal_title(title) not in titles]


def _own_tables(sheet: Sheet) -> list[str]:
    """The tables whose face names a sheet's titles are; the one it is named after where that is among several."""
    titles = {title.strip() for title in sheet.header} - set(ADDED)
    scores: dict[str, int] = {}
    for name, table in TABLES.items():
        known = titles & set(face_columns(name))
        identified = set(table.primary_key()) <= known or (name == "assets" and known & {"tag", "serial"})
        if identified and len(known) * 2 > len(titles):
            scores[name] = len(known)
    stem = base_name(sheet.file).casefold().removesuffix(SUFFIX).rsplit(".", 1)[0]
    named = [name for name in scores if name in {sheet.name, stem}]
    return named or [name for name, score in scores.items() if score == max(scores.values())]


def _own_table(sheet: Sheet) -> str | None:
    fitting = _own_tables(sheet)
    if len(fitting) > 1:
        what = f"Its titles fit several tables: {', '.join(fitting)}."
        raise _unknown(sheet.file, what)
    return fitting[0] if fitting else None


def _own_mapping(sheet: Sheet, table: str) -> FileMapping:
    faces = face_columns(table)
    return FileMapping(
        name=Spreadsheet.name,
        table=table,
        file=sheet.file,
        columns={face: face for face in sheet.header if face in faces},
    )


def _not_used(part: Part) -> str | None:
    used = normal_titles([*part.mapping.columns.values(), *ADDED])
    left = [
        title for title in part.sheet.header if normal_title(title) not in used and not title.startswith("(column ")
    ]
    where = part.sheet.file + (f", worksheet {part.sheet.name}" if part.sheet.name else "")
    return f"{where}: not used: {', '.join(left)}." if left else None


def _read(parts: Sequence[Part], book: Book, dates: DateOrder | None) -> Import:
    """One table's rows, from all its sheets."""
    if parts[0].mapping.table == "assets" and not any("asset" in part.mapping.columns for part in parts):
        done = _read_assets(parts[0], book, dates)
        for part in parts[1:]:
            done = joined(done, _read_assets(part, provisional(book, done), dates))
        return done
    return read_table([(part.sheet, part.mapping) for part in parts], book, PERSONS, dates)


def _read_assets(part: Part, book: Book, dates: DateOrder | None) -> Import:
    mapping = part.mapping
    system = AssetSystem(
        source=mapping.name,
        aliases={_WORD_COLUMNS.get(face, face): (title,) for face, title in mapping.columns.items()},
        people=PERSONS,
        place_columns=("school_word", "room_word"),
        find_place=_find_place,
        prepare=lambda rows, findings: rows,
        constants={_WORD_COLUMNS.get(face, face): value for face, value in mapping.constants.items()},
        values={_WORD_COLUMNS.get(face, face): entries for face, entries in mapping.values.items()},
    )
    findings = Findings(part.sheet.file)
    return read_assets(system, [(part.sheet.file, ([part.sheet], findings))], book, mapping.dates or dates)


def _find_place(words: Words, cells: tuple[str | None, ...]) -> Place:
    school, room = cells
    return named_place(words.schools, (school,), room)


def _unknown(file: str, what: str, mapping: FileMapping | None = None) -> SourceError:
    where = f"mappings/{mapping.name}.toml" if mapping else "a mapping (mappings/NAME.toml)"
    remedy = (
        f"Correct {where}, or export the file again with these titles."
        if mapping
        else f"Write {where} that says which of its columns is which, or use a table's own column names as titles."
    )
    problem = Problem(severity="error", file=base_name(file), rule="known kind of file", what=what, remedy=remedy)
    return SourceError(str(problem), [problem])
