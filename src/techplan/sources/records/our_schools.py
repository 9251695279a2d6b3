"""Which school of a national file is which of the Book's: by number, never by name.

Names repeat: in one USAC list of 25,121 entities 823 names belong to several numbers. So a school is found by its
NCES number (``schools.nces_id``), by a number that ``mappings/words.toml`` translates, or, within the district, by the
state's number where the Book uses that as the school's code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from techplan.book.book import Book
from techplan.book.problem import Problem, SourceError
from techplan.sources.source import Import
from techplan.sources.words import fold, words_of

LEAID_WIDTH = 7
NCESSCH_WIDTH = 12

OTHER_SCHOOL = "a school of another district"
OTHER_DISTRICT = "another district"
OTHERS = frozenset({OTHER_SCHOOL, OTHER_DISTRICT})
"""Why a row of a national file is left out."""


@dataclass(frozen=True)
class OurSchools:
    """The Book's schools by their numbers, and the district's own NCES numbers."""

    by_nces: dict[str, str]
    translated: dict[str, str]
    codes: frozenset[str]
    leaids: frozenset[str]

    @classmethod
    def of(cls, book: Book) -> OurSchools:
        """The numbers that a Book knows. A number that two schools share finds neither."""
        found: dict[str, list[str]] = {}
        for code, number in book.schools.select("code", "nces_id").drop_nulls().iter_rows():
            found.setdefault(number, []).append(code)
        numbers = {number: codes[0] for number, codes in found.items() if len(codes) == 1}
        districts = set(book.district.get_column("nces_leaid").drop_nulls())
        return cls(
            by_nces=numbers,
            translated=dict(words_of(book).schools.translated),
            codes=frozenset(book.schools.get_column("code")),
            leaids=frozenset(districts | {number[:LEAID_WIDTH] for number in found if len(number) == NCESSCH_WIDTH}),
        )

    def find(self, numbers: Iterable[str]) -> str | None:
        """The school of the first of these numbers that is known."""
        for number in numbers:
            code = self.by_nces.get(number) or self.translated.get(fold(number))
            if number and code:
                return code
        return None

    def find_state(self, number: str, leaid: str) -> str | None:
        """The school whose code is the state's number (``OH-043612-012345`` or its last part), in our district only."""
        if leaid not in self.leaids:
            return None
        last = number.rsplit("-", 1)[-1]
        return next((one for one in (number, last) if one in self.codes), None)


def padded(number: str, width: int) -> str | None:
    """A number of a known width that has lost its one leading zero; None where it cannot be one.

    State codes are 01 to 78, so a LEAID or NCES school number loses at most one zero.
    """
    if not number.isascii() or not number.isdigit() or len(number) not in {width - 1, width}:
        return None
    return number.zfill(width)


@dataclass(frozen=True, slots=True)
class Match:
    """What a row's numbers say: the school, or why it has none; ``ours`` is false where it is another district's."""

    code: str | None
    number: str | None
    ours: bool
    reason: str = ""
    remedy: str = ""


def match_school(ours: OurSchools, number: str, leaid: str, state_number: str) -> Match:
    """The school of a row of a national file, by its NCES numbers (as the file writes them) and the state's."""
    whole = padded(number, NCESSCH_WIDTH)
    if whole is None:
        remedy = "Export it again with the number as text."
        return Match(None, None, ours=True, reason=f"{number!r} is no NCES school number of 12 digits.", remedy=remedy)
    district = padded(leaid, LEAID_WIDTH) or whole[:LEAID_WIDTH]
    code = ours.find([whole, state_number]) or ours.find_state(state_number, district)
    if code is not None:
        return Match(code, whole, ours=True)
    if ours.leaids and district not in ours.leaids:
        return Match(None, whole, ours=False, reason=OTHER_SCHOOL)
    remedy = (
        f'Write {whole} into the school\'s nces_id, or "{whole}" = "CODE" under [schools] in mappings/words.toml; '
        "schools are matched by number, never by name."
    )
    return Match(None, whole, ours=True, reason=f"No school of the Book has the number {whole}.", remedy=remedy)


def must_be_ours(done: Import) -> Import:
    """The import, or SourceError where it has rows and not one of them is of the Book's own schools or district."""
    data = [row for row in done.skipped if row.why in OTHERS]
    if done.accepted or done.merged or done.refused or not data:
        return done
    problem = Problem(
        severity="error",
        file=data[0].file,
        rule="rows of our own",
        what=f"None of the file's {len(data):,} rows is of the Book's own schools or district.",
        remedy="Look whether nces_leaid of the district and nces_id of the schools are right; names are not compared.",
    )
    raise SourceError(str(problem), [problem])
