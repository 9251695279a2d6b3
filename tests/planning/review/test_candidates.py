from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import techplan
from techplan.planning.review import Review

Reviewed = Callable[..., Review]
ON = date(2026, 11, 25)
SCHOOLS = [{"code": "010", "name": "Oak", "instructional": True}]


def seats_book(small: Any, users: int | None = 380, seats: int = 1_000, **agreement: Any) -> Any:
    """An agreement at 7.00 for each of 1,000 students."""
    row = {"agreement": "A", "title": "Practice", "category": "software", "basis": "per student", "amount_cents": 700,
           "start_on": date(2026, 7, 1), "end_on": date(2027, 6, 30), "notice_on": date(2027, 5, 1), "renews": True,
           "tier": 2, **agreement}  # fmt: skip
    return small.book_of(
        schools=SCHOOLS,
        enrollment=[{"school": "010", "grade": "5", "fy": 2027, "students": 1_000}],
        agreements=[row],
        content=[{"agreement": "A", "measured_on": date(2026, 10, 31), "seats": seats, "active_users": users}],
    )


def candidates(found: Review, kind: str | None = None) -> list[dict[str, Any]]:
    frame = found.result("review_candidates")
    return (frame if kind is None else frame.filter(pl.col("kind") == kind)).rows(named=True)


def test_unused_seats_before_the_notice_date(small: Any, review: Reviewed) -> None:
    (row,) = candidates(review(seats_book(small)))
    assert (row["candidate"], row["action"], row["standing"]) == ("unused seats/A", "re-negotiate", "open")
    assert (row["used_cents"], row["amount_cents"], row["unit_cost_cents"]) == (266_000, 434_000, 1_842)
    assert (row["act_by"], row["counted_cents"]) == (date(2027, 5, 1), 434_000)


@pytest.mark.parametrize(
    ("on", "agreement", "reason"),
    [
        (date(2027, 5, 1), {}, None),  # the last day still counts
        (date(2027, 5, 2), {}, "notice was due by 2027-05-01"),
        (ON, {"basis": "flat", "amount_cents": 700_000}, "for the whole site"),
        (ON, {"basis": "per school", "amount_cents": 700_000}, "for the whole site"),
        (ON, {"renews": False}, "it ends by itself"),
    ],
)
def test_nothing_this_year_after_notice_or_under_a_site_price(
    small: Any, review: Reviewed, on: date, agreement: dict[str, Any], reason: str | None
) -> None:
    (row,) = candidates(review(seats_book(small, **agreement), on=on), "unused seats")
    assert (row["used_cents"], row["unit_cost_cents"]) == (266_000, 1_842)
    assert row["amount_cents"] == (434_000 if reason is None else 0)
    if reason is not None:
        assert row["why"].startswith("0 this year:")
        assert reason in row["why"]


def test_some_seats_are_kept_free(small: Any, review: Reviewed) -> None:
    assert candidates(review(seats_book(small, users=900))) == []
    (row,) = candidates(review(seats_book(small, users=899)))
    assert row["amount_cents"] == 70_700
    assert candidates(review(seats_book(small, users=None))) == []
    (none,) = candidates(review(seats_book(small, users=0)))
    assert (none["action"], none["amount_cents"], none["unit_cost_cents"]) == ("cut", 700_000, None)


def test_without_a_notice_date_it_is_said(small: Any, review: Reviewed) -> None:
    (row,) = candidates(review(seats_book(small, notice_on=None)))
    assert (row["amount_cents"], row["act_by"]) == (434_000, date(2027, 6, 30))
    assert row["why"].startswith("No notice date is entered")


def decide(book: Any, *answers: tuple[str, str, date]) -> Any:
    rows = [
        {"decision": f"d{at}", "about": "candidate", "subject": subject, "answer": answer, "reason": "Agreed.",
         "decided_on": on}
        for at, (subject, answer, on) in enumerate(answers)
    ]  # fmt: skip
    return book.with_tables(decisions=pl.DataFrame(rows))


def test_an_accepted_candidate_is_listed_as_accepted_and_changes_nothing(small: Any, review: Reviewed) -> None:
    book = seats_book(small)
    before = candidates(review(book))
    (after,) = candidates(review(decide(book, ("unused seats/A", "Accepted", ON))))
    assert (after["standing"], after["reason"]) == ("accepted", "Agreed.")
    assert {**after, "standing": "open", "reason": None} == before[0]


