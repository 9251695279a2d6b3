"""E-rate data of USAC: Category Two budgets, and the entity file with urban or rural, CEP and identified students.

Budgets are kept under USAC's entity number and the five-year cycle. Where a file holds several entities, only those
are taken that the Book knows: by an earlier import, or because ``mappings/words.toml`` translates the number to a
school. Entities are matched to schools by their NCES codes (state 2, district 5, building 5 digits) or by
``words.toml``, never by name, since names are shared. Contacts are never read. The portal's titles are partly
unconfirmed (see ``usac_titles``); columns are found by any title they are known to go by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from techplan.book.book import Book
from techplan.book.reading import Row, Sheet
from techplan.sources.assets.files import is_json
from techplan.sources.records.drafts import Lines, import_of, lines_of, own_sheets, tables_of
from techplan.sources.records.our_schools import OTHER_SCHOOL, OurSchools, match_school, must_be_ours
from techplan.sources.source import DateOrder, File, Import
from techplan.sources.titles import positions
from techplan.sources.usac.titles import ALIASES, ENTITY_ONLY, PERSONS

_CYCLE: Final = re.compile(r"(?:FY\s*)?(\d{4})\s*[-–]\s*(?:FY\s*)?(\d{4})", re.IGNORECASE)
_TABLE_COLUMNS: Final = {
    "budget": "budget_cents", "funded": "funded_cents", "pending": "pending_cents", "available": "available_cents",
    "students": "students", "version": "version",
}  # fmt: skip
_WORDS: Final = {"urban": "urban", "u": "urban", "rural": "rural", "r": "rural"}


class Usac:
    """The source ``usac``."""

    name = "usac"
    title = "USAC E-rate open data"
    recognises = "A Category Two budget file or an entity file of USAC's open data."
    live = False

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        """Whether it holds budgets or entities."""
        return not is_json(data) and any(kind_of(sheet) for sheet in tables_of(data, file))

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        """Budgets, and what the entity file says of the Book's schools. Raises SourceError where a file has neither."""
        ours = OurSchools.of(book)
        read = [lines for file, data in files for lines in self._lines(file, data, book, ours)]
        return must_be_ours(import_of(self.name, read, book, dates))

    def _lines(self, file: str, data: bytes, book: Book, ours: OurSchools) -> list[Lines]:
        needs = (
            "a Category Two budget file (ben, c2_budget, c2_budget_cycle) or an entity file "
            "(entity number with urban or rural, CEP or NCES codes)"
        )
        read = []
        for sheet in own_sheets(file, data, self.title, needs, kind_of):
            lines = lines_of(sheet, PERSONS)
            if kind_of(sheet) == "budgets":
                _read_budgets(lines, book, ours)
            else:
                _read_entities(lines, ours)
            read.append(lines)
        return read


def kind_of(sheet: Sheet) -> str | None:
    """``budgets`` or ``entities``; None where it is neither."""
    found = positions(sheet.header, ALIASES).keys()
    if {"entity", "budget", "cycle"} <= found:
        return "budgets"
    return "entities" if "entity" in found and any(column in found for column in ENTITY_ONLY) else None


def _read_budgets(lines: Lines, book: Book, ours: OurSchools) -> None:
    places = positions(lines.sheet.header, ALIASES)
    entities = {row.cells[places["entity"]] for row in lines.sheet.rows}
    known = set(book.erate_budgets.get_column("entity"))
    if len(entities) == 1 and not entities & known:
        lines.assume(f"The file's only entity, {min(entities)}, is taken to be the district's.")
        known |= entities
    for row in lines.sheet.rows:
        entity, cycle = row.cells[places["entity"]], _CYCLE.search(row.cells[places["cycle"]])
        school = ours.find([entity])
        if cycle is None:
            reason = f"{row.cells[places['cycle']]!r} is no budget cycle such as FY2026-2030."
            lines.refuse(row.line, reason, "Write the cycle as FY2026-2030.", table="erate_budgets")
        elif school is None and entity not in known:
            reason = f"Nobody has said whether the entity {entity} is the district's; names are not compared."
            remedy = (
                f'Export only your own entity, or write "{entity}" = "CODE" of the school under [schools] in '
                "mappings/words.toml."
            )
            lines.refuse(row.line, reason, remedy, table="erate_budgets", column="entity", value=entity)
        else:
            values = {"first_funding_year": cycle[1], "last_funding_year": cycle[2], "school": school or ""}
            lines.draft("erate_budgets", row.line, entity=entity, **values, **_budget(row, places))


def _budget(row: Row, places: Mapping[str, int]) -> dict[str, str]:
    return {column: row.cells[places[name]] for name, column in _TABLE_COLUMNS.items() if name in places}


def _read_entities(lines: Lines, ours: OurSchools) -> None:
    places = positions(lines.sheet.header, ALIASES)
    for row in lines.sheet.rows:
        cells = {column: row.cells[at] for column, at in places.items()}
        number = _nces_number(cells)
        code = ours.find([cells["entity"]])
        found = match_school(ours, number, "", "") if number and code is None else None
        if found is not None and found.code is None and found.ours:
            lines.refuse(row.line, found.reason, found.remedy, table="schools", value=number)
        elif (code := code or (found.code if found else None)) is None:
            lines.skip(row, OTHER_SCHOOL)
        else:
            lines.draft("schools", row.line, code=code, **_facts(lines, row, cells))
    lines.assume("Entities are matched to schools by number only.")


def _facts(lines: Lines, row: Row, cells: Mapping[str, str]) -> dict[str, str]:
    """What the entity file says of a school, under the columns it has."""
    facts: dict[str, str] = {}
    if "urban_rural" in cells:
        word = cells["urban_rural"]
        facts["urban_rural"] = _WORDS.get(word.casefold(), word)
    if "cep" in cells:
        facts["cep"] = cells["cep"]
    elif "cep_share" in cells:
        facts["cep"] = "yes" if cells["cep_share"].strip("0.% ") else ""
        lines.assume("A school with a CEP percentage above zero takes part in CEP; none or zero says nothing.")
    if "identified" in cells:
        facts["identified_students"] = cells["identified"]
    return facts


def _nces_number(cells: Mapping[str, str]) -> str:
    """The NCES school number of a public school: state 2, district 5 and building 5 digits, zeros put back."""
    parts = [cells.get(column, "") for column in ("nces_state", "nces_district", "nces_building")]
    if not all(part.isascii() and part.isdigit() for part in parts):
        return ""
    number = "".join(part.zfill(width) for part, width in zip(parts, (2, 5, 5), strict=True))
    return number if len(number) == 12 else ""
