"""From the command line to an exit status; no traceback ever reaches a person who did nothing wrong."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from techplan.book.problem import ProblemsError, TechplanError
from techplan.cli.commands import app
from techplan.cli.speak import Voice

DONE, INPUT_ERRORS, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its status: 0 done, 1 the input has errors, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console cannot show every character
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its status."""
    voice = Voice(
        command=next((word for word in arguments if not word.startswith("-")), ""), as_json="--json" in arguments
    )
    try:
        app(args=list(arguments), prog_name="techplan")
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else DONE
        if status == WRONG_USAGE and voice.as_json:
            voice.finish("wrong usage", "See the message on standard error, or techplan --help.")
        if status == INTERRUPTED:
            voice.finish("interrupted", "Stopped before the end; nothing is half-written. Run it again when you like.")
        return status
    except ProblemsError as error:
        return _stopped(voice, error)
    except TechplanError as error:
        voice.finish("errors", str(error))
        return INPUT_ERRORS
    except OSError as error:
        voice.finish("errors", in_words(error))
        return INPUT_ERRORS
    except Exception:  # noqa: BLE001  # the last net: whatever it is, a person gets words and a way on
        return _unexpected(voice)
    return DONE


def _stopped(voice: Voice, error: ProblemsError) -> int:
    voice.report([problem for problem in error.problems if problem not in voice.problems])
    voice.finish("errors", str(error))
    return INPUT_ERRORS


def in_words(error: OSError) -> str:
    """What the operating system refused, and what to do about it."""
    place = f" {error.filename}" if error.filename else ""
    remedies = {
        FileNotFoundError: ("There is no file or folder", "Check the spelling and the folder you are in."),
        PermissionError: ("Techplan may not read or write", "Close it in other programs, and check who may change it."),
        FileExistsError: ("Something else already stands at", "Choose another place, or move it away."),
        NotADirectoryError: ("A folder is needed, but this is a file:", "Choose another place."),
        IsADirectoryError: ("A file is needed, but this is a folder:", "Name a file in it, or choose another place."),
    }
    for kind, (what, remedy) in remedies.items():
        if isinstance(error, kind):
            return f"{what}{place}. {remedy} Nothing was changed."
    return f"The computer could not do it{place and ' at' + place}: {error.strerror or error}. Nothing was changed."


def _unexpected(voice: Voice) -> int:
    details = traceback.format_exc()
    if os.environ.get("TECHPLAN_DEBUG"):
        print(details, file=sys.stderr)
    last = details.strip().splitlines()[-1]
    voice.finish(
        "unexpected",
        "Something went wrong that Techplan did not foresee; it is not your fault, and nothing was changed.\n"
        f"  {last}\n"
        "Please tell the project: the command you gave, the output of 'techplan doctor', and what is printed when you "
        "run it again with the environment variable TECHPLAN_DEBUG=1. Leave out anything that names a person.",
    )
    return INPUT_ERRORS
