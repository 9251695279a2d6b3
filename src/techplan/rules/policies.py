"""A district's own policy as a set of rules: ``local.SET.QUESTION`` in a Book's rules, named in ``funds.rule_set``.

The questions are those that every set of law answers too (``planning/funding/rule_sets.py`` asks them), so policy and
law are read, dated and explained alike. What a set does not answer it does not restrict.
"""

from __future__ import annotations

from typing import Final

from techplan.book.tables.things import TCO_CATEGORIES
from techplan.book.words import did_you_mean

PREFIX: Final = "local."

KINDS: Final = ("capital", "operating")

QUESTIONS: Final[dict[str, str]] = {
    **{f"pays.{category.replace(' ', '_')}": "yes or no" for category in TCO_CATEGORIES},
    **{f"pays_kind.{kind}": "yes or no" for kind in KINDS},
    "pays_recurring": "yes or no",
    "serves_only": "yes or no",
    "minimum_life_months": "months",
    "new_cost_until": "date",
    "supplement": "text",
    "infrastructure_share": "fraction",
    **{f"infrastructure.{category.replace(' ', '_')}": "yes or no" for category in TCO_CATEGORIES},
}
"""What a set may answer, and the unit of the answer."""


def is_policy(name: str) -> bool:
    """Whether a rule is a district's own, beside the law and not over it."""
    return name.startswith(PREFIX)


def wrong_policy(name: str, unit: str) -> tuple[str, str] | None:
    """What is wrong with the name or unit of a policy, and how to put it right; None where it can be asked."""
    parts = name.removeprefix(PREFIX).split(".", 1)
    if len(parts) < 2:
        return "This policy asks no question.", f"Name it local.SET.QUESTION, as local.{parts[0]}.pays_recurring."
    question = parts[1]
    if question not in QUESTIONS:
        hint = did_you_mean(question, QUESTIONS)
        return f"No one asks a policy {question}.", hint or "Ask pays.CATEGORY, pays_recurring or minimum_life_months."
    if unit != QUESTIONS[question]:
        return f"The answer is in {QUESTIONS[question]}.", f'Say unit = "{QUESTIONS[question]}".'
    return None
