"""``techplan init``: a new Book with the norms that a plan can start from."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Annotated, Final

import typer

from techplan.book.problem import TechplanError
from techplan.cli.options import AsJson
from techplan.cli.speak import Voice, as_typed, counted

COMMON_WORDS: Final = frozenset({
    "city", "community", "consolidated", "district", "exempted", "independent", "local", "of", "public", "school",
    "schools", "the", "unified", "village",
})  # fmt: skip
"""Words of districts' names that tell none from another."""


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make. It must be new or empty.")],
    name: Annotated[str | None, typer.Option("--name", help="The district's full name, as the board uses it.")] = None,
    state: Annotated[str | None, typer.Option("--state", metavar="XX", help="The state's two letters, as OH.")] = None,
    first_plan_year: Annotated[
        int | None,
        typer.Option(
            "--first-plan-year",
            metavar="YEAR",
            min=1950,
            max=2199,
            help="The first fiscal year to plan, by the year it ends in. Default: the one in progress when you plan.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Start a new Book.

    The Book gets classes of devices with usual lives, prices and spares, each with its source. They are defaults: the
    plan lists every one that it used, and you can put your own values in asset_classes.csv.

    \b
    Example:
      techplan init our-book --name "Our Local Schools" --state OH
    """
    voice = Voice("init", as_json)
    if state is not None and not re.fullmatch(r"[A-Za-z]{2}", state):
        raise typer.BadParameter("Give the state's two letters, as OH.", param_hint="--state")
    if folder.is_dir() and any(folder.iterdir()):
        raise TechplanError(f"The folder {folder} is not empty. Choose a new one; nothing was changed.")
    from techplan.book.folder import write_folder
    from techplan.rules.seed import seed_book

    book = seed_book(
        district=short_code(name or folder.resolve().name),
        name=name,
        state=state.upper() if state else None,
        first_plan_year=first_plan_year,
    )
    write_folder(book, folder)
    classes = book.asset_classes.height
    voice.say(
        f"A new Book is in {folder}, with {counted(classes, 'class of devices', 'classes of devices')} to start from.",
        f"Next: techplan import auto YOUR-FILE.csv --book {as_typed(folder)}",
    )
    voice.finish(book=str(folder), asset_classes=classes)


def short_code(name: str) -> str:
    """A short code for file names from a district's name: ``Lakeside City School District`` is ``lakeside``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join([word for word in words if word not in COMMON_WORDS] or words) or "district"
