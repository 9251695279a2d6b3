"""``datapackage.json``: what the tables of a Book folder are, for programs that have never heard of Techplan.

A Data Package (version 2) with one Tabular Data Resource a table, derived from the schemas alone, so equal Books give
equal bytes: no time, no program version, no hash. See https://datapackage.org and https://datapackage.org/standard/table-schema/.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final, Literal

from techplan.book.book import Book
from techplan.book.columns import FIRST_DAY, LAST_DAY, Table, list_pattern
from techplan.book.money import plain_dollars
from techplan.book.tables import TABLES

Format = Literal["csv", "parquet"]

FILE: Final = "datapackage.json"
PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_DIALECT: Final = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True}
_TYPES: Final = {
    "text": "string",
    "money": "number",
    "count": "integer",
    "fiscal year": "integer",
    "number": "number",
    "date": "date",
    "yes or no": "boolean",
}


def datapackage(book: Book, *, format: Format = "csv") -> bytes:
    """The descriptor of a Book's folder; only tables with rows are in it, as only they are written."""
    names = [name for name, frame in book.tables() if frame.height]
    district = book.district.row(0, named=True) if book.district.height else {}
    package: dict[str, Any] = {"$schema": PROFILE, "name": "techplan-book"}
    if district:
        package["title"] = f"Technology planning Book of {district['name']}"
    package["description"] = "What a school district knows, as typed tables. Money is in dollars."
    package["resources"] = [_resource(TABLES[name], names, format) for name in names]
    return (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()


def _resource(table: type[Table], written: Collection[str], format: Format) -> dict[str, Any]:
    name = table.table_name()
    resource: dict[str, Any] = {"name": name, "type": "table", "description": table.doc(), "path": f"{name}.{format}"}
    if format == "csv":
        resource |= {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "dialect": _DIALECT}
    else:
        resource |= {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    return resource | {"schema": table_schema(table, written=written, inside=format == "parquet")}


def table_schema(table: type[Table], *, written: Collection[str], inside: bool = False) -> dict[str, Any]:
    """The Frictionless Table Schema of one table.

    Only references to tables in ``written`` become foreign keys, and none of a list column, which the standard cannot
    express. ``inside`` describes the columns as Parquet holds them: inside names, money in whole cents.
    """

    def called(column: str) -> str:
        return column if inside else table.face_name(column)

    schema: dict[str, Any] = {
        "fields": [_field(table, column, called(column), inside=inside) for column in table.columns()],
        "primaryKey": [called(column) for column in table.primary_key()],
    }
    keys = [
        {
            "fields": [called(column)],
            "reference": {"resource": "" if target == table.table_name() else target, "fields": [other]},
        }
        for column, (target, other) in table.references().items()
        if target in written and "separator" not in (table.columns()[column].metadata or {})
    ]
    return schema | ({"foreignKeys": keys} if keys else {}) | {"missingValues": [""]}


def _field(table: type[Table], column: str, name: str, *, inside: bool) -> dict[str, Any]:
    kind, about = table.kind_of(column), table.columns()[column]
    cents = inside and kind == "money"
    field: dict[str, Any] = {
        "name": name,
        "type": "integer" if cents else _TYPES[kind],
        "description": about.description or "",
    }
    if kind == "yes or no":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    unit = (about.metadata or {}).get("unit")
    if unit is not None:
        field["unit"] = "dollars" if kind == "money" and not cents else unit
    constraints = _constraints(table, column, cents=cents)
    return field | ({"constraints": constraints} if constraints else {})


def _constraints(table: type[Table], column: str, *, cents: bool) -> dict[str, Any]:
    kind, about = table.kind_of(column), table.columns()[column]
    meta = about.metadata or {}
    found: dict[str, Any] = {}
    if not about.nullable:
        found["required"] = True
    choices, separator = meta.get("choices"), meta.get("separator")
    if choices is not None and separator is None:
        found["enum"] = list(choices)
    elif choices is not None and separator is not None:
        found["pattern"] = list_pattern(choices, separator)
    if kind == "date":
        found |= {"minimum": FIRST_DAY.isoformat(), "maximum": LAST_DAY.isoformat()}
    for bound, word in (("min", "minimum"), ("max", "maximum")):
        limit = getattr(about, bound, None)
        if limit is not None and kind != "date":
            found[word] = _limit(limit, in_dollars=kind == "money" and not cents)
    return found


def _limit(limit: int | Decimal, *, in_dollars: bool) -> int | str:
    """Whole numbers as numbers, others as the text of a decimal, which no program can round."""
    if in_dollars:
        return int(limit) // 100 if limit % 100 == 0 else plain_dollars(int(limit))
    return int(limit) if limit == int(limit) else str(limit)