def test_the_latest_decision_holds_and_one_about_nothing_is_said(small: Any, review: Reviewed) -> None:
    book = decide(
        seats_book(small), ("unused seats/A", "accepted", date(2026, 1, 1)), ("unused seats/A", "no", ON),
        ("unused seats/B", "accepted", ON),
    )  # fmt: skip
    found = review(book)
    assert [row["standing"] for row in candidates(found)] == ["declined"]
    (note,) = (one for one in found.assumptions if one.assumption == "decisions about candidates that are gone")
    assert "unused seats/B" in note.why


def test_overlaps_and_seats_of_one_agreement_count_once(small: Any, review: Reviewed) -> None:
    shared = {"category": "software", "basis": "per student", "start_on": date(2026, 7, 1), "renews": True, "tier": 2,
              "notice_on": date(2027, 5, 1), "end_on": date(2027, 6, 30)}  # fmt: skip
    book = small.book_of(
        schools=SCHOOLS,
        programs=[{"code": "P", "title": "Mathematics"}],
        enrollment=[{"school": "010", "grade": "5", "fy": 2027, "students": 100}],
        agreements=[
            {"agreement": "A", "title": "Used", "amount_cents": 500, **shared},
            {"agreement": "B", "title": "Little used", "amount_cents": 900, **shared},
        ],
        content=[
            {"agreement": code, "measured_on": ON, "program": "P", "purpose": "practice", "seats": 100,
             "active_users": users}
            for code, users in (("A", 95), ("B", 40))
        ],
    )  # fmt: skip
    found = {row["candidate"]: row for row in candidates(review(book))}
    assert {key: (row["amount_cents"], row["counted_cents"]) for key, row in found.items()} == {
        "overlapping product/B": (90_000, 90_000), "unused seats/B": (54_000, 0),
    }  # fmt: skip


def test_agreements_that_nobody_judged(small: Any, review: Reviewed) -> None:
    def kinds(**more: Any) -> list[str]:
        book = seats_book(small, users=1_000, tier=3)
        return [row["candidate"] for row in candidates(review(book.with_tables(**more)))]

    goal = pl.DataFrame({"code": ["G"], "title": ["Goal"]})
    judged = pl.DataFrame({"contribution": ["C"], "goal": ["G"], "agreement": ["A"]})
    assert kinds() == ["no goal/A"]
    assert kinds(goals=goal, contributions=judged) == []
    assert candidates(review(seats_book(small, users=1_000, tier=2))) == []


def test_leases_near_their_end(small: Any, review: Reviewed) -> None:
    book = small.book_of(
        financings=[
            {"financing": "L1", "title": "Laptops", "kind": "lease", "start_on": date(2023, 7, 1), "payments": 4,
             "payment_cents": 10_000, "payment_months": 12},
            {"financing": "L2", "kind": "lease", "start_on": date(2024, 7, 1), "payments": 4, "payment_months": 12},
            {"financing": "L3", "kind": "bond", "start_on": date(2023, 7, 1), "payments": 4, "payment_cents": 1},
            {"financing": "L4", "kind": "lease", "start_on": date(2024, 1, 1), "payments": 40, "payment_months": 1,
             "payment_cents": 500},
        ]
    )  # fmt: skip
    found = {row["subject"]: row for row in candidates(review(book), "lease near its end")}
    assert {code: (row["amount_cents"], row["act_by"]) for code, row in found.items()} == {
        "L1": (10_000, date(2027, 6, 30)), "L4": (6_000, date(2027, 4, 30)),
    }  # fmt: skip


CHROMEBOOK = {"code": "chromebook", "name": "Chromebook", "category": "client computers", "unit_price_cents": 30_000,
              "price_fy": 2027, "life_months": 60, "refresh_rule": "age"}  # fmt: skip


