"""The fonts that documents are set in: the same files for Typst and for charts (SIL Open Font License, see beside)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
TEXT: Final = "Public Sans"
"""Text and figures."""
TITLE: Final = "Source Serif 4"
"""Titles and long text; it also lends Greek, Cyrillic and signs that Public Sans lacks."""


def files() -> list[Path]:
    """Every font file shipped, in order."""
    return sorted(FOLDER.glob("*.ttf"))
