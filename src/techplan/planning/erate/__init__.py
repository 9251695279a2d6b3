"""E-rate: discounts and Category Two budgets by rule, and what requests take off the plan's costs."""

from __future__ import annotations

from techplan.planning.erate.budget_years import budget_years
from techplan.planning.erate.budgets import CategoryTwo, category_two
from techplan.planning.erate.discounts import (
    SchoolCount,
    band_of,
    discount_rule,
    eligible_students,
    federal_part,
    is_rural,
)
from techplan.planning.erate.entitlement import discounts, entitlements
from techplan.planning.erate.requests import Discounted, discounted

__all__ = [
    "CategoryTwo",
    "Discounted",
    "SchoolCount",
    "band_of",
    "budget_years",
    "category_two",
    "discount_rule",
    "discounted",
    "discounts",
    "eligible_students",
    "entitlements",
    "federal_part",
    "is_rural",
]
