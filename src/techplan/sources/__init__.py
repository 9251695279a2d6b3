"""Foreign systems' files into a Book."""

from __future__ import annotations

from techplan.sources.registry import read, recognise, sources
from techplan.sources.source import Import, Source

__all__ = ["Import", "Source", "read", "recognise", "sources"]
