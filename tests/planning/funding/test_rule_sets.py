"""What law and policy say of a fund and a line: yes, no, needs a certificate, or ask your treasurer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from techplan.planning.funding import allocate
from techplan.planning.funding.rule_sets import ASK, CERTIFICATE, NO
from techplan.rules.load import load_rules

CHROMEBOOK = {
    "line": "Chromebook", "fy": 2027, "amount_cents": 100_000, "category": "client computers", "kind": "capital",
    "pay_on": date(2026, 8, 1),
}  # fmt: skip
CITED = "ORC 5705.01(E)"
SHARED = """
[common]
status = "final"
keyed_by = "calendar date"
effective = 2026-07-01
published = 2026-05-12
confirmed = false
citation = "Board policy DFA, adopted 12 May 2026"
"""
POLICY = f"""{SHARED}
[[local.gifts.pays_recurring]]
value = false
unit = "yes or no"
"""


def judged(
    small: Any, kind: str, rule_set: str, *lines: Any, decisions: Any = (), own: str = "", serves: str | None = None,
    **tables: Any,
) -> Any:  # fmt: skip
    """One fund with money enough under a set of rules, and what it pays."""
    fund = {"fund": "F", "name": "Fund", "kind": kind, "rule_set": rule_set, "serves": serves}
    other = {"fund": "001", "name": "General", "kind": "general"}
    money = [{"fund": "F", "fy": 2027, "opening_cents": 10_000_000, "revenue_cents": 0}]
    given = {"funds": [fund, other], "fund_balances": money, "decisions": decisions, **tables}
    book = small.book_of(**given)
    rules = load_rules({"own": own} if own else None)
    return allocate(book, small.lines_of(*lines), small.settings(book), rules=rules)


def answer(found: Any, case: int = 0) -> tuple[str, str, str]:
    """Answer, rule and citation of the fund F; yes where it may pay."""
    pots = found.settled.terms.pots
    [place] = [at for at, pot in enumerate(pots) if pot.fund == "F"]
    reason = found.settled.eligibility.reasons[case].get(place)
    return ("yes", "", "") if reason is None else (reason.answer, reason.rule, reason.citation)


def decided(about: str, subject: str, said: str) -> dict[str, Any]:
    return {"decision": f"{about}/{subject}", "about": about, "subject": subject, "answer": said,
            "decided_on": date(2026, 11, 1)}  # fmt: skip


LIFE = "oh.permanent_improvement.minimum_life_months"


@pytest.mark.parametrize(
    ("life", "certified", "decisions", "expected"),
    [
        (48, True, [], NO),  # a Chromebook certified for four years
        (48, True, [decided("rule", LIFE, "confirmed")], NO),
        (60, False, [], CERTIFICATE),
        (None, False, [], CERTIFICATE),
        (60, True, [], ASK),  # the clause was not read, so the treasurer is asked
        (60, True, [decided("rule", LIFE, "confirmed")], "yes"),
        (60, True, [decided("rule", "oh.permanent_improvement.pays.staff", "confirmed")], ASK),
        (60, True, [decided("rule", LIFE, "denied")], ASK),
    ],
)
def test_a_chromebook_on_ohio_permanent_improvement_money(
    small: Any, life: int | None, certified: bool, decisions: Any, expected: str
) -> None:
    line = {**CHROMEBOOK, "estimated_life_months": life, "life_certified": certified}
    found = judged(small, "permanent improvement", "oh.permanent_improvement", line, decisions=decisions)
    said, rule, citation = answer(found)
    assert said == expected
    assert bool(found.allocations.height) == (expected == "yes")
    if expected != "yes":
        assert rule == LIFE
        assert citation.startswith(CITED)
        assert CITED in found.unfunded["why"].item()


def test_what_the_refusal_of_four_years_says(small: Any) -> None:
    line = {**CHROMEBOOK, "estimated_life_months": 48, "life_certified": True}
    found = judged(small, "permanent improvement", "oh.permanent_improvement", line)
    assert "Needs an estimated life of at least 60 months, certified are 48" in found.unfunded["why"].item()


def test_the_replacement_cycle_is_no_certificate(small: Any) -> None:
    """A life that nobody certified asks for the certificate, however long it is."""
    line = {**CHROMEBOOK, "estimated_life_months": 120}
    found = judged(small, "permanent improvement", "oh.permanent_improvement", line)
    assert answer(found)[0] == CERTIFICATE
    assert "certificate of estimated life" in found.unfunded["why"].item()


def test_permanent_improvement_money_pays_no_staff_and_nothing_that_is_not_bought(small: Any) -> None:
    staff = {**CHROMEBOOK, "line": "staff", "category": "staff", "kind": "operating", "source_table": "support_staff",
             "recurring": True}  # fmt: skip
    found = judged(small, "permanent improvement", "oh.permanent_improvement", staff)
    assert answer(found)[:2] == (NO, "oh.permanent_improvement.pays.staff")


@pytest.mark.parametrize("name", ["esser_iii", "ecf"])
def test_money_of_the_pandemic_is_closed_to_new_cost(small: Any, name: str) -> None:
    said, rule, _ = answer(judged(small, "federal grant", name, CHROMEBOOK))
    assert (said, rule) == (NO, f"{name}.new_cost_until")


def test_a_set_that_nobody_knows_asks(small: Any) -> None:
    assert answer(judged(small, "state grant", "zz.robots", CHROMEBOOK))[0] == ASK


SOFTWARE = {**CHROMEBOOK, "line": "software", "category": "software", "kind": "operating", "recurring": True}


@pytest.mark.parametrize(
    ("serves", "line", "expected"),
    [
        ("P-SPED", {"program": "P-SPED"}, "yes"),
        ("P-SPED", {"program": "P-SCI"}, NO),
        ("P-SPED", {}, NO),  # a student information system serves everybody
        (None, {"program": "P-SPED"}, ASK),
        ("P-SPED;tablet", {"asset_class": "tablet"}, "yes"),
        ("P-SPED; tablet", {"program": "P-SPED", "asset_class": "other"}, "yes"),
    ],
)
def test_a_programs_money_is_for_its_own_pupils(small: Any, serves: str | None, line: Any, expected: str) -> None:
    """IDEA-B pays the excess cost of special education: not what serves all pupils alike."""
    said, rule, _ = answer(judged(small, "federal grant", "idea_b", {**SOFTWARE, **line}, serves=serves))
    assert said == expected
    if expected != "yes":
        assert rule == "idea_b.serves_only"


def test_a_program_that_another_fund_serves_does_not_open_this_one(small: Any) -> None:
    tables = {"funds": [
        {"fund": "F", "name": "IDEA", "kind": "federal grant", "rule_set": "idea_b", "serves": "P-SPED"},
        {"fund": "G", "name": "Perkins", "kind": "federal grant", "rule_set": "perkins_v", "serves": "P-CTE"},
    ]}  # fmt: skip
    found = judged(small, "federal grant", "idea_b", {**SOFTWARE, "program": "P-CTE"}, **tables)
    assert answer(found)[:2] == (NO, "idea_b.serves_only")


def test_other_services_than_training_ask_before_title_ii_a_pays_them(small: Any) -> None:
    telephone = {**SOFTWARE, "line": "telephone", "category": "external services"}
    assert answer(judged(small, "federal grant", "title_ii_a", telephone))[:2] == (
        ASK, "title_ii_a.pays.external_services",
    )  # fmt: skip
    coaching = {**SOFTWARE, "line": "coaching", "category": "training"}
    assert answer(judged(small, "federal grant", "title_ii_a", coaching))[0] == "yes"


def test_a_rule_that_nobody_confirmed_asks_and_shows_what_it_would_decide(small: Any) -> None:
    tablet = {**CHROMEBOOK, "asset_class": "tablet"}
    found = judged(small, "federal grant", "title_i_a", tablet, serves="tablet")
    said, rule, _ = answer(found)
    assert (said, rule) == (ASK, "title_i_a.pays.client_computers")
    assert "Ask your treasurer: title_i_a.pays.client_computers would allow it" in found.unfunded["why"].item()
    confirmed = [decided("rule", rule, "confirmed")]
    assert answer(judged(small, "federal grant", "title_i_a", tablet, decisions=confirmed, serves="tablet"))[0] == "yes"


def test_a_decision_made_later_is_not_known_today(small: Any) -> None:
    later = {**decided("rule", "title_i_a.pays.client_computers", "confirmed"), "decided_on": date(2026, 11, 26)}
    assert (
        answer(
            judged(
                small,
                "federal grant",
                "title_i_a",
                {**CHROMEBOOK, "asset_class": "tablet"},
                decisions=[later],
                serves="tablet",
            )
        )[0]
        == ASK
    )


@pytest.mark.parametrize(
    ("paid_by", "decisions", "expected"),
    [
        ("001", [], NO),
        ("F", [], "yes"),
        (None, [], ASK),
        ("001", [decided("supplanting", "A-1", "rebutted")], "yes"),
        ("001", [decided("supplanting", "A-2", "rebutted")], NO),
    ],
)
def test_local_cost_moves_to_a_grant_only_with_a_rebuttal(
    small: Any, paid_by: str | None, decisions: Any, expected: str
) -> None:
    """Title IV-A looks at each cost: what local money paid last year is presumed to be supplanted."""
    agreement = {
        "agreement": "A-1",
        "title": "Filter",
        "category": "software",
        "basis": "flat",
        "amount_cents": 1,
        "paid_by": paid_by,
    }
    line = {**CHROMEBOOK, "line": "filter", "category": "software", "kind": "operating", "recurring": True,
            "source_table": "agreements", "source_key": "A-1"}  # fmt: skip
    confirmed = [decided("rule", "title_iv_a.pays.software", "confirmed"), *decisions]
    said, rule, _ = answer(judged(small, "federal grant", "title_iv_a", line, decisions=confirmed,
                                  agreements=[agreement]))  # fmt: skip
    assert said == expected
    if expected != "yes":
        assert rule == "title_iv_a.supplement"


def test_what_begins_after_the_day_of_planning_supplants_nothing(small: Any) -> None:
    row = {"agreement": "A-1", "title": "New", "category": "software", "basis": "flat", "amount_cents": 1}
    line = {**SOFTWARE, "source_table": "agreements", "source_key": "A-1"}
    for start, expected in ((date(2026, 11, 25), ASK), (date(2026, 11, 26), "yes")):
        found = judged(small, "federal grant", "title_iv_a", line, agreements=[{**row, "start_on": start}])
        assert answer(found)[0] == expected


def test_a_plain_no_is_told_before_a_question(small: Any) -> None:
    own = POLICY.replace("local.gifts.pays_recurring", "local.gifts.pays.client_computers")
    found = judged(small, "federal grant", "title_i_a;local.gifts", CHROMEBOOK, own=own)
    assert answer(found)[:2] == (NO, "local.gifts.pays.client_computers")


def test_a_policy_of_the_district_binds_the_fund_that_names_it_and_is_cited(small: Any) -> None:
    funds = [{"fund": "007", "name": "Gifts", "kind": "local grant", "rule_set": "local.gifts"}]
    money = [{"fund": "007", "fy": 2027, "opening_cents": 900, "revenue_cents": 0}]
    book = small.book_of(funds=funds, fund_balances=money)
    day = date(2026, 8, 1)
    lines = small.lines_of(
        {"line": "once", "fy": 2027, "amount_cents": 100, "pay_on": day},
        {"line": "yearly", "fy": 2027, "amount_cents": 100, "pay_on": day, "recurring": True},
        {"line": "before it held", "fy": 2027, "amount_cents": 100, "pay_on": date(2026, 6, 30), "recurring": True},
    )
    found = allocate(book, lines, small.settings(book), rules=load_rules({"own": POLICY}))
    assert found.allocations["line"].to_list() == ["before it held", "once"]
    [why] = found.unfunded["why"].to_list()
    assert "Does not pay what returns every year" in why
    assert "Board policy DFA" in why
