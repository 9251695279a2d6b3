"""The titles that Snipe-IT gives its columns, in its list export, its reports, its importer and its API.

They are those of its own code (snipe/snipe-it: app/Presenters/AssetPresenter.php, ReportsController, Importer).
"""

from __future__ import annotations

from typing import Final

from techplan.sources.titles import PEOPLE, Aliases, normal_titles

ALIASES: Final[Aliases] = {
    "tag": ("asset tag", "assettag", "asset_tag", "tag"),
    "serial": ("serial", "serial number", "serialNumber", "serial no.", "s/n"),
    "mac": ("mac address", "macAddress", "mac"),
    "model": ("model", "model name", "asset model"),
    "model_number": ("model no.", "model number", "model no"),
    "maker": ("manufacturer", "maker"),
    "category": ("category",),
    "class_word": ("class", "asset class"),
    "handed_to": ("checked out to: location",),
    "location": ("location",),
    "default_location": ("default location", "rtd location"),
    "room": ("room", "room number"),
    "status": ("status", "status label"),
    "in_service_on": ("purchase date", "purchased"),
    "cost": ("purchase cost", "cost"),
    "purchase_order": ("order number", "purchase order", "po number"),
    "replace_on": ("asset eol date", "eol date", "eol"),
    "warranty_months": ("warranty", "warranty months"),
    "warranty_end": ("warranty expires", "warranty expiration", "warranty expiration date"),
    "fund": ("funding source", "fund", "fund code"),
    "grade": ("grade", "grade level"),
    "last_seen": ("last audit", "last audit date"),
    "checkout_type": ("checkout type", "type", "checked out to: type"),
    "user_1": ("checked out to", "checked out", "full name"),
    "user_2": ("checked out to: username", "username"),
    "user_3": ("checked out to: email", "email"),
    "deleted": ("deleted", "deleted at"),
    "byod": ("byod",),
}  # fmt: skip

REGARDED: Final = normal_titles(
    (
        "id", "company", "name", "asset name", "item name", "device image", "image", "url", "supplier", "model notes",
        "asset notes", "age", "eol rate", "requestable", "checkouts", "checkins", "requests", "created at",
        "updated at", "checkout date", "last checkin date", "expected checkin date", "next audit date",
        "current value", "diff", "fully depreciated", "book value", "checked out to: first name",
        "checked out to: last name", "status type", *PEOPLE,
    )
)  # fmt: skip
"""Snipe-IT's other titles, of which nothing is taken."""

PERSONS: Final = normal_titles((*PEOPLE, "asset notes", "checked out", "checked out to"))

KNOWN: Final = normal_titles(title for titles in ALIASES.values() for title in titles) | REGARDED

OTHER_LISTS: Final[dict[str, tuple[str, str]]] = {
    "seats": ("licences", "They cost money each term: enter them as agreements."),
    "min amount": ("accessories or consumables", "They are counted, not tagged, and are not planned one by one."),
    "qty": ("accessories or consumables", "They are counted, not tagged, and are not planned one by one."),
    "quantity": ("components", "They are parts of assets and are not planned one by one."),
    "min qty": ("models", "Models come with the assets; export the assets."),
    "activated": ("people", "No persons are kept; export the assets."),
    "manager username": ("locations", "Schools are entered in the table schools; export the assets."),
}
"""A title that gives away one of Snipe-IT's other lists: what it lists, and what to do."""
