"""Speed tests of the Ookla CLI, speedtest-cli, Ookla's open tiles and M-Lab, as connectivity by school and day.

Each tool has its own unit: bytes per second (Ookla CLI), bits per second (speedtest-cli), kilobits (open tiles),
megabits (M-Lab). Runs of one school and day become their mean; a failed run (no speed, or zero) is left out of it.
Few of these files say at which school they were made. The school comes from a column (or an open tile's quadkey)
through ``mappings/words.toml``, else from a mapping onto ``connectivity`` that fits the file (its columns or constants;
then name this source, since 'auto' follows the mapping itself), else from the file's name as a word of ``words.toml``.
The day comes from a column, that mapping, or the file's name (``east-2026-09-12.csv``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from techplan.book.book import Book
from techplan.book.reading import Parsed, Row, Sheet, normal_title, parse_days, parse_number
from techplan.sources.assets.files import base_name, is_json
from techplan.sources.findings import counted
from techplan.sources.mapping import FileMapping, mappings_of
from techplan.sources.records.drafts import Lines, import_of, lines_of, own_sheets, tables_of
from techplan.sources.refused import SUFFIX
from techplan.sources.source import DateOrder, File, Import
from techplan.sources.speedtests.titles import PERSONS, PLACE, TOOLS, Tool
from techplan.sources.titles import positions
from techplan.sources.words import Words, words_of

_ISO: Final = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_SIX_PLACES: Final = Decimal("0.000001")
_SCHOOL_REMEDY: Final = (
    'Write "{word}" = "CODE" under [schools] in mappings/words.toml, or add a column \'school\' to the file.'
)
_DAY_REMEDY: Final = "Put the day into the file's name, as in east-2026-09-12.csv, or add a column 'date' to the file."

TABLE: Final = "connectivity"
NEEDS: Final = "the titles of a speed test that is known"


class SpeedTests:
    """The source ``speed-tests``."""

    name = "speed-tests"
    title = "Speed tests (Ookla, speedtest-cli, M-Lab)"
    recognises = "The CSV output of the Ookla CLI or speedtest-cli, Ookla's open tiles, or results of M-Lab."
    live = True

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        """Whether it has a tool's titles."""
        return not is_json(data) and any(tool_of(sheet) for sheet in tables_of(data, file))

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        """Mean speeds by school and day. Raises SourceError where a file is no speed test."""
        read: list[Lines] = []
        runs: dict[tuple[str, date], _Runs] = {}
        for file, data in files:
            for sheet in own_sheets(file, data, self.title, NEEDS, tool_of):
                tool = next(one for one in TOOLS if one is tool_of(sheet))
                lines = lines_of(sheet, PERSONS)
                read.append(lines)
                _read(_Reading(lines, tool, file, words_of(book), _mapping(file, book), dates), runs)
        _draft(runs)
        return import_of(self.name, read, book, dates)


def tool_of(sheet: Sheet) -> Tool | None:
    """The tool that wrote a sheet, by its titles."""
    titles = {normal_title(title) for title in sheet.header}
    return next((tool for tool in TOOLS if {normal_title(title) for title in tool.needs} <= titles), None)


@dataclass(slots=True)
class _Runs:
    """The runs of one school on one day: their lines, their speeds in Mbps, and the tools that made them."""

    lines: list[tuple[Lines, Row]] = field(default_factory=list)
    speeds: list[Decimal] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)
    fault: Parsed[Decimal] | None = None

    def take(self, tool: Tool, lines: Lines, row: Row, speed: Parsed[Decimal]) -> None:
        """One run; a speed that cannot be read spoils the mean of them all."""
        self.lines.append((lines, row))
        self.tools.append(tool.name)
        if speed.value is None:
            self.fault = self.fault or speed
        else:
            self.speeds.append(speed.value * tool.to_mbps)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One sheet, the tool that wrote it, and where its school and day may come from."""

    lines: Lines
    tool: Tool
    file: str
    words: Words
    mapping: FileMapping | None
    dates: DateOrder | None

    def places(self) -> dict[str, int]:
        """Where the school, the day and the speed are; a mapping's titles come before those that are known."""
        header = self.lines.sheet.header
        found = positions(header, {**PLACE, "speed": self.tool.speed})
        columns = self.mapping.columns if self.mapping else {}
        said = {"school": columns.get("school"), "day": columns.get("measured_on")}
        return found | positions(header, {name: (title,) for name, title in said.items() if title})

    def constant(self, column: str) -> str | None:
        """What a mapping says for every row."""
        return self.mapping.constants.get(column) if self.mapping else None


