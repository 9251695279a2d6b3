"""The form of a rule's value is strict, and every fault is told with its place."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from techplan.book.problem import RuleError
from techplan.rules.values import RuleValue, values_of

GOOD = """
[[local.bulb.price]]
value = "201.57"
unit = "dollars"
effective = 2026-07-01
published = 2025-06-09
citation = "Board policy 7540"
link = "https://example.org/7540"
status = "final"
confirmed = true
keyed_by = "calendar date"
"""


def read(text: str) -> tuple[list[RuleValue], list[tuple[str | None, str | None]]]:
    values, problems = values_of(tomllib.loads(text), "rules/x.toml", local=True)
    assert all(one.file == "rules/x.toml" and one.severity == "error" and one.remedy for one in problems)
    return values, [(one.key, one.column) for one in problems]


def test_a_good_value() -> None:
    (value,), faults = read(GOOD)
    assert faults == []
    assert value == RuleValue(
        name="local.bulb.price",
        value=Decimal("201.57"),
        unit="dollars",
        effective=date(2026, 7, 1),
        published=date(2025, 6, 9),
        citation="Board policy 7540",
        link="https://example.org/7540",
        status="final",
        confirmed=True,
        keyed_by="calendar date",
        note=None,
        file="rules/x.toml",
        local=True,
    )
    assert value.cents == 20_157


@pytest.mark.parametrize(
    ("before", "after", "column"),
    [
        ('value = "201.57"', "value = 201.57", "value"),
        ('value = "201.57"', 'value = "1,000"', "value"),
        ('value = "201.57"', "value = true", "value"),
        ('value = "201.57"\n', "", "value"),
        ('unit = "dollars"', 'unit = "euros"', "unit"),
        ("effective = 2026-07-01", 'effective = "2026-07-01"', "effective"),
        ("effective = 2026-07-01", "effective = 2026-07-01T00:00:00", "effective"),
        ("published = 2025-06-09\n", "", "published"),
        ('citation = "Board policy 7540"\n', "", "citation"),
        ('citation = "Board policy 7540"', 'citation = " "', "citation"),
        ('link = "https://example.org/7540"\n', "", "link"),
        ('status = "final"', 'status = "draft"', "status"),
        ("confirmed = true", 'confirmed = "yes"', "confirmed"),
        ('keyed_by = "calendar date"', 'keyed_by = "school year"', "keyed_by"),
        ('keyed_by = "calendar date"', 'keyed_by = "calendar date"\npublishd = 1', "publishd"),
        ('status = "final"', 'status = "final"\nsource = "nowhere"', "source"),
    ],
)
def test_each_fault_is_told_and_the_value_left_out(before: str, after: str, column: str) -> None:
    assert before in GOOD
    values, faults = read(GOOD.replace(before, after))
    assert values == []
    assert faults == [("local.bulb.price[1]", column)]


def test_all_faults_come_at_once() -> None:
    bad = GOOD.replace("confirmed = true", "confirmed = 1").replace('value = "201.57"', "value = 2.5")
    _, faults = read(bad + GOOD.replace("bulb", "lamp").replace('citation = "Board policy 7540"\n', ""))
    assert faults == [
        ("local.bulb.price[1]", "confirmed"),
        ("local.bulb.price[1]", "value"),
        ("local.lamp.price[1]", "citation"),
    ]


def test_what_is_no_value_at_all() -> None:
    assert read("[local]\nprice = 5\n")[1] == [("local.price", None)]
    assert read("[local]\nprice = [1]\n")[1] == [("local.price[1]", None)]


def test_not_confirmed_needs_no_link() -> None:
    values, faults = read(GOOD.replace("confirmed = true", "confirmed = false").replace("link =", "note ="))
    assert faults == []
    assert values[0].link is None


def test_an_expired_rule_needs_no_value() -> None:
    values, faults = read(GOOD.replace('value = "201.57"\n', "").replace('"final"', '"expired"'))
    assert faults == []
    assert values[0].value is None
    with pytest.raises(RuleError):
        _ = values[0].cents


def test_a_funding_year_starts_in_july() -> None:
    by_year = GOOD.replace("calendar date", "funding year")
    assert read(by_year)[1] == []
    assert read(by_year.replace("effective = 2026-07-01", "effective = 2026-01-21"))[1] == [
        ("local.bulb.price[1]", "effective")
    ]


@pytest.mark.parametrize(
    ("unit", "good", "bad"),
    [
        ("months", "48", '"48"'),
        ("count", "0", "-1"),
        ("fraction", '"0.03"', "0.03"),
        ("multiplier", '"1.6"', '"1.6x"'),
        ("hours", "2", "true"),
        ("text", '"age"', "5"),
        ("code", '"734"', "734"),
        ("yes or no", "true", '"true"'),
        ("date", "2026-04-01", '"2026-04-01"'),
    ],
)
def test_units_hold_their_kind(unit: str, good: str, bad: str) -> None:
    text = GOOD.replace('"dollars"', f'"{unit}"')
    assert read(text.replace('"201.57"', good))[1] == []
    assert read(text.replace('"201.57"', bad))[1] == [("local.bulb.price[1]", "value")]


def test_what_values_share_is_said_once() -> None:
    text = """
[common]
effective = 2026-07-01
published = 2026-11-25
status = "final"
keyed_by = "calendar date"
[sources.lubbock]
citation = "Lubbock ISD"
link = "https://www.lubbockisd.org/Page/9900"
confirmed = true
[lifecycle.chromebook]
life = [{ value = 48, unit = "months", source = "lubbock" }]
price = [{ value = 330, unit = "dollars", source = "lubbock", citation = "estimate", confirmed = false }]
"""
    (life, price), faults = read(text)
    assert faults == []
    assert (life.name, life.citation, life.confirmed) == ("lifecycle.chromebook.life", "Lubbock ISD", True)
    assert (price.citation, price.confirmed, price.cents) == ("estimate", False, 33_000)


@pytest.mark.parametrize(
    "text", ["common = 1\n", "[common]\nvalue = 1\n", "[sources.x]\nlnk = 'a'\n", "[sources]\nx = 1\n"]
)
def test_shared_keys_are_strict_too(text: str) -> None:
    assert len(read(text)[1]) == 1


def test_only_dollars_have_cents() -> None:
    fields: dict[str, Any] = {name: getattr(read(GOOD)[0][0], name) for name in RuleValue.__slots__}
    with pytest.raises(RuleError, match="not in dollars"):
        _ = RuleValue(**(fields | {"unit": "months", "value": 4})).cents
