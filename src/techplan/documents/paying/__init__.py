"""Who pays: sections and findings for the paying report."""

from __future__ import annotations

from techplan.documents.paying.budget import budget_findings, budget_sections

__all__ = ["budget_findings", "budget_sections"]
