from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import Import, read
from techplan.sources.changes import compare
from techplan.sources.folder_import import read_all
from techplan.sources.refused import refused_csv
from techplan.sources.source import File

Make = Callable[..., bytes]
Rows = Sequence[Sequence[str]]

ORGS = ("sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId")
SESSIONS = ("sourcedId", "status", "dateLastModified", "title", "type", "startDate", "endDate", "parentSourcedId",
            "schoolYear")  # fmt: skip
USERS_11 = ("sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds", "role", "username", "userIds",
            "givenName", "familyName", "middleName", "identifier", "email", "sms", "phone", "agentSourcedIds",
            "grades", "password")  # fmt: skip
USERS_12 = ("sourcedId", "status", "dateLastModified", "enabledUser", "username", "userIds", "givenName", "familyName",
            "middleName", "identifier", "email", "sms", "phone", "agentSourcedIds", "grades", "password",
            "userMasterIdentifier", "preferredGivenName", "preferredMiddleName", "preferredFamilyName",
            "primaryOrgSourcedId", "pronouns")  # fmt: skip
ROLES = ("sourcedId", "status", "dateLastModified", "userSourcedId", "roleType", "role", "beginDate", "endDate",
         "orgSourcedId", "userProfileSourcedId")  # fmt: skip
ENROLLMENTS = ("sourcedId", "status", "dateLastModified", "classSourcedId", "schoolSourcedId", "userSourcedId", "role",
               "primary", "beginDate", "endDate")  # fmt: skip
DEMOGRAPHICS = ("sourcedId", "status", "dateLastModified", "birthDate", "sex", "americanIndianOrAlaskaNative", "asian",
                "blackOrAfricanAmerican", "countryOfBirthCode", "cityOfBirth")  # fmt: skip
SECRETS = ("Zebedee", "Quill", "zq@", "hunter2", "2165550000", "they/them", "2011-02-03", "Bratislava", "zq-login")


def org(number: str, kind: str = "school", name: str = "", identifier: str = "", parent: str = "d") -> tuple[str, ...]:
    return (number, "", "", name or number, kind, identifier, parent)


def user11(
    number: str, role: str, orgs: str, grades: str = "", status: str = "", enabled: str = "true"
) -> Sequence[str]:
    return (number, status, "", enabled, orgs, role, "zq-login", "{LDAP:zq@}", "Zebedee", "Quill", "", "Quill-7",
            "zq@example.org", "2165550000", "2165550000", "", grades, "hunter2")  # fmt: skip


def user12(number: str, grades: str = "", primary: str = "") -> Sequence[str]:
    return (number, "active", "", "true", "zq-login", "", "Zebedee", "Quill", "", "Quill-7", "zq@example.org", "", "",
            "", grades, "hunter2", "", "Zebedee", "", "Quill", primary, "they/them")  # fmt: skip


@pytest.fixture
def common(csv_of: Make) -> list[File]:
    orgs = [org("d", "district", "Lakeside", parent=""), org("o1", name="East", identifier="020"),
            org("o2", name="West", identifier="060"), org("o3", "department", "History", parent="o2")]  # fmt: skip
    sessions = [("y", "", "", "Year", "schoolYear", "2026-08-19", "2027-06-04", "", "2027"),
                ("s", "", "", "Fall", "semester", "2026-08-19", "2026-12-20", "y", "2027")]  # fmt: skip
    return [("orgs.csv", csv_of(ORGS, orgs)), ("academicSessions.csv", csv_of(SESSIONS, sessions))]


@pytest.fixture
def v11(csv_of: Make, common: list[File]) -> list[File]:
    users = [user11("u1", "student", "o1", "03"), user11("u2", "student", "o1", "3"),
             user11("u3", "student", "o3", "KG"), user11("u1", "student", "o1", "03"),
             user11("u4", "student", "o1", "03", status="tobedeleted"),
             user11("u5", "student", "o1", "03", enabled="FALSE"), user11("u6", "teacher", "o1"),
             user11("u7", "administrator", "d"), user11("u8", "parent", "o1", "03"),
             user11("u9", "student", "o1,o2", "05"), user11("u10", "student", "o1,o2", "05")]  # fmt: skip
    enrolled = [("e1", "", "", "c1", "o2", "u9", "student", "false", "", ""),
                ("e2", "", "", "c2", "o2", "u9", "student", "false", "", "")]  # fmt: skip
    demographics = [("u1", "", "", "2011-02-03", "female", "false", "false", "true", "SK", "Bratislava")]
    return [*common, ("users.csv", csv_of(USERS_11, users)), ("enrollments.csv", csv_of(ENROLLMENTS, enrolled)),
            ("demographics.csv", csv_of(DEMOGRAPHICS, demographics)),
            ("manifest.csv", csv_of(("propertyName", "value"), [("oneroster.version", "1.1")]))]  # fmt: skip


