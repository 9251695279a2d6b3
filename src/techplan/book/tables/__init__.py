"""Every table of the Book, defined once.

A table is a dataframely schema: its columns with type, key, unit, rule, reference and a line of doc. The folder
format, the import templates, the database models and the reference pages are all derived from these classes, so
adding a column means editing one place.
"""

from __future__ import annotations

from typing import Final

from techplan.book.columns import Table
from techplan.book.tables import choosing, district, learning, money, ready, things

ROOMS: Final[dict[str, tuple[type[Table], ...]]] = {
    "District": (district.District, district.Schools, district.Rooms, district.Enrollment, district.Staff),
    "Things": (
        things.AssetClasses,
        things.ProductModels,
        things.Assets,
        things.Sightings,
        things.AssetChanges,
        things.Counts,
        things.CountPlaces,
        things.CountScans,
        things.CountOutcomes,
        things.Incidents,
        things.PageCounts,
        things.PurchaseOrders,
        things.Receipts,
        things.Quotes,
    ),
    "Learning": (
        learning.Goals,
        learning.Indicators,
        learning.IndicatorValues,
        learning.Programs,
        learning.Standards,
        learning.Initiatives,
        learning.InitiativeCosts,
        learning.InitiativeBenefits,
        learning.Contributions,
        learning.Content,
    ),
    "Choices": (choosing.Choices, choosing.Alternatives),
    "Money": (
        money.Agreements,
        money.Coverage,
        money.SupportStaff,
        money.StaffActivities,
        money.TimeSurvey,
        money.Funds,
        money.Awards,
        money.AwardShares,
        money.Appropriations,
        money.FundBalances,
        money.Transfers,
        money.ErateRequests,
        money.ErateBudgets,
        money.Financings,
        money.AccountRules,
        money.ForecastLines,
        money.SetAsides,
        money.Ledger,
        money.AdoptedLines,
    ),
    "Ready": (
        ready.Connectivity,
        ready.HomeAccess,
        ready.Policies,
        ready.PolicySignatures,
        ready.SecurityAnswers,
        ready.Deadlines,
    ),
    "Decisions": (ready.Decisions,),
}
"""The tables by the part of the district's life that they describe, in the order people read them."""

TABLES: Final[dict[str, type[Table]]] = {table.table_name(): table for tables in ROOMS.values() for table in tables}
"""Every table by its name."""
