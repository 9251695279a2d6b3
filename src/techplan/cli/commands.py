"""All commands under one root, in the order in which people need them."""

from __future__ import annotations

from typing import Annotated

import typer

from techplan.cli import count
from techplan.cli.accept import accept
from techplan.cli.check import check
from techplan.cli.doctor import doctor
from techplan.cli.import_files import import_files
from techplan.cli.init import init
from techplan.cli.inventory import inventory
from techplan.cli.plan import plan
from techplan.cli.receive import receive
from techplan.cli.review import review
from techplan.cli.rules import explain, show, stale
from techplan.version import VERSION

_HELP = """Plan a school district's technology: what it owns, what falls due when, what it costs and who pays.

A Book is a folder with all that the district knows, as plain CSV files. Start one, bring in the files that other
systems export, and plan:

\b
  techplan init our-book --name "Our District" --state OH
  techplan import auto assets.csv --book our-book
  techplan plan our-book --out our-plan

Each command has its own help: techplan import --help. A command ends with 0 when it is done, 1 when the input has
errors (each with its place and its remedy, and nothing half-written), and 2 when it was called in a wrong way.
"""

app = typer.Typer(
    name="techplan",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:  # the form that Typer calls
    if wanted:
        typer.echo(f"techplan {VERSION}")
        raise typer.Exit


@app.callback(help=_HELP)
def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None: ...


rules_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
rules_app.command("show")(show)
rules_app.command("explain")(explain)
rules_app.command("stale")(stale)

count_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
count_app.command("open")(count.open_)
count_app.command("scan")(count.scan)
count_app.command("show")(count.show)
count_app.command("close")(count.close)

app.command("init")(init)
app.command("import")(import_files)
app.command("check")(check)
app.command("inventory")(inventory)
app.command("accept")(accept)
app.add_typer(count_app, name="count", help="Count things physically: open, scan, show, close.")
app.command("receive")(receive)
app.command("plan")(plan)
app.command("review")(review)
app.command("doctor")(doctor)
app.add_typer(rules_app, name="rules", help="Look at the rules and norms that plans rest on.")
