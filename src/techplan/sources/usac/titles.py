"""The titles of USAC's open data: the names of its interface, and what its portal shows in their place.

The interface's names (``c2_budget``) are verified in public code; the portal's are their words as people see them
(``C2 Budget``), which compare equal, with those that differ (``Billed Entity Number (BEN)``) from memory. The title of
the urban or rural status is not known, so it is found by any title that it is likely to go by.
"""

from __future__ import annotations

from typing import Final

from techplan.sources.titles import Aliases, normal_titles

ALIASES: Final[Aliases] = {
    "entity": ("ben", "billed_entity_number", "Billed Entity Number (BEN)", "entity_number", "Entity Number"),
    "name": ("billed_entity_name", "organization_name", "entity_name"),
    "cycle": ("c2_budget_cycle", "Category Two Budget Cycle", "Budget Cycle"),
    "budget": ("c2_budget", "Category Two Budget"),
    "funded": ("funded_c2_budget_amount", "Funded Category Two Budget Amount"),
    "pending": ("pending_c2_budget_amount", "Pending Category Two Budget Amount"),
    "available": ("available_c2_budget_amount", "Available Category Two Budget Amount"),
    "students": ("full_time_students", "Full Time Students", "number_of_full_time_students"),
    "version": ("c2_budget_version", "Category Two Budget Version"),
    "nces_state": ("nces_public_state_code", "NCES Public State Code"),
    "nces_district": ("nces_public_district_code", "NCES Public District Code"),
    "nces_building": ("nces_public_building_code", "NCES Public Building Code"),
    "urban_rural": ("urban_rural_status", "urban_rural", "Urban/Rural Status", "Urban/Rural", "Urban Rural Status"),
    "cep": ("cep", "cep_indicator", "Community Eligibility Provision", "Community Eligibility Provision (CEP)"),
    "cep_share": ("cep_percentage", "CEP Percentage"),
    "identified": ("identified_students", "number_of_identified_students", "Identified Students", "CEP Students"),
}

ENTITY_ONLY: Final = ("nces_state", "urban_rural", "cep", "cep_share", "identified")
"""What an entity file has and a budget file has not."""

PERSONS: Final = normal_titles(
    ("contact name", "contact email", "contact phone", "contact_phone_number", "consulting_firm_name_crn",
     "phone_number", "account administrator name", "account_administrator_email")
)  # fmt: skip

KNOWN: Final = normal_titles(title for titles in ALIASES.values() for title in titles)
