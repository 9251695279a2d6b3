"""Ledgers and budget reports: Ohio USAS-R, reports shaped like Munis's, and others with the same titles.

An account may stand in one cell, or in one column for each of Ohio's dimensions. A report's titles may take two lines,
fund headings stand above their accounts, and total rows are never counted; the sums of what is taken are said, so that
they can be held against the report's own. The fiscal year comes from a column, the report's head (``FOR 2026 13`` is
fiscal year 2026, period 13), the file's name (``FY2026``), or the constants of a mapping onto ``ledger`` that fits the
file. Only the mass load's field names are certain (see ``ledger_titles``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from techplan.book.book import Book
from techplan.book.money import plain_dollars
from techplan.book.reading import Row, Sheet, parse_money
from techplan.sources.assets.files import base_name, is_json
from techplan.sources.findings import counted
from techplan.sources.ledger.accounts import Account, ohio_account, split_account
from techplan.sources.ledger.titles import ALIASES, AMOUNTS, DIMENSION_TITLES
from techplan.sources.mapping import mappings_of
from techplan.sources.records.drafts import Lines, import_of, lines_of, own_sheets, tables_of
from techplan.sources.source import DateOrder, File, Import
from techplan.sources.titles import positions
from techplan.sources.words import Words, words_of

_HEAD: Final = re.compile(r"\b(?:FOR|FY|FISCAL YEAR:?|YEAR:?)\s*(\d{4})\b", re.IGNORECASE)
_NAMED: Final = re.compile(r"(?:^|[^A-Za-z0-9])FY[ _-]?(20\d{2}|\d{2})(?![0-9])", re.IGNORECASE)
_PROPOSED: Final = re.compile(r"PA-(\d{4})", re.IGNORECASE)
_WORD: Final = re.compile(r"[A-Za-z]{3}")
_HEADING: Final = re.compile(r"(?:fund\s*:?\s*)?(\d{1,4})\b", re.IGNORECASE)


class Ledger:
    """The source ``ledger``."""

    name = "ledger"
    title = "Ledger or budget report (USAS-R, Munis and the like)"
    recognises = "A list of accounts with budgets or spending, or with Ohio's account dimensions."
    live = False

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        """Whether it lists accounts."""
        return not is_json(data) and any(_own(sheet) for sheet in tables_of(data, file))

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        """The accounts. Raises SourceError where a file lists none."""
        read = []
        for file, data in files:
            needs = "a ledger: an account (in one column or by dimension) with its budget or spending"
            read += [_read(sheet, file, book) for sheet in own_sheets(file, data, self.title, needs, _own)]
        done = import_of(self.name, read, book, dates)
        return replace(done, assumed=(*done.assumed, _sums(done))) if "ledger" in done.frames else done


def _own(sheet: Sheet) -> bool:
    """Whether a sheet has accounts with amounts, or Ohio's fund with two more dimensions."""
    found, dimensions = positions(sheet.header, ALIASES).keys(), positions(sheet.header, DIMENSION_TITLES).keys()
    amounts = len([name for name in AMOUNTS if name in found])
    by_name = any(title.casefold().startswith("code.fund") for title in sheet.header)
    enough = by_name and len(dimensions) >= 2
    return enough or ("account" in found and amounts >= 2) or ({"fund", "object"} <= dimensions and amounts >= 2)


def _read(sheet: Sheet, file: str, book: Book) -> Lines:
    lines, words = lines_of(sheet), words_of(book)
    places, dimensions = positions(sheet.header, ALIASES), positions(sheet.header, DIMENSION_TITLES)
    fy = None if "fy" in places else _fiscal_year(lines, file, book)
    headings = {skipped.line: skipped.text for skipped in sheet.skipped if skipped.why == "heading"}
    filled = {row.line for row in sheet.rows if _is_heading(row)}
    headings |= {row.line: row.cells[0] for row in sheet.rows if row.line in filled}
    padded = 0
    for row in sheet.rows:
        if row.line in filled:
            lines.skip(row, "heading")
            continue
        account = _account(row, places, dimensions)
        year = row.cells[places["fy"]] if "fy" in places else fy
        if account is None:
            remedy = "Give it as fund 3, function 4, object 3, SCC 4, subject 6, OPU 3, IL 2 and job 3 characters."
            lines.refuse(row.line, "The account's dimensions are not those of an account.", remedy, table="ledger")
        elif not year:
            _refuse_without_year(lines, row)
        else:
            padded += account.padded
            _draft(lines, row, account, year, places, _fund(account, row.line, headings, words))
    if padded:
        lines.assume(f"{counted(padded, 'account')} had dimensions without their leading zeros; padded as USAS-R does.")
    return lines


