from __future__ import annotations

import polars as pl
import pytest

from techplan.book.book import Book, make_book
from techplan.book.ledger_match import FILE, MatchRule, ledger_match


def book_with(text: str) -> Book:
    tables = {
        "funds": pl.DataFrame({"fund": ["003"], "name": ["PI"], "kind": ["permanent improvement"]}),
        "adopted_lines": pl.DataFrame({"line": ["L-1"], "fy": [2026]}),
    }
    return make_book(tables, mappings={"ledger_match": text})


def account(**columns: object) -> dict[str, object]:
    return {"fy": 2026, "fund": "003", "function": "2960", "object": "644", "account": "05-003-2960-644", **columns}


def test_a_book_without_the_document_has_no_rules() -> None:
    saved, problems = ledger_match(Book())
    assert (saved.rules, dict(saved.printed), problems) == ((), {}, [])


def test_rules_keep_their_order_and_get_a_name() -> None:
    saved, problems = ledger_match(
        book_with('[[match]]\nfund = "003"\nline = "L-1"\n[[match]]\nobject = "64"\ncategory = "network"\nname = "Net"')
    )
    assert problems == []
    assert [(rule.name, rule.line, rule.category) for rule in saved.rules] == [
        ("rule 1", "L-1", None),
        ("Net", None, "network"),
    ]


def test_printed_totals_are_cents() -> None:
    saved, problems = ledger_match(book_with('[[printed]]\nfy = 2026\nrevised = "73131556.00"\nleft = 5613173'))
    assert problems == []
    assert saved.printed == {2026: {"revised": 7_313_155_600, "left": 561_317_300}}


@pytest.mark.parametrize(
    ("rule", "row", "fits"),
    [
        (MatchRule(name="r", fund="003", line="L-1"), account(), True),
        (MatchRule(name="r", fund="00", line="L-1"), account(), False),  # a fund is named in full
        (MatchRule(name="r", object="64", line="L-1"), account(), True),
        (MatchRule(name="r", object="64", line="L-1"), account(object=None), False),
        (MatchRule(name="r", function="2960", object="51", line="L-1"), account(), False),
        (MatchRule(name="r", account="05-003", fy=2025, line="L-1"), account(), False),
        (MatchRule(name="r", account="05-003", fy=2026, line="L-1"), account(), True),
    ],
)
def test_every_condition_must_hold(rule: MatchRule, row: dict[str, object], fits: bool) -> None:
    assert rule.fits(row) is fits


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('[[mach]]\nfund = "003"\nline = "L-1"', "unknown key"),
        ('[match]\nfund = "003"\nline = "L-1"', "wrong type"),
        ('[[match]]\nfnd = "003"\nfund = "003"\nline = "L-1"', "unknown key"),
        ('[[match]]\nline = "L-1"', "no condition"),
        ('[[match]]\nfund = "003"', "line or category"),
        ('[[match]]\nfund = "003"\nline = "L-1"\ncategory = "network"', "line or category"),
        ('[[match]]\nfund = "003"\ncategory = "netwrk"', "unknown category"),
        ('[[match]]\nfund = "003"\nline = "L-2"', "unknown line"),
        ('[[match]]\nfund = "004"\nline = "L-1"', "unknown fund"),
        ('[[match]]\nfund = "003"\nline = "L-1"\nschool = "010"', "unknown school"),
        ('[[match]]\nfund = 3\nline = "L-1"', "wrong type"),
        ('[[match]]\nfund = "003"\nline = "L-1"\nfy = "2026"', "wrong type"),
        ("[[printed]]\nfy = 2026\nrevised = 1.5", "not an amount"),
        ('[[printed]]\nfy = 2026\nrevised = "1.505"', "not an amount"),
        ('[[printed]]\nrevised = "1"', "wrong type"),
        ('[[printed]]\nfy = 2026\n[[printed]]\nfy = 2026', "said twice"),
        ("[[match]", "TOML"),
    ],
)  # fmt: skip
def test_every_fault_is_told_and_its_rule_left_out(text: str, rule: str) -> None:
    saved, problems = ledger_match(book_with(text))
    assert [problem.rule for problem in problems] == [rule]
    assert problems[0].file == FILE
    assert saved.rules == ()
    assert len(saved.printed) == (1 if rule == "said twice" else 0)