def test_a_contract_below_the_plans_price(small: Any, review: Reviewed) -> None:
    def quote(code: str, cents: int, **more: Any) -> dict[str, Any]:
        return {"quote": code, "vendor": "V", "asset_class": "chromebook", "unit_price_cents": cents,
                "contract": "State 12", **more}  # fmt: skip

    quotes = [quote("Q1", 29_000), quote("Q2", 28_000, valid_until=ON), quote("Q3", 1, contract=None),
              quote("Q4", 2, valid_until=date(2026, 11, 24)), quote("Q5", 3, minimum_quantity=50)]  # fmt: skip
    assets = [
        {"asset": f"a{i}", "asset_class": "chromebook", "school": "010", "in_service_on": date(2022, 9, 1)}
        for i in range(10)
    ]
    book = small.book_of(schools=SCHOOLS, asset_classes=[{**CHROMEBOOK, "escalation": Decimal(0)}], assets=assets,
                         quotes=quotes)  # fmt: skip
    plan = techplan.plan(book, on=ON)
    bought = plan.cost_lines.filter((pl.col("fy") == 2028) & (pl.col("source_table") == "needs"))
    assert bought["quantity"].sum() == 10
    (row,) = candidates(review(book, plan=plan), "cooperative purchasing")
    assert "quote Q2" in row["evidence"]
    assert (row["amount_cents"], row["act_by"]) == (10 * 2_000, ON)
    (alone,) = candidates(review(book), "cooperative purchasing")
    assert alone["amount_cents"] is None


def test_unseen_devices_stand_in_for_what_is_bought(small: Any, review: Reviewed) -> None:
    assets = [
        {"asset": f"a{i}", "tag": f"T{i}", "serial": f"S{i}", "asset_class": "chromebook", "school": "010",
         "in_service_on": date(2022, 9, 1), "last_seen": ON if i < 8 else date(2025, 9, 1)}
        for i in range(10)
    ]  # fmt: skip
    sightings = [{"sighting": f"g{i}", "system": "google-admin", "serial": f"S{i}", "seen_on": ON} for i in range(8)]
    book = small.book_of(schools=SCHOOLS, asset_classes=[CHROMEBOOK], assets=assets, sightings=sightings)
    plan = techplan.plan(book, on=ON)
    (row,) = candidates(review(book, plan=plan), "unseen devices")
    lines = plan.cost_lines.filter((pl.col("fy") == 2028) & (pl.col("source_table") == "needs"))
    assert row["evidence"].startswith("2 that nothing has seen")
    assert row["amount_cents"] == lines["amount_cents"].sum() * 2 // int(lines["quantity"].sum()) > 0
    (alone,) = candidates(review(book), "unseen devices")
    assert alone["amount_cents"] is None


def test_surplus_needs_a_plan(small: Any, review: Reviewed) -> None:
    assets = [
        {"asset": f"a{i}", "asset_class": "chromebook", "school": "010", "in_service_on": date(2026, 9, 1)}
        for i in range(10)
    ]
    standard = {"standard": "S", "kind": "device", "asset_class": "chromebook", "driver": "stated count",
                "school": "010", "stated_count": 6, "spare_share": Decimal(0)}  # fmt: skip
    book = small.book_of(schools=SCHOOLS, asset_classes=[CHROMEBOOK], assets=assets, standards=[standard])
    (row,) = candidates(review(book, plan=techplan.plan(book, on=ON)), "surplus")
    assert row["evidence"].startswith("4 more than is asked for at one school")
    assert (row["amount_cents"], row["why"][:12]) == (0, "0 this year:")
    found = review(book)
    assert candidates(found, "surplus") == []
    assert any(one.assumption == "surplus of devices" for one in found.assumptions)


def test_printers_whose_pages_are_dear(small: Any, review: Reviewed) -> None:
    printer = {"code": "printer", "name": "Printer", "category": "printers", "life_months": 60}
    assets = [{"asset": code, "asset_class": "printer", "cost_cents": 50_000} for code in ("p1", "p2", "p3")]
    counts = [
        {"asset": code, "fy": 2026, "pages": pages, "supplies_cents": supplies}
        for code, pages, supplies in (("p1", 10_000, 20_000), ("p2", 10_000, 30_000), ("p3", 1_000, 10_000))
    ]
    book = small.book_of(schools=SCHOOLS, asset_classes=[printer], assets=assets, page_counts=counts)
    (row,) = candidates(review(book), "dear printer")
    # each: 500.00 over five years and its supplies: 3.0, 4.0 and 20.0 cents a page; 16.0 cents on 1,000 pages
    assert (row["subject"], row["amount_cents"]) == ("p3", 16_000)
    assert "at 20.0 cents; the middle printer prints at 4.0." in row["evidence"]


