"""The Book: what a district knows, as typed tables.

A Book is the only input of planning. It is frozen: a change makes another Book. Its frames obey the schemas in
``techplan.book.tables``; ``make_book`` is the one door by which frames come in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import polars as pl

from techplan.book.problem import BookError, Problem
from techplan.book.tables import TABLES

DOCUMENTS = ("mappings", "scenarios", "rules")
"""The parts of a Book that are TOML documents, by file name, rather than tables."""


@dataclass(frozen=True, eq=False)
class Book:
    """A district's tables, sorted by key, and its TOML documents (file name to text)."""

    # District
    district: pl.DataFrame = field(default_factory=TABLES["district"].empty)
    schools: pl.DataFrame = field(default_factory=TABLES["schools"].empty)
    rooms: pl.DataFrame = field(default_factory=TABLES["rooms"].empty)
    enrollment: pl.DataFrame = field(default_factory=TABLES["enrollment"].empty)
    staff: pl.DataFrame = field(default_factory=TABLES["staff"].empty)
    # Things
    asset_classes: pl.DataFrame = field(default_factory=TABLES["asset_classes"].empty)
    product_models: pl.DataFrame = field(default_factory=TABLES["product_models"].empty)
    assets: pl.DataFrame = field(default_factory=TABLES["assets"].empty)
    sightings: pl.DataFrame = field(default_factory=TABLES["sightings"].empty)
    asset_changes: pl.DataFrame = field(default_factory=TABLES["asset_changes"].empty)
    counts: pl.DataFrame = field(default_factory=TABLES["counts"].empty)
    count_places: pl.DataFrame = field(default_factory=TABLES["count_places"].empty)
    count_scans: pl.DataFrame = field(default_factory=TABLES["count_scans"].empty)
    count_outcomes: pl.DataFrame = field(default_factory=TABLES["count_outcomes"].empty)
    incidents: pl.DataFrame = field(default_factory=TABLES["incidents"].empty)
    page_counts: pl.DataFrame = field(default_factory=TABLES["page_counts"].empty)
    purchase_orders: pl.DataFrame = field(default_factory=TABLES["purchase_orders"].empty)
    receipts: pl.DataFrame = field(default_factory=TABLES["receipts"].empty)
    quotes: pl.DataFrame = field(default_factory=TABLES["quotes"].empty)
    # Learning
    goals: pl.DataFrame = field(default_factory=TABLES["goals"].empty)
    indicators: pl.DataFrame = field(default_factory=TABLES["indicators"].empty)
    indicator_values: pl.DataFrame = field(default_factory=TABLES["indicator_values"].empty)
    programs: pl.DataFrame = field(default_factory=TABLES["programs"].empty)
    standards: pl.DataFrame = field(default_factory=TABLES["standards"].empty)
    initiatives: pl.DataFrame = field(default_factory=TABLES["initiatives"].empty)
    initiative_costs: pl.DataFrame = field(default_factory=TABLES["initiative_costs"].empty)
    initiative_benefits: pl.DataFrame = field(default_factory=TABLES["initiative_benefits"].empty)
    contributions: pl.DataFrame = field(default_factory=TABLES["contributions"].empty)
    content: pl.DataFrame = field(default_factory=TABLES["content"].empty)
    # Choices
    choices: pl.DataFrame = field(default_factory=TABLES["choices"].empty)
    alternatives: pl.DataFrame = field(default_factory=TABLES["alternatives"].empty)
    # Money
    agreements: pl.DataFrame = field(default_factory=TABLES["agreements"].empty)
    coverage: pl.DataFrame = field(default_factory=TABLES["coverage"].empty)
    support_staff: pl.DataFrame = field(default_factory=TABLES["support_staff"].empty)
    staff_activities: pl.DataFrame = field(default_factory=TABLES["staff_activities"].empty)
    time_survey: pl.DataFrame = field(default_factory=TABLES["time_survey"].empty)
    funds: pl.DataFrame = field(default_factory=TABLES["funds"].empty)
    awards: pl.DataFrame = field(default_factory=TABLES["awards"].empty)
    award_shares: pl.DataFrame = field(default_factory=TABLES["award_shares"].empty)
    appropriations: pl.DataFrame = field(default_factory=TABLES["appropriations"].empty)
    fund_balances: pl.DataFrame = field(default_factory=TABLES["fund_balances"].empty)
    transfers: pl.DataFrame = field(default_factory=TABLES["transfers"].empty)
    erate_requests: pl.DataFrame = field(default_factory=TABLES["erate_requests"].empty)
    erate_budgets: pl.DataFrame = field(default_factory=TABLES["erate_budgets"].empty)
    financings: pl.DataFrame = field(default_factory=TABLES["financings"].empty)
    account_rules: pl.DataFrame = field(default_factory=TABLES["account_rules"].empty)
    forecast_lines: pl.DataFrame = field(default_factory=TABLES["forecast_lines"].empty)
    set_asides: pl.DataFrame = field(default_factory=TABLES["set_asides"].empty)
    ledger: pl.DataFrame = field(default_factory=TABLES["ledger"].empty)
    adopted_lines: pl.DataFrame = field(default_factory=TABLES["adopted_lines"].empty)
    # Ready
    connectivity: pl.DataFrame = field(default_factory=TABLES["connectivity"].empty)
    home_access: pl.DataFrame = field(default_factory=TABLES["home_access"].empty)
    policies: pl.DataFrame = field(default_factory=TABLES["policies"].empty)
    policy_signatures: pl.DataFrame = field(default_factory=TABLES["policy_signatures"].empty)
    security_answers: pl.DataFrame = field(default_factory=TABLES["security_answers"].empty)
    deadlines: pl.DataFrame = field(default_factory=TABLES["deadlines"].empty)
    # Decisions
    decisions: pl.DataFrame = field(default_factory=TABLES["decisions"].empty)
    # Documents, as text of TOML files by name without the ending
    mappings: Mapping[str, str] = field(default_factory=dict)
    scenarios: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for part in DOCUMENTS:
            object.__setattr__(self, part, MappingProxyType(dict(sorted(getattr(self, part).items()))))

    def table(self, name: str) -> pl.DataFrame:
        """One table by its name. Raises KeyError where there is no such table."""
        if name not in TABLES:
            raise KeyError(name)
        frame: pl.DataFrame = getattr(self, name)
        return frame

    def tables(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Every table with its name, in the order of the reference."""
        for name in TABLES:
            yield name, self.table(name)

    def with_tables(self, **frames: pl.DataFrame) -> Book:
        """A Book with these tables in place of its own; each must obey its schema."""
        changed: dict[str, Any] = {name: normal(name, frame) for name, frame in frames.items()}
        return replace(self, **changed)

    def with_documents(self, part: str, documents: Mapping[str, str]) -> Book:
        """A Book with one part's documents added or replaced by name."""
        changed: dict[str, Any] = {part: {**getattr(self, part), **documents}}
        return replace(self, **changed)

    def fingerprint(self) -> str:
        """SHA-256 over all tables and documents, in hexadecimal; the order of rows does not matter."""
        digest = hashlib.sha256()
        for name, frame in self.tables():
            digest.update(f"{name} {frame.height}\n".encode())
            digest.update(frame.write_csv(null_value="\\N", quote_style="non_numeric").encode())
        for part in DOCUMENTS:
            for title, body in getattr(self, part).items():
                digest.update(f"{part}/{title} {len(body)}\n{body}".encode())
        return digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Book):
            return NotImplemented
        if any(getattr(self, part) != getattr(other, part) for part in DOCUMENTS):
            return False
        return all(frame.equals(other.table(name)) for name, frame in self.tables())

    __hash__ = None  # type: ignore[assignment]  # frames cannot be hashed; compare fingerprints instead


