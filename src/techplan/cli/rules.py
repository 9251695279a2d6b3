"""``techplan rules``: what a rule says, from when, and where that is written."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from techplan.book.problem import RuleError
from techplan.cli.dates import day_or_today, in_words
from techplan.cli.options import AsJson, Known, On
from techplan.cli.speak import Voice, table_lines

OwnBook = Annotated[
    Path | None,
    typer.Option("--book", metavar="DIR", help="Also the district's own rules, from the folder 'rules' of this Book."),
]

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
    book: OwnBook = None,
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
    voice = Voice("rules show", as_json)
    day, until = day_or_today(on), known
    rules = rules_of(book)
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


def explain(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A rule, as erate.category_two.per_student.")],
    on: On = None,
    known: Known = None,
    book: OwnBook = None,
    as_json: AsJson = False,
) -> None:
    """Explain why a rule says what it says on a day: every value there ever was, and which one holds and why.

    \b
    Example:
      techplan rules explain uniform_guidance.equipment_threshold --on 2024-03-01
    """
    voice = Voice("rules explain", as_json)
    day = day_or_today(on)
    rules = rules_of(book)
    history = rules.history(name)
    holds = in_force(rules, name, day, known)
    voice.say(f"{name} on {in_words(day)}" + (f", as known on {in_words(known)}" if known else ""))
    voice.say(*(f"  {line}" for value in history for line in reason_lines(value, holds, day, known)))
    if holds is None:
        voice.say("  No value holds on that day.")
    voice.finish(
        on=day, known=known, rule=name, holds=None if holds is None else asdict(holds),
        values=[asdict(value) for value in history],
    )  # fmt: skip


def reason_lines(value: RuleValue, holds: RuleValue | None, day: date, known: date | None) -> list[str]:
    """One value with the reason why it holds or does not."""
    if value is holds:
        why = "holds: the district's own value comes first" if value.local else "holds: the latest in force by then"
    elif value.status == "proposed":
        why = "does not hold: it is only proposed"
    elif value.effective > day:
        why = f"does not hold yet: it takes effect on {in_words(value.effective)}"
    elif known is not None and value.published > known:
        why = f"could not be known: it was published on {in_words(value.published)}"
    else:
        why = "does not hold any more: another value came after it or before it in rank"
    source = value.citation + (f", {value.link}" if value.link else "")
    return [f"{in_unit(value)}, from {in_words(value.effective)}: {why}", f"    {source} ({_sure(value)})"]


def stale(
    on: On = None,
    within: Annotated[
        int, typer.Option("--days", metavar="N", min=0, help="Days after which a look-up is called old.")
    ] = 365,
    book: OwnBook = None,
    as_json: AsJson = False,
) -> None:
    """List what somebody should look up again: programs not looked at for long, and rules that nobody confirmed.

    \b
    Example:
      techplan rules stale --on 2028-01-15
    """
    from techplan.rules.programs import load_programs

    voice = Voice("rules stale", as_json)
    day = day_or_today(on)
    old = [program for program in load_programs() if (day - program.verified_until).days > within]
    rules = rules_of(book)
    held = [value for name in rules.names() if (value := in_force(rules, name, day, None)) is not None]
    unsure = [value for value in held if not value.confirmed and not value.local]
    rows = [(program.code, program.title, f"last looked at on {in_words(program.verified_until)}") for program in old]
    voice.say(*(table_lines(rows) or [f"Every program was looked at within {within} days of {in_words(day)}."]), "")
    voice.say(f"{len(unsure)} of {len(held)} rules in force are not confirmed at their source:")
    voice.say(*table_lines([(f"  {value.name}", in_unit(value), value.citation) for value in unsure]))
    voice.finish(
        on=day, programs=[asdict(program) for program in old], rules=[asdict(value) for value in unsure], held=len(held)
    )


def rules_of(book: Path | None) -> Rules:
    """The package's rules, with those of a Book laid over them where one is named."""
    from techplan.rules.load import load_rules

    if book is None:
        return load_rules()
    from techplan.book.folder import read_folder

    return load_rules(read_folder(book)[0].rules)


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