def zipped(files: Sequence[File], folder: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(folder + name, data)
    return out.getvalue()


def enrolled_in(found: Import) -> list[tuple[str, str, int, int]]:
    return sorted(found.frames["enrollment"].select("school", "grade", "fy", "students").rows())


def test_pupils_are_counted_once_by_school_and_grade(v11: list[File], book: Book) -> None:
    found = read("auto", v11, book)
    assert found.source == "oneroster"
    assert enrolled_in(found) == [("020", "3", 2027, 2), ("060", "5", 2027, 1), ("060", "KG", 2027, 1)]
    assert found.frames["staff"].select("school", "role", "fy", "heads").rows() == [("020", "teacher", 2027, 1)]
    assert sorted(found.frames["schools"].rows()) == [("020", "East"), ("060", "West")]
    assert ["several schools" in row.reason for row in found.refused] == [True]
    assert found.rows_read == found.accepted + found.merged + len(found.skipped) + len(found.refused)
    whys = [row.why for row in found.skipped]
    assert {"status tobedeleted", "not enabled", "the same person again", "a parent", "staff of no one school"} <= set(
        whys
    )
    after = compare(book, found).apply(book)
    assert compare(after, read("oneroster", v11, after)).nothing()
    assert after.schools.filter(code="020").get_column("name").to_list() == ["East"]


def test_a_zip_says_the_same_as_its_files(v11: list[File], book: Book) -> None:
    loose = read("oneroster", v11, book)
    for folder in ("", "export/"):
        found = read("auto", [("roster.zip", zipped(v11, folder))], book)
        assert {name: frame.rows() for name, frame in found.frames.items()} == {
            name: frame.rows() for name, frame in loose.frames.items()
        }


def test_version_1_2_takes_role_and_school_from_roles_and_the_primary_org(
    csv_of: Make, common: list[File], book: Book
) -> None:
    users = [user12("u1", "10"), user12("u2", "10", primary="o2"), user12("u3"), user12("u4", "10")]
    roles = [("r1", "", "", "u1", "primary", "student", "", "", "o1", ""),
             ("r2", "", "", "u2", "primary", "student", "", "", "o1", ""),
             ("r3", "", "", "u3", "primary", "principal", "", "", "o1", ""),
             ("r4", "", "", "u3", "secondary", "teacher", "", "", "o2", ""),
             ("r5", "", "", "nobody", "primary", "student", "", "", "o1", "")]  # fmt: skip
    files = [*common, ("users.csv", csv_of(USERS_12, users)), ("roles.csv", csv_of(ROLES, roles))]
    found = read("auto", files, book)
    assert enrolled_in(found) == [("020", "10", 2027, 1), ("060", "10", 2027, 1)]
    assert found.frames["staff"].select("school", "role", "heads").rows() == [("020", "administrator", 1)]
    assert [(row.file, row.line) for row in found.refused] == [("roles.csv", 6), ("users.csv", 5)]
    assert "which role" in found.refused[1].reason


def test_no_name_password_or_demographic_is_kept_anywhere(v11: list[File], csv_of: Make, book: Book) -> None:
    name, data = v11[2]
    broken = data + csv_of(USERS_11, [(*user11("u20", "student", "o1", "99"),)]).split(b"\r\n", 1)[1]
    wide = broken + csv_of(USERS_11, [(*user11("u21", "student", "o1", "03"), "moved")]).split(b"\r\n", 1)[1]
    found = read("oneroster", [*v11[:2], (name, wide), *v11[3:]], book)
    assert len(found.refused) == 3
    said = "\n".join(
        [
            *(frame.write_csv() for frame in found.frames.values()),
            *found.assumed,
            *(repr(one) for one in (*found.all_problems(), *found.refused, *found.skipped)),
            refused_csv(found.refused).decode(),
        ]
    )
    assert [secret for secret in SECRETS if secret in said] == []


def test_the_book_s_full_time_equivalents_and_names_stay(v11: list[File], book: Book) -> None:
    first = compare(book, read("oneroster", v11, book)).apply(book)
    known = first.with_tables(
        staff=first.staff.with_columns(pl.lit("0.5").cast(pl.Decimal(18, 6)).alias("fte")),
        schools=first.schools.with_columns(name=pl.col("name") + " Elementary"),
    )
    after = compare(known, read("oneroster", v11, known)).apply(known)
    assert after.staff.equals(known.staff)
    assert after.schools.equals(known.schools)


def test_a_set_of_changes_counts_nobody(v11: list[File], csv_of: Make, book: Book) -> None:
    manifest = csv_of(("propertyName", "value"), [("file.users", "delta"), ("file.orgs", "bulk")])
    found = read("oneroster", [*v11[:5], ("manifest.csv", manifest)], book)
    assert "enrollment" not in found.frames
    assert {row.remedy for row in found.refused} == {"Export the whole roster (bulk), and import it."}


def test_without_one_school_year_pupils_are_refused(v11: list[File], csv_of: Make, book: Book) -> None:
    none = read("oneroster", [one for one in v11 if one[0] != "academicSessions.csv"], book)
    assert "enrollment" not in none.frames
    assert any("no academic session" in row.reason for row in none.refused)
    two = [
        ("y", "", "", "", "schoolYear", "2026-08-19", "", "", ""),
        ("z", "", "", "", "schoolYear", "2027-08-19", "", "", ""),
    ]
    both = read("oneroster", [v11[0], ("academicSessions.csv", csv_of(SESSIONS, two)), *v11[2:]], book)
    assert any("several fiscal years (2027, 2028)" in row.reason for row in both.refused)


def test_a_misnamed_file_and_a_department_without_its_school_are_refused(
    common: list[File], csv_of: Make, book: Book
) -> None:
    roles = csv_of(ROLES, [("r1", "", "", "u1", "primary", "student", "", "", "o9", "")])
    orgs = csv_of(ORGS, [org("o9", "department", "History", parent="gone")])
    found = read("oneroster", [common[1], ("orgs.csv", orgs), ("userprofiles.csv", roles)], book)
    assert [row.reason for row in found.refused] == [
        "The organisation is a department, not a school, and its parent gone is not in the file.",
        "The file is named as userProfiles, but has the titles of roles.",
    ]


def test_older_titles_and_vendors_columns(csv_of: Make, common: list[File], book: Book) -> None:
    header = ("sourcedId", "enabledUser", "status", "dateLastModified", "orgSourcedIds", "role", "username", "userId",
              "givenName", "familyName", "grade", "agents", "ext_vendor_studentPassword")  # fmt: skip
    users = csv_of(
        header, [("u1", "TRUE", "", "", "o1", "student", "zq-login", "7", "Zebedee", "Quill", "PK", "", "hunter2")]
    )
    courses = (
        b"sourcedId,status,dateLastModified,schoolYearId,metadata.duration,title,courseCode,grade,orgSourcedId,subjects"
    )
    found = read("auto", [*common, ("users.csv", users), ("courses.csv", courses)], book)
    assert enrolled_in(found) == [("020", "PK", 2027, 1)]


def test_what_is_no_roster_or_a_damaged_zip_is_an_error(v11: list[File], book: Book) -> None:
    good = zipped(v11)
    for name, data in (
        ("a.csv", b"a,b\n1,2\n"),
        ("b.zip", good[: len(good) // 2]),
        ("c.zip", zipped([("a.csv", b"a,b\n1,2\n")])),
    ):
        with pytest.raises(SourceError, match=name):
            read("oneroster", [(name, data)], book)


def test_the_real_sets_end_in_rows_or_in_refusals(samples: Path, book: Book) -> None:
    def roster(name: str) -> Import:
        return read("auto", [(one.name, one.read_bytes()) for one in sorted((samples / name).iterdir())], book)

    messy = roster("oneroster-1.2-catalyst-messy")
    assert messy.accepted == 0 and "enrollment" not in messy.frames
    assert {row.file for row in messy.refused} >= {"orgs.csv", "userprofiles.csv", "users.csv"}
    assert len(roster("oneroster-1.1-catalyst").refused) > 0
    oat = roster("oneroster-1.1-oat")
    assert [row.reason for row in oat.refused] == ["The pupil has no grade."] * 2
    assert oat.frames["schools"].get_column("name").to_list() == ["School 1", "School 2"]
    clean = roster("oneroster-1.2-catalyst")
    assert clean.frames["schools"].get_column("name").to_list() == ["Gotham High School"]
    assert ["changes (delta)" in row.reason for row in clean.refused] == [True]
    said = "".join(repr(one) for one in (*messy.refused, *messy.skipped, *oat.refused, *clean.skipped))
    assert [word for word in ("Password1", "Mary", "Jones", "Batman", "brucewayne", "padurariu") if word in said] == []


def test_two_schools_of_one_number_refuse_their_pupils_too_and_lose_none(csv_of: Make, v11: list[File]) -> None:
    orgs = csv_of(ORGS, [org("o1", name="East", identifier="020"), org("o2", name="West", identifier="020")])
    users = csv_of(USERS_11, [user11(f"u{number}", "student", "o1", "03") for number in range(5)])
    found = read("oneroster", [("orgs.csv", orgs), v11[1], ("users.csv", users)], Book())
    assert sum(frame.height for frame in found.frames.values()) == 0
    assert len([row for row in found.refused if row.file == "users.csv"]) == 5
    assert found.rows_read == found.accepted + found.merged + len(found.refused) + len(found.skipped)


def test_refused_pupils_are_not_counted_alone(v11: list[File], book: Book) -> None:
    """Ten of a grade and one that is mended are eleven, never one."""
    refused = refused_csv(read("oneroster", v11, book).refused)
    found = read("oneroster", [*v11[:2], ("users-refused.csv", refused)], book)
    assert "enrollment" not in found.frames
    assert ["would replace the count of everybody" in row.reason for row in found.refused] == [True]


def test_a_folders_roster_is_read_as_one_and_before_what_refers_to_its_schools(
    v11: list[File], snipe: bytes, book: Book
) -> None:
    loose = read("oneroster", v11, book)
    found = read_all([("a_snipe.csv", snipe), *((f"roster/{name}", data) for name, data in v11)], book)
    roster, assets = found.results
    assert (roster.source, assets.source) == ("oneroster", "snipe-it")
    assert roster.file.split(", ")[0].startswith("roster/")
    assert roster.imported is not None
    assert enrolled_in(roster.imported) == enrolled_in(loose)
