"""The ``techplan`` command: what people type, and how Techplan answers."""

from __future__ import annotations

from techplan.cli.running import main

__all__ = ["main"]