def test_circuits_far_above_their_peak(small: Any, review: Reviewed) -> None:
    def measured(school: str, on: date, wan: int, peak: int) -> dict[str, Any]:
        return {"school": school, "measured_on": on, "internet_mbps": Decimal(1_000), "wan_mbps": Decimal(wan),
                "peak_mbps": Decimal(peak)}  # fmt: skip

    book = small.book_of(
        schools=[*SCHOOLS, {"code": "020", "name": "Elm"}],
        connectivity=[
            measured("010", date(2025, 10, 1), 1_000, 100), measured("010", date(2026, 10, 1), 1_000, 140),
            measured("020", date(2026, 10, 1), 1_000, 400), measured("020", date(2027, 1, 1), 10, 9),
        ],
    )  # fmt: skip
    (row,) = candidates(review(book), "circuit above need")
    # 140 and 3 years of 40 Mbps: 260, with 40 % headroom 364, below half of 1,000; the other school needs 560
    assert (row["subject"], row["amount_cents"]) == ("010", None)
    assert "peak 140 Mbps" in row["evidence"]
    assert "364 Mbps" in row["evidence"]


def test_erate_that_was_granted_and_not_claimed(small: Any, review: Reviewed) -> None:
    def request(code: str, **more: Any) -> dict[str, Any]:
        return {"request": code, "funding_year": 2025, "category": "category two", "status": "funded",
                "invoicing": "BEAR", "committed_cents": 5_000, **more}  # fmt: skip

    book = small.book_of(
        erate_requests=[
            request("R1"), request("R2", disbursed_cents=2_000), request("R3", disbursed_cents=5_000),
            request("R4", invoicing="SPI"), request("R5", status="filed"), request("R6", category="category one"),
        ]
    )  # fmt: skip
    found = {row["subject"]: row for row in candidates(review(book, on=date(2027, 1, 28)), "E-rate not claimed")}
    assert {code: (row["amount_cents"], row["act_by"]) for code, row in found.items()} == {
        "R1": (5_000, date(2027, 1, 28)),  # 30 September and 120 days
        "R2": (3_000, date(2027, 1, 28)),
        "R6": (0, None),  # 30 June and 120 days is 28 October
    }
    assert "2026-10-28" in found["R6"]["why"]


def test_repairs_that_somebody_else_should_pay(small: Any, review: Reviewed) -> None:
    def incident(code: str, asset: str, cause: str, **more: Any) -> dict[str, Any]:
        return {"incident": code, "asset": asset, "cause": cause, "happened_on": date(2026, 3, 1), "cost_cents": 5_000,
                **more}  # fmt: skip

    cover = {"agreement": "INS", "title": "Insurance", "purpose": "insurance", "category": "external services",
             "basis": "flat", "amount_cents": 1, "start_on": date(2026, 2, 1),
             "end_on": date(2026, 12, 31)}  # fmt: skip
    book = small.book_of(
        asset_classes=[CHROMEBOOK],
        assets=[
            {"asset": "w", "asset_class": "chromebook", "warranty_end": date(2026, 3, 1)},
            {"asset": "i", "asset_class": "chromebook"},
            {"asset": "n", "asset_class": "chromebook"},
        ],
        agreements=[cover],
        coverage=[{"coverage": "C", "agreement": "INS", "asset": "i"}],
        incidents=[
            incident("1", "w", "defect"), incident("2", "w", "breakage"), incident("3", "i", "breakage"),
            incident("4", "i", "breakage", recovery_cents=5_000), incident("5", "n", "defect"),
            incident("6", "i", "breakage", happened_on=date(2026, 1, 31)), incident("7", "w", "defect", cost_cents=0),
            incident("8", "w", "defect", collected_cents=1_000),
        ],
    )  # fmt: skip
    found = {row["subject"]: row["amount_cents"] for row in candidates(review(book), "repair not claimed")}
    assert found == {"chromebook/warranty": 9_000, "chromebook/agreement INS": 5_000}
