"""Choices between ways to meet a need, and how what is leased or subscribed is reported."""

from __future__ import annotations

from techplan.planning.choosing.comparing import Comparison, compare_choices, in_words
from techplan.planning.choosing.leases import aggregates, lease_classes, lease_payments

__all__ = ["Comparison", "aggregates", "compare_choices", "in_words", "lease_classes", "lease_payments"]