def _mapping(file: str, book: Book) -> FileMapping | None:
    good, _ = mappings_of(book)
    return next((one for one in good if one.table == "connectivity" and one.matches(file)), None)


def _read(reading: _Reading, runs: dict[tuple[str, date], _Runs]) -> None:
    lines, places = reading.lines, reading.places()
    days = _days(reading, places)
    failed = 0
    for number, row in enumerate(lines.sheet.rows):
        speed = parse_number(row.cells[places["speed"]])
        school, word = _school(reading, row, places)
        if not speed.fault and (not speed.value or speed.value <= 0):
            failed += 1
            lines.skip(row, "failed run")
        elif school is None:
            reason, remedy = f"Nothing says at which school this was measured ({word}).", _SCHOOL_REMEDY
            lines.refuse(row.line, reason, remedy.format(word=word), table=TABLE, column="school", value=word)
        elif (day := days[number].value) is None:
            reason = days[number].fault or "Nothing says on which day this was measured."
            lines.refuse(row.line, reason, days[number].remedy or _DAY_REMEDY, table=TABLE, column="measured_on")
        else:
            runs.setdefault((school, day), _Runs()).take(reading.tool, lines, row, speed)
    _say(reading, failed)


def _say(reading: _Reading, failed: int) -> None:
    lines, tool = reading.lines, reading.tool
    lines.assume(f"Speeds are read as {tool.name} writes them, in {tool.unit}; upload speeds are not kept.")
    if failed:
        lines.assume(f"{counted(failed, 'failed run')} without a speed left out of the mean.")
    if tool.name == "Ookla open tiles" and lines.sheet.rows:
        what = "An open tile's speed is the mean of whoever tested in the neighbourhood, not the school's connection."
        lines.note("warning", "measured at the school", what, "Measure at the school to replace it.")


def _school(reading: _Reading, row: Row, places: dict[str, int]) -> tuple[str | None, str]:
    """The school, and the word that was looked up: the row's, else the file's name, else the mapping's constant."""
    word = row.cells[places["school"]] if "school" in places else ""
    name = base_name(reading.file)
    if word:
        return reading.words.schools.find(word), word
    constant = reading.constant("school")
    if constant is not None:
        return reading.words.schools.find(constant), constant
    stem = name.removesuffix(SUFFIX) if name.endswith(SUFFIX) else name.rsplit(".", 1)[0]
    return reading.words.schools.first_translated((name, stem, f"{stem}.csv")), name


def _days(reading: _Reading, places: dict[str, int]) -> list[Parsed[date]]:
    """The day of each row, in the order of the rows."""
    sheet, lines = reading.lines.sheet, reading.lines
    order = (reading.mapping.dates if reading.mapping else None) or reading.dates
    if "day" in places:
        texts = [row.cells[places["day"]] for row in sheet.rows]
        found = parse_days(texts, order)
        for said in found.assumed:
            lines.assume(f"measured_on: {said}")
        return [found.by_text[text] for text in texts]
    constant = reading.constant("measured_on")
    named = _ISO.search(base_name(reading.file))
    text = constant or (named[1] if named else "")
    one = parse_days([text], order).by_text[text]
    if one.value is not None:
        where = "the mapping" if constant else "the file name"
        lines.assume(f"Measured on {one.value.isoformat()}, from {where}.")
    return [one] * len(sheet.rows)


def _draft(runs: dict[tuple[str, date], _Runs]) -> None:
    """One row for each school and day, drawn from its first run; the others are merged into it."""
    for (school, day), group in runs.items():
        if group.fault:
            reason = f"A run of {school} on {day.isoformat()} cannot be read, so no mean is taken: {group.fault.fault}"
            for lines, row in group.lines:
                lines.refuse(row.line, reason, group.fault.remedy or "", table=TABLE, column="internet_mbps")
            continue
        mean = (sum(group.speeds, Decimal(0)) / len(group.speeds)).quantize(_SIX_PLACES, ROUND_HALF_UP)
        tools = " and ".join(sorted(set(group.tools)))
        (first, row), *others = group.lines
        first.draft(
            TABLE,
            row.line,
            school=school,
            measured_on=day.isoformat(),
            internet_mbps=str(mean),
            source=f"{tools}, mean of {counted(len(group.speeds), 'run')}",
        )
        for lines, other in others:
            first.join(row.line, lines, other.line)