def normal(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the schema's columns in the schema's order, sorted by key. Missing columns are null.

    Raises BookError where a column is unknown, a value does not fit its column's type without loss, or a rule of the
    schema is broken.
    """
    table = TABLES[name]
    unknown = [column for column in frame.columns if column not in table.columns()]
    if unknown:
        raise BookError(f"The table {name} has no column {', '.join(unknown)}. It has: {', '.join(table.columns())}.")
    wanted = table.polars_schema()
    if not frame.width:
        return table.empty()
    fitting = frame.with_columns(_as_type(name, column, wanted[column.name]) for column in frame)
    typed = fitting.select(
        pl.col(column) if column in frame.columns else pl.lit(None, dtype).alias(column)
        for column, dtype in wanted.items()
    )
    good, failure = table.filter(typed)
    if len(failure) > 0:
        raise BookError(f"{len(failure)} rows of {name} break its rules.", rule_problems(name, failure.counts()))
    return good.sort(table.primary_key())


def _as_type(name: str, given: pl.Series, dtype: pl.DataType) -> pl.Series:
    """The column in its right type. Raises BookError where that would change a value."""
    if given.dtype == dtype:
        return given
    typed = given.cast(dtype, strict=False)
    if given.dtype.is_temporal() != dtype.is_temporal() and given.dtype not in {pl.String, pl.Null}:
        typed = pl.Series(given.name, [None] * given.len(), dtype)
    lost = given.filter((typed.cast(given.dtype, strict=False) != given).fill_null(True) & given.is_not_null())
    if lost.len():
        raise BookError(
            f"{lost.len()} values of {given.name} in {name} cannot be kept as {TABLES[name].kind_of(given.name)} "
            f"without loss, such as {lost[0]!r}."
        )
    return typed


def rule_problems(name: str, counts: Mapping[str, int]) -> list[Problem]:
    """One Problem for each schema rule that rows of a table break."""
    return [
        Problem(
            severity="error",
            table=name,
            column=rule.split("|")[0] if "|" in rule else None,
            rule=rule,
            what=f"{count} rows break the rule '{rule}'.",
            remedy="See the column's entry in the reference for what it may hold.",
        )
        for rule, count in counts.items()
    ]


def make_book(
    tables: Mapping[str, pl.DataFrame] | None = None,
    *,
    mappings: Mapping[str, str] | None = None,
    scenarios: Mapping[str, str] | None = None,
    rules: Mapping[str, str] | None = None,
) -> Book:
    """A Book from frames by table name. Raises BookError as ``normal`` does; a table not given is empty."""
    unknown = [name for name in tables or {} if name not in TABLES]
    if unknown:
        raise BookError(f"A Book has no table {', '.join(unknown)}. It has: {', '.join(TABLES)}.")
    return Book(
        **{name: normal(name, frame) for name, frame in (tables or {}).items()},
        mappings=mappings or {},
        scenarios=scenarios or {},
        rules=rules or {},
    )
