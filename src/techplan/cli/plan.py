"""``techplan plan``: from a Book to tables, a workbook and the board's packet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from techplan.book.problem import TechplanError
from techplan.cli.dates import day_or_today
from techplan.cli.opening import BookFolder, open_book
from techplan.cli.options import AsJson, Known, On, ProblemsFile
from techplan.cli.progress import Report, part, progress
from techplan.cli.speak import Voice

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def plan(
    folder: BookFolder,
    out: Annotated[
        Path, typer.Option("--out", metavar="OUT", help="Folder for the results; made where it is missing.")
    ],
    on: On = None,
    known: Known = None,
    seed: Annotated[
        int,
        typer.Option("--seed", metavar="N", min=0, help="Number that fixes every random choice; the plan keeps it."),
    ] = 0,
    years: Annotated[
        int | None,
        typer.Option(
            "--years", metavar="N", min=1, max=50, help="Fiscal years to plan. Default: the Book's horizon, or 10."
        ),
    ] = None,
    as_due: Annotated[
        bool, typer.Option("--as-due", help="Put nothing off: what is short in its year stays unfunded. Quicker.")
    ] = False,
    problems_file: ProblemsFile = None,
    as_json: AsJson = False,
) -> None:
    """Make the plan: needs, costs, who pays, and what is left unfunded.

    Where money is short, what may wait is put off within its window, if more of what matters is then funded.
    OUT gets board-packet.pdf for the board, who-pays.pdf (reasons, what waits, ways to fund the rest, money that ends,
    the budget by account) and plan.xlsx for the treasurer, cost-and-worth.pdf for the cabinet (what spending serves,
    what things truly cost, choices), ready-to-learn.pdf (network, devices, content, policies, security, by school),
    tables/*.csv with every result, and plan.json with the totals and what they rest on. Earlier results in OUT are
    replaced; other files there stay. OUT cannot be the Book's own folder.

    \b
    Examples:
      techplan plan our-book --out our-plan
      techplan plan our-book --out our-plan --on 2027-01-15 --years 5
    """
    from techplan.book.placing import place_files
    from techplan.cli.summary import facts_in_short, summary_lines
    from techplan.planning.plan import plan as make_plan

    voice = Voice("plan", as_json)
    check_out(out, folder)
    day = day_or_today(on)
    with progress(quiet=as_json) as report:
        report("Reading the Book", 0.0)
        book = open_book(folder, voice, problems_file)
        made = make_plan(
            book,
            on=day,
            known=known,
            seed=seed,
            years=years,
            slipping=not as_due,
            progress=part(report, 0.1, 0.5),
        )
        place_files(out, documents(made, part(report, 0.5, 1.0)))
    files = [str(out / name) for name in FILES]
    voice.say(*summary_lines(made, out))
    voice.finish(book=str(folder), **facts_in_short(made), files=files)


FILES: Final = (
    "board-packet.pdf",
    "who-pays.pdf",
    "cost-and-worth.pdf",
    "ready-to-learn.pdf",
    "plan.xlsx",
    "plan.json",
    "tables",
)
"""What a plan leaves in its folder."""


def check_out(out: Path, folder: Path) -> None:
    """Results among a Book's tables would be taken for tables of it. Raises TechplanError."""
    if out.resolve() == folder.resolve():
        raise TechplanError(f"OUT is the Book's own folder, {folder}. Choose another folder; nothing was changed.")


def documents(made: Plan, report: Report) -> dict[str, bytes]:
    """Every document of a plan by its file's name: packet, workbook, totals, tables."""
    from techplan.documents.facts import facts_of
    from techplan.documents.packet import write_packet
    from techplan.documents.paying import write_paying
    from techplan.documents.plan_json import write_plan_json
    from techplan.documents.readiness import write_readiness
    from techplan.documents.tables import write_tables
    from techplan.documents.workbook import write_workbook
    from techplan.documents.worth import write_worth

    report("Writing the tables", 0.0)
    files = {f"tables/{name}": content for name, content in write_tables(made).items()}
    files["plan.json"] = write_plan_json(made)
    report("Writing the workbook", 0.1)
    files["plan.xlsx"] = write_workbook(made)
    report("Setting the board packet", 0.4)
    files["board-packet.pdf"] = write_packet(facts_of(made))
    report("Setting who pays", 0.7)
    files["who-pays.pdf"] = write_paying(made)
    report("Setting cost and worth", 0.85)
    files["cost-and-worth.pdf"] = write_worth(made)
    report("Setting readiness", 0.95)
    files["ready-to-learn.pdf"] = write_readiness(made)
    report("Done", 1.0)
    return files
