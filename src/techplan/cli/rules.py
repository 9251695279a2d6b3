"""``techplan rules``: what a rule says, from when, and where that is written."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from techplan.book.problem import RuleError
from techplan.cli.dates import day_or_today, in_words
from techplan.cli.options import AsJson, Known, On
from techplan.cli.speak import Voice, table_lines

if TYPE_CHECKING:
    from datetime import date

    from techplan.rules.load import Rules
    from techplan.rules.values import RuleValue


def show(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="A rule, as erate.category_two.per_student; or the start of several names."
        ),
    ] = None,
    on: On = None,
    known: Known = None,
    as_json: AsJson = False,
) -> None:
    """Show what a rule says on a day, and where that is written.

    Without a name, or with the start of one, lists the rules there are. A rule that nobody has confirmed at its source
    says so; ask your treasurer before you rest on it.

    \b
    Examples:
      techplan rules show
      techplan rules show erate.category_two.per_student --on 2027-01-15
    """
    from techplan.rules.load import load_rules

    voice = Voice("rules show", as_json)
    day, until = day_or_today(on), known
    rules = load_rules()
    if name is not None and name in rules.values:
        found = [rules.at(name, on=day, known=until)]
        voice.say(*value_lines(found[0], day))
    else:
        names = [one for one in rules.names() if name is None or one.startswith(f"{name.rstrip('.')}.")]
        if not names:
            rules.history(name or "")  # raises, with the name that was probably meant
        found = [value for one in names if (value := in_force(rules, one, day, until)) is not None]
        voice.say(*table_lines([(value.name, in_unit(value), _sure(value)) for value in found]))
    voice.finish(on=day, known=until, values=[asdict(value) for value in found])


def in_force(rules: Rules, name: str, day: date, known: date | None) -> RuleValue | None:
    """The value in force on a day, or None where the rule begins later."""
    try:
        return rules.at(name, on=day, known=known)
    except RuleError:
        return None


def value_lines(value: RuleValue, day: date) -> list[str]:
    """One value in words: what it says, from when, and where that is written."""
    rows = [
        ("Says", in_unit(value)),
        ("Holds from", f"{in_words(value.effective)} (goes by {value.keyed_by})"),
        ("Published", in_words(value.published)),
        ("Status", f"{value.status}; {_sure(value)}"),
        ("Written in", value.citation + (f", {value.link}" if value.link else "")),
        ("Note", value.note or ""),
        ("Whose", "the district's own" if value.local else f"Techplan's, in {value.file}"),
    ]
    return [f"{value.name} on {in_words(day)}", *(f"  {what:<11} {text}" for what, text in rows if text)]


def in_unit(value: RuleValue) -> str:
    """The value with its unit; a rule that has ended says nothing any more."""
    if value.value is None:
        return "nothing any more"
    return str(value.value) if value.unit in {"text", "code", "date", "yes or no"} else f"{value.value} {value.unit}"


def _sure(value: RuleValue) -> str:
    return "confirmed at its source" if value.confirmed else "not confirmed; ask your treasurer"