def _is_heading(row: Row) -> bool:
    """Whether a row has only its first cell filled, and words in it, such as ``10 GENERAL FUND``."""
    return len(row.cells) > 2 and bool(_WORD.search(row.cells[0])) and not any(row.cells[1:])


def _account(row: Row, places: Mapping[str, int], dimensions: Mapping[str, int]) -> Account | None:
    parts = {name: row.cells[at] for name, at in dimensions.items()}
    text = row.cells[places["account"]] if "account" in places else ""
    if text:
        found = split_account(text)
        if not found.fund and "object" not in parts:
            return Account(found.code, object=_object(found.code))
        return Account(
            found.code,
            fund=found.fund or parts.get("fund", ""),
            function=found.function or parts.get("function", ""),
            object=found.object or parts.get("object", ""),
        )
    return ohio_account(parts)


def _object(code: str) -> str:
    """The second of two parts, as Munis writes organisation and object; empty where there are not two."""
    parts = code.split(" ")
    return parts[1] if len(parts) == 2 and parts[1].isdigit() else ""


def _fund(account: Account, line: int, headings: Mapping[int, str], words: Words) -> str:
    """The account's fund in the Book's words: its own, or that of the last heading above it that begins with one."""
    above = [found[1] for at, text in sorted(headings.items()) if at < line and (found := _HEADING.match(text))]
    word = account.fund or (above[-1] if above else "")
    return words.funds.find(word) or word if word else ""


def _draft(lines: Lines, row: Row, account: Account, year: str, places: Mapping[str, int], fund: str) -> None:
    values = {column: row.cells[places[name]] for name, column in AMOUNTS.items() if name in places}
    description = row.cells[places["description"]] if "description" in places else ""
    lines.draft(
        "ledger",
        row.line,
        account=account.code,
        fy=year,
        description=description,
        fund=fund,
        function=account.function,
        object=account.object,
        **values,
    )
    _check_available(lines, row, places)


def _check_available(lines: Lines, row: Row, places: Mapping[str, int]) -> None:
    """Warn where budget less spending less encumbrances is not what the report says is left."""
    if not {"revised", "actual", "encumbered", "available"} <= places.keys():
        return
    found = [parse_money(row.cells[places[name]]) for name in ("revised", "actual", "encumbered", "available")]
    revised, actual, encumbered, available = (parsed.value for parsed in found)
    if None in (revised, actual, encumbered, available):
        return
    left = (revised or 0) - (actual or 0) - (encumbered or 0)
    if left != available:
        what = f"Budget less spending less encumbrances is {plain_dollars(left)}, not {plain_dollars(available or 0)}."
        remedy = "Look whether a sign or a column has been mixed up."
        lines.note("warning", "what is left adds up", what, remedy, line=row.line)


def _fiscal_year(lines: Lines, file: str, book: Book) -> str | None:
    """The one fiscal year of a whole report, and where it is said."""
    good, _ = mappings_of(book)
    fitting = (one for one in good if one.table == "ledger" and one.matches(file) and "fy" in one.constants)
    constant = next(fitting, None)
    if constant is not None:
        lines.assume(f"Fiscal year {constant.constants['fy']}, from the constants of mappings/{constant.name}.toml.")
        return constant.constants["fy"]
    above = [skipped.text for skipped in lines.sheet.skipped if skipped.why == "above the header"]
    said = [(text, found[1]) for text in above if (found := _HEAD.search(text))]
    said += [(title, found[1]) for title in lines.sheet.header if (found := _PROPOSED.fullmatch(title))]
    said += [(name, found[1]) for name in (base_name(file),) if (found := _NAMED.search(name))]
    if not said:
        return None
    text, year = said[0]
    year = year if len(year) == 4 else f"20{year}"
    lines.assume(f"Fiscal year {year}, from {text!r}.")
    return year


def _refuse_without_year(lines: Lines, row: Row) -> None:
    remedy = (
        "Put the year into the file's name, as in ledger-FY2027.csv, or add a column 'Fiscal Year', or a mapping onto "
        "ledger with fy under [constants]."
    )
    lines.refuse(row.line, "Nothing says of which fiscal year this account is.", remedy, table="ledger", column="fy")


def _sums(done: Import) -> str:
    """The sums of the accepted rows, to be held against the report's own totals."""
    frame = done.frames["ledger"]
    sums = {name: frame.get_column(column).sum() for name, column in AMOUNTS.items() if column in frame.columns}
    shown = ", ".join(f"{name} {plain_dollars(int(cents))}" for name, cents in sums.items())
    return f"Sums of the {counted(frame.height, 'accepted account')}: {shown or 'no amounts'}."
