"""A district's own policy, written like law: loaded strictly, asked like law."""

from __future__ import annotations

from datetime import date

import pytest

from techplan.book.problem import RuleError
from techplan.rules.load import load_rules
from techplan.rules.policies import QUESTIONS

POLICY = """
[common]
status = "final"
keyed_by = "calendar date"
effective = 2026-07-01
published = 2026-05-12
confirmed = false
citation = "Board policy DFA, adopted 12 May 2026"

[[local.gifts.pays_recurring]]
value = false
unit = "yes or no"
"""


def loaded(text: str):
    return load_rules({"gifts": text})


def test_a_policy_stands_beside_the_law():
    rules = loaded(POLICY)
    found = rules.at("local.gifts.pays_recurring", on=date(2026, 11, 25))
    assert (found.value, found.local, found.citation) == (False, True, "Board policy DFA, adopted 12 May 2026")
    assert rules.fingerprint() != load_rules().fingerprint()


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("local.gifts.pays_recurring", "local.gifts.pays_recuring", "Did you mean pays_recurring?"),
        ("local.gifts.pays_recurring", "local.gifts", "local.SET.QUESTION"),
        ("local.gifts.pays_recurring", "gifts.pays_recurring", "begins with local"),
        ("local.gifts.pays_recurring", "local.gifts.minimum_life_months", 'unit = "months"'),
    ],
)
def test_a_policy_that_nobody_would_ask_is_refused(was: str, becomes: str, said: str):
    with pytest.raises(RuleError) as stopped:
        loaded(POLICY.replace(was, becomes))
    assert any(said in f"{problem.what} {problem.remedy}" for problem in stopped.value.problems)


def test_every_set_of_law_answers_only_what_is_asked():
    """The sets that funds name; other parts of a set's name are law of other kinds, under words of their own."""
    asked = {question.split(".")[0] for question in QUESTIONS}
    for name in load_rules().values:
        for question in asked - {"supplement", "infrastructure"}:
            head, found, tail = name.partition(f".{question}")
            if found and head:
                assert f"{question}{tail}" in QUESTIONS, name
