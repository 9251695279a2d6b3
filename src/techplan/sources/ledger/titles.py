"""The titles of ledgers and budget reports, and the dimensions of Ohio's account code.

Certain: the field names of Ohio USAS-R's mass load (``code.fund``). Seen in public code or help: PowerSchool's GAAP
fields (``ORIG_BUDGET``) and Genesis's titles. From memory: USAS-R's report titles and Munis's. So columns are found by
any title that they are known to go by; whatever is not known is mapped by hand (``mappings/NAME.toml``).
"""

from __future__ import annotations

from typing import Final

from techplan.sources.titles import Aliases, normal_titles

DIMENSIONS: Final = {
    "ti": 2, "fund": 3, "function": 4, "object": 3, "scc": 4, "subject": 6, "opu": 3, "il": 2, "job": 3,
}  # fmt: skip
"""Ohio's nine dimensions and their widths, 30 digits in all: transaction, fund, function, object, special cost center,
subject, operational unit, instructional level, job."""

DIMENSION_TITLES: Final[Aliases] = {
    "ti": ("code.ti", "TI", "Transaction Indicator"),
    "fund": ("code.fund", "Fund", "Fund Code"),
    "function": ("code.func", "Func", "Function", "Function Code"),
    "object": ("code.object", "Obj", "Object", "Object Code", "code.receipt", "Receipt"),
    "scc": ("code.scc", "SCC", "Special Cost Center"),
    "subject": ("code.subject", "Subject", "Subject Area"),
    "opu": ("code.opu", "OPU", "Operational Unit"),
    "il": ("code.il", "IL", "Instructional Level"),
    "job": ("code.job", "Job", "Job Assignment"),
}

ALIASES: Final[Aliases] = {
    "account": (
        "Full Account Code", "Full Account Number", "Account Code", "Account Number", "Account", "Acct",
        "Acct Number",
    ),
    "description": ("Description", "Account Description", "Acct Description", "Account Name"),
    "fy": ("Fiscal Year", "FY", "Budget Year"),
    "adopted": (
        "Original Approp", "Original Appropriation", "Original Budget", "Adopted Budget", "Orig Budget",
    ),
    "revised": (
        "Revised Budget", "Adjusted Appropriation", "FYTD Expendable", "Current Budget", "Amended Budget",
        "Appropriated (FYTD)", "FYTD Appropriated",
    ),
    "actual": (
        "YTD Expended", "FYTD Actual Expenditures", "YTD Actual", "FYTD Activity", "Actual", "YTD Expenditures",
        "Payments", "Expenditures",
    ),
    "encumbered": (
        "Encumbrances", "Current Encumbrances", "Encumbered", "Unpaid Orders", "Current Encumb",
    ),
    "carried": ("Prior FY Carryover Encumbrances", "Carryover Encumbrances", "Prior Encumb"),
    "available": (
        "Available Budget", "FYTD Unencumbered Balance", "Unencumbered Balance", "Available Balance", "Account Balance",
    ),
}  # fmt: skip

AMOUNTS: Final = {
    "adopted": "adopted_cents", "revised": "revised_cents", "actual": "actual_cents",
    "encumbered": "encumbered_cents", "carried": "carried_encumbrance_cents",
}  # fmt: skip
"""Our amounts and the columns of the ledger that they go into."""

KNOWN: Final = normal_titles(title for titles in (*ALIASES.values(), *DIMENSION_TITLES.values()) for title in titles)
