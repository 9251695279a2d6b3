"""What a new Book starts from: the district's name, classes of devices from the norms, accounts of the NCES handbook.

Everything else is the district's to say. Each class's ``source`` begins with ``default:``, so that a plan can list the
values that nobody has looked at yet.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from techplan.book.book import Book, make_book
from techplan.book.columns import LAST_DAY
from techplan.book.school_years import fiscal_year_of
from techplan.book.tables.things import TCO_CATEGORIES
from techplan.rules.load import Rules, load_rules
from techplan.rules.values import RuleValue

LIFECYCLE: Final = "lifecycle"
ACCOUNTS: Final = "accounts.nces"
USUAL_START_MONTH: Final = 7
"""Norms give prices by school year; a district's own fiscal year is not known when its Book is made."""

COLUMNS: Final = {
    "name": "name",
    "category": "category",
    "life_months": "useful life",
    "refresh_rule": "refresh rule",
    "attrition": "losses",
    "spare_share": "spares",
    "unit_price": "price",
    "lead_time_months": "lead time",
    "deployment_hours": "hours",
    "watts": "power",
    "hours_per_year": "hours in use",
    "tier": "tier",
    "e_rate": "E-rate",
}
"""What the norms say of a class, each with its word for people."""


def seed_book(
    *, district: str, name: str | None = None, state: str | None = None, first_plan_year: int | None = None
) -> Book:
    """A Book with a district row, asset classes and account rules. Raises BookError where a value breaks a rule."""
    about = {"district": district, "name": name or district, "state": state, "first_plan_year": first_plan_year}
    rules = load_rules()
    return make_book(
        {
            "district": pl.DataFrame([about], schema_overrides={"state": pl.String, "first_plan_year": pl.Int64}),
            "asset_classes": asset_classes(rules),
            "account_rules": account_rules(rules),
        }
    )


def asset_classes(rules: Rules) -> pl.DataFrame:
    """A row for each class of the lifecycle norms, with the latest value of each norm."""
    codes = sorted({name.split(".")[1] for name in rules.names() if name.startswith(f"{LIFECYCLE}.")})
    return pl.DataFrame([_class_row(rules, code) for code in codes], infer_schema_length=None)


def _class_row(rules: Rules, code: str) -> dict[str, Any]:
    norms = {column: rules.at(f"{LIFECYCLE}.{code}.{column}", on=LAST_DAY) for column in COLUMNS}
    row: dict[str, Any] = {column: norm.value for column, norm in norms.items()}
    price = norms["unit_price"]
    del row["unit_price"]
    return row | {
        "code": code,
        "unit_price_cents": price.cents,
        "price_fy": fiscal_year_of(price.effective, USUAL_START_MONTH),
        "source": _source(norms),
    }


def _source(norms: dict[str, RuleValue]) -> str:
    """Which values were read in a source: ``default: useful life, spares from a source; all else estimated``."""
    read = [COLUMNS[column] for column, norm in norms.items() if norm.confirmed]
    return f"default: {', '.join(read)} from a source; all else estimated" if read else "default: all estimated"


def account_rules(rules: Rules) -> pl.DataFrame:
    """A row for each category and kind of spending that has an account."""
    rows = []
    for category in TCO_CATEGORIES:
        stem = f"{ACCOUNTS}.{category.replace(' ', '-')}"
        for kind in ("capital", "operating"):
            if f"{stem}.{kind}" in rules.values:
                rows.append(
                    {
                        "rule": f"{category.replace(' ', '-')}-{kind}",
                        "category": category,
                        "kind": kind,
                        "function": rules.at(f"{stem}.function", on=LAST_DAY).value,
                        "object": rules.at(f"{stem}.{kind}", on=LAST_DAY).value,
                    }
                )
    return pl.DataFrame(rows)
