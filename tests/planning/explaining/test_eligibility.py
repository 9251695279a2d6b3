"""Whether each fund may pay each line, and by which rule: by hand."""

from __future__ import annotations

from datetime import date

from techplan.planning.explaining import eligibility
from techplan.planning.explaining.results import Eligibility
from techplan.planning.funding import allocate
from techplan.rules.load import load_rules

GENERAL = {"fund": "001", "name": "General", "kind": "general"}
IMPROVEMENT = {
    "fund": "003", "name": "Improvement", "kind": "permanent improvement", "rule_set": "oh.permanent_improvement",
}  # fmt: skip
ESSER = {"fund": "507", "name": "Relief", "kind": "local grant", "one_time": True}
GRANT = {"fund": "572", "name": "Title I", "kind": "federal grant"}
LIFE = "oh.permanent_improvement.minimum_life_months"
CODE = "ORC 5705.01(E): property with an estimated life or usefulness of five years or more"
RULES = load_rules()


def line(name, amount=10_000, **more):
    return {"line": name, "fy": 2027, "amount_cents": amount, **more}


def chromebook(name, **more):
    return line(name, kind="capital", category="client computers", **more)


def answers(small, tables, lines, *, rules=RULES):
    book = small.book_of(district=[{"horizon_years": 3}], **tables)
    funding = allocate(book, small.lines_of(*lines), small.settings(book), rules=rules)
    found = eligibility(funding.settled)
    Eligibility.validate(found)
    assert found.equals(found.sort(Eligibility.primary_key()))
    return {(row["line"], row["fund"], row["award"]): row for row in found.iter_rows(named=True)}


def test_every_line_and_every_fund_and_award_once_with_its_year(small):
    """A fund that only holds awards has no money of its own, and so no row of its own."""
    awards = [{"award": name, "fund": "572", "amount_cents": 100, "carryover": True} for name in ("T1", "T2")]
    tables = {"funds": [GENERAL, GRANT], "awards": awards}
    found = answers(small, tables, [line("a"), line("b", fy=2028)])
    pots = [("001", "-"), ("572", "T1"), ("572", "T2")]
    assert {key: row["fy"] for key, row in found.items()} == {
        **{("a", *pot): 2027 for pot in pots},
        **{("b", *pot): 2028 for pot in pots},
    }
    assert {row["answer"] for row in found.values()} == {"yes"}
    assert {row["rule"] for row in found.values()} == {None}


def test_a_yes_needs_no_money(small):
    found = answers(small, {"funds": [GENERAL]}, [line("a")])
    assert found["a", "001", "-"]["answer"] == "yes"
    assert found["a", "001", "-"]["why"] == (
        "May pay operating spending on client computers; the general fund pays what other funds cannot."
    )


def test_an_ohio_improvement_fund_asks_for_a_certified_life_of_sixty_months(small):
    lines = [
        chromebook("short", estimated_life_months=48, life_certified=True),
        chromebook("long", estimated_life_months=60, life_certified=True),
        chromebook("uncertified", estimated_life_months=60),
        chromebook("unknown"),
    ]
    found = answers(small, {"funds": [IMPROVEMENT]}, lines)
    said = {name: found[name, "003", "-"] for name in ("short", "long", "uncertified", "unknown")}
    assert {name: row["answer"] for name, row in said.items()} == {
        "short": "no",
        "long": "ask your treasurer",
        "uncertified": "needs certificate",
        "unknown": "needs certificate",
    }
    assert {row["rule"] for row in said.values()} == {LIFE}
    assert {row["citation"] for row in said.values()} == {CODE}
    assert said["short"]["why"] == "Needs an estimated life of at least 60 months, certified are 48."
    assert said["long"]["why"] == f"Ask your treasurer: {LIFE} would allow it, but nobody confirmed it."
    assert said["uncertified"]["why"] == "Needs the treasurer's certificate of estimated life, at least 60 months."


def test_a_rule_that_the_treasurer_confirmed_allows(small):
    decision = {"decision": "1", "about": "rule", "subject": LIFE, "answer": "confirmed"}
    lines = [
        chromebook("short", estimated_life_months=48, life_certified=True),
        chromebook("long", estimated_life_months=60, life_certified=True),
        chromebook("uncertified", estimated_life_months=60),
    ]
    found = answers(small, {"funds": [IMPROVEMENT], "decisions": [decision]}, lines)
    assert {name: row["answer"] for (name, _, _), row in found.items()} == {
        "short": "no", "long": "yes", "uncertified": "needs certificate",
    }  # fmt: skip
    row = found["long", "003", "-"]
    assert (row["rule"], row["citation"]) == (LIFE, CODE)
    assert row["why"] == f"May pay capital spending on client computers ({CODE})."


