"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """Example files that other people wrote, which stand beside the project where it is built, never in it."""
    if not SAMPLES.is_dir():
        pytest.skip(f"the example files are not here ({SAMPLES.name} beside the project)")
    return SAMPLES
