"""The files of a OneRoster 1.1 or 1.2 CSV set: how each is told by its titles, and what of it may be kept.

The header lines are the standard's (imsglobal.org/spec/oneroster/v1p2/bind/csv). Older drafts' titles (``grade``,
``userId``, ``schoolYearId``), vendors' ``ext_`` columns and misspelt ones are seen in real sets; columns are found by
their titles in any order.
"""

from __future__ import annotations

from typing import Final

from techplan.sources.titles import Aliases, normal_titles

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "manifest": ("propertyName", "value"),
    "demographics": ("americanIndianOrAlaskaNative", "countryOfBirthCode"),
    "users": ("sourcedId", "enabledUser"),
    "enrollments": ("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId"),
    "roles": ("sourcedId", "userSourcedId", "roleType", "orgSourcedId"),
    "userProfiles": ("sourcedId", "userSourcedId", "profileType"),
    "academicSessions": ("sourcedId", "startDate", "endDate", "type"),
    "classes": ("sourcedId", "classCode", "schoolSourcedId"),
    "courses": ("sourcedId", "courseCode", "orgSourcedId"),
    "orgs": ("sourcedId", "name", "type", "parentSourcedId"),
}
"""Titles that together only one kind of file has; looked at in this order."""

ALIASES: Final[dict[str, Aliases]] = {
    "manifest": {"property": ("propertyName",), "value": ("value",)},
    "orgs": {
        "id": ("sourcedId",), "status": ("status",), "name": ("name",), "type": ("type",),
        "identifier": ("identifier",), "parent": ("parentSourcedId",),
    },
    "academicSessions": {
        "id": ("sourcedId",), "status": ("status",), "type": ("type",), "start": ("startDate",), "end": ("endDate",),
        "year": ("schoolYear",),
    },
    "users": {
        "id": ("sourcedId",), "status": ("status",), "enabled": ("enabledUser",), "orgs": ("orgSourcedIds",),
        "role": ("role",), "grades": ("grades", "grade"), "primary": ("primaryOrgSourcedId",),
    },
    "roles": {
        "id": ("sourcedId",), "status": ("status",), "user": ("userSourcedId",), "kind": ("roleType",),
        "role": ("role",), "org": ("orgSourcedId",),
    },
    "enrollments": {
        "id": ("sourcedId",), "status": ("status",), "user": ("userSourcedId",), "school": ("schoolSourcedId",),
        "role": ("role",),
    },
}  # fmt: skip
"""The columns that are read of each file that planning needs; the others are counted and left."""

KEPT: Final = {
    kind: normal_titles(title for titles in aliases.values() for title in titles) for kind, aliases in ALIASES.items()
}
"""Columns whose cells may be shown again in a refused row; every other is hidden, as names and passwords are there."""

STAFF_ROLES: Final = {
    "teacher": "teacher", "aide": "aide", "administrator": "administrator", "principal": "administrator",
    "siteadministrator": "administrator", "districtadministrator": "administrator",
    "systemadministrator": "technology", "counselor": "counselor", "proctor": "other",
}  # fmt: skip
"""OneRoster's roles of staff, in the Book's words."""

FAMILY: Final = frozenset({"parent", "guardian", "relative"})

KNOWN: Final = normal_titles(title for titles in KINDS.values() for title in titles) | normal_titles(
    ("sourcedId", "status", "dateLastModified", "orgSourcedIds", "role", "username", "givenName", "familyName")
)