def test_another_answer_or_one_of_a_later_day_confirms_nothing(small):
    lines = [chromebook("long", estimated_life_months=60, life_certified=True)]
    for other in ({"answer": "rejected"}, {"about": "finding"}, {"decided_on": date(2026, 11, 26)}):
        decision = {"decision": "1", "about": "rule", "subject": LIFE, "answer": "confirmed", **other}
        found = answers(small, {"funds": [IMPROVEMENT], "decisions": [decision]}, lines)
        assert found["long", "003", "-"]["answer"] == "ask your treasurer"


def test_no_paper_opens_a_fund_outside_its_dates(small):
    """A certificate would not help, so it is not asked for; what the law refuses anyway is said first."""
    lines = [chromebook("uncertified"), chromebook("short", estimated_life_months=48, life_certified=True)]
    found = answers(small, {"funds": [{**IMPROVEMENT, "last_fy": 2026}]}, lines)
    closed, short = found["uncertified", "003", "-"], found["short", "003", "-"]
    assert (closed["answer"], closed["rule"], closed["why"]) == ("no", None, "Outside its dates, until FY2026.")
    assert (short["answer"], short["rule"]) == ("no", LIFE)


def test_salaries_are_no_permanent_improvement(small):
    """Of the two reasons of the set, the plain no about staff comes first."""
    found = answers(small, {"funds": [IMPROVEMENT]}, [line("pay", category="staff", recurring=True)])
    row = found["pay", "003", "-"]
    assert (row["answer"], row["rule"]) == ("no", "oh.permanent_improvement.pays.staff")
    assert row["why"] == "Does not pay for staff."
    assert row["citation"].startswith("Mariemont City Schools")


def test_rules_that_nobody_knows_ask(small):
    found = answers(small, {"funds": [{**GENERAL, "rule_set": "oh.nowhere"}]}, [line("a")])
    row = found["a", "001", "-"]
    assert (row["answer"], row["rule"], row["citation"]) == ("ask your treasurer", None, None)
    assert row["why"] == "No rules are known for oh.nowhere."


def test_an_award_outside_its_window(small):
    award = {
        "award": "T1", "fund": "572", "amount_cents": 100, "carryover": True,
        "first_obligation_on": date(2026, 9, 15), "last_obligation_on": date(2027, 9, 30),
    }  # fmt: skip
    days = {
        "before": date(2026, 9, 14), "first": date(2026, 9, 15), "last": date(2027, 9, 30), "after": date(2027, 10, 1),
    }  # fmt: skip
    lines = [line(name, fy=day.year + (day.month >= 7), pay_on=day) for name, day in days.items()]
    found = answers(small, {"funds": [GRANT], "awards": [award]}, lines)
    inside = "May pay operating spending on client computers; award open until 2027-09-30."
    assert {name: (row["fy"], row["answer"], row["why"]) for (name, _, _), row in found.items()} == {
        "before": (2027, "no", "Outside its dates, from 2026-09-15."),
        "first": (2027, "yes", inside),
        "last": (2028, "yes", inside),
        "after": (2028, "no", "Outside its dates, until 2027-09-30."),
    }


def test_one_time_money_may_pay_and_warns_of_what_returns(small):
    found = answers(small, {"funds": [ESSER]}, [line("once"), line("yearly", recurring=True)])
    once, yearly = found["once", "507", "-"], found["yearly", "507", "-"]
    assert (once["answer"], yearly["answer"]) == ("yes", "yes")
    assert "caution" not in once["why"]
    assert yearly["why"].endswith("caution: one-time money for a cost that returns every year.")


def test_the_treasurers_own_limits_need_no_rule(small):
    fund = {**GENERAL, "pays": "capital", "pays_categories": "network"}
    lines = [line("op", category="network"), line("cap", kind="capital", category="software")]
    found = answers(small, {"funds": [fund]}, lines, rules=None)
    assert {name: (row["answer"], row["why"], row["rule"]) for (name, _, _), row in found.items()} == {
        "op": ("no", "Pays only capital spending.", None),
        "cap": ("no", "Does not pay for software.", None),
    }


def test_without_funds_or_lines_there_is_nothing_to_say(small):
    assert answers(small, {}, [line("a")]) == {}
    assert answers(small, {"funds": [GENERAL]}, [line("free", 0)]) == {}
    assert eligibility(None).is_empty()
