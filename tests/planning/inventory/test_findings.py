"""Every finding: what has it, what has not, what is at stake, and that an accepted one stays accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from techplan.book.book import Book
from techplan.book.problem import BookError
from techplan.planning.inventory.findings import KINDS, accept
from techplan.planning.inventory.inventory import Inventory
from techplan.rules.load import load_rules

ON = date(2027, 1, 15)
MakeBook = Callable[..., Book]
Take = Callable[..., Inventory]

GOOD = {"asset_class": "chromebook", "school": "010", "fund": "001", "cost_cents": 30000}


def assets(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**GOOD, "asset": str(number), **row} for number, row in enumerate(rows, start=1)]


def found(inventory: Inventory, finding: str) -> list[str]:
    return inventory.finding_rows.filter(pl.col("finding") == finding)["subject"].to_list()


def test_one_tag_on_two_serials_is_a_conflict_on_both_rows(make_book: MakeBook, take: Take) -> None:
    book = make_book(assets=assets({"tag": "T1", "serial": "S1"}, {"tag": "T1", "serial": "S2"}), funds=FUNDS)
    inventory = take(book)
    assert found(inventory, "duplicate tag") == ["1", "2"]
    assert found(inventory, "duplicate serial") == []
    row = inventory.findings.filter(pl.col("finding") == "duplicate tag").row(0, named=True)
    assert (row["severity"], row["rows"], row["open"], row["at_stake_cents"]) == ("error", 2, 2, 60000)


def test_two_blank_tags_are_two_assets(make_book: MakeBook, take: Take) -> None:
    assert found(take(make_book(assets=assets({}, {}), funds=FUNDS)), "duplicate tag") == []


def test_serials_that_differ_in_case_and_spaces_are_one(make_book: MakeBook, take: Take) -> None:
    book = make_book(assets=assets({"serial": " S5"}, {"serial": "s5 "}), funds=FUNDS)
    assert found(take(book), "duplicate serial") == ["1", "2"]


def test_words_where_a_serial_should_be_are_no_duplicate(make_book: MakeBook, take: Take) -> None:
    inventory = take(make_book(assets=assets({"serial": "Default String"}, {"serial": "default string"}), funds=FUNDS))
    assert found(inventory, "duplicate serial") == []
    assert found(inventory, "placeholder serial") == ["1", "2"]


def test_a_disposed_thing_may_share_its_tag(make_book: MakeBook, take: Take) -> None:
    book = make_book(assets=assets({"tag": "T1"}, {"tag": "T1", "status": "disposed"}), funds=FUNDS)
    assert found(take(book), "duplicate tag") == []


def test_a_disposed_thing_keeps_its_serial_for_ever(make_book: MakeBook, take: Take) -> None:
    gone = {"status": "disposed"}
    rows = assets({"serial": "S1"}, {"serial": "s1", **gone}, {"serial": "S2", **gone}, {"serial": "S2", **gone})
    assert found(take(make_book(assets=rows, funds=FUNDS)), "duplicate serial") == ["1", "2"]


def test_an_address_is_compared_however_it_is_written(make_book: MakeBook, take: Take) -> None:
    rows = assets({"mac": "AA:BB:CC:00:11:22"}, {"mac": "aabb.cc00.1122"}, {"mac": "00:00:00:00:00:00"}, {"mac": "?"})
    assert found(take(make_book(assets=rows, funds=FUNDS)), "duplicate network address") == ["1", "2"]


def test_all_who_share_a_number_are_named(make_book: MakeBook, take: Take) -> None:
    rows = take(make_book(assets=assets(*[{"tag": "T1"}] * 3), funds=FUNDS)).finding_rows
    whats = rows.filter(pl.col("finding") == "duplicate tag")["what"].unique().to_list()
    assert whats == ["It is on 3 assets: 1, 2, 3."]


def test_makers_tell_models_apart_and_spellings_do_not(make_book: MakeBook, take: Take) -> None:
    models = [
        {"model": "Lenovo ThinkPad", "maker": "Lenovo", "asset_class": "chromebook"},
        {"model": "IBM ThinkPad", "maker": "IBM", "asset_class": "chromebook"},
        {"model": "Chromebook 3100", "asset_class": "chromebook"},
        {"model": "chromebook 3100 ", "asset_class": "chromebook"},
    ]
    rows = assets({"model": "Chromebook 3100"}, {"model": "Chromebook 3100"}, {"model": "chromebook 3100 "})
    inventory = take(make_book(product_models=models, assets=rows, funds=FUNDS))
    assert sorted(found(inventory, "model spelt several ways")) == ["Chromebook 3100", "chromebook 3100 "]
    what = dict(
        inventory.finding_rows.filter(pl.col("finding").str.starts_with("model")).select("subject", "what").rows()
    )
    assert what["chromebook 3100 "] == "The usual spelling is “Chromebook 3100” (2 assets); this one is on 1."


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Chromebook 3100", "Dell"), ("chromebook  3100 ", None), True),  # a maker that only one of them names
        (("Chromebook 3100", "Dell"), ("Dell Chromebook 3100", None), True),
        (("Chromebook 3100", "Dell"), ("Dell Chromebook-3100", "Dell Inc."), True),
        (("Surface Pro 7", "Microsoft"), ("Surface Pro 7+", "Microsoft"), False),
        (("Surface Pro 7+", "Microsoft"), ("Surface Pro 7 Plus", "Microsoft"), True),
        (("ThinkPad", "Lenovo"), ("Think Pad", "IBM"), False),
        (("Lenovo ThinkPad", None), ("IBM ThinkPad", None), False),
        (("—", "Dell"), ("...", "Dell"), False),
    ],
)
def test_spellings_of_one_model(
    one: tuple[str, str | None], other: tuple[str, str | None], same: bool, make_book: MakeBook, take: Take
) -> None:
    models = [{"model": model, "maker": maker} for model, maker in (one, other)]
    inventory = take(make_book(product_models=models, assets=[], funds=FUNDS))
    assert sorted(found(inventory, "model spelt several ways")) == (sorted([one[0], other[0]]) if same else [])


def test_a_name_that_two_makers_use_is_of_neither(make_book: MakeBook, take: Take) -> None:
    models = [{"model": "ThinkPad", "maker": "Lenovo"}, {"model": "Think-Pad", "maker": "IBM"}, {"model": "thinkpad"}]
    assert found(take(make_book(product_models=models, assets=[], funds=FUNDS)), "model spelt several ways") == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("serial", "5.02E+18"), ("tag", "12345.0"), ("purchase_order", "#REF!"), ("serial", "Jan-23"),
        ("serial", "1-Aug"), ("tag", "6.37702E+15"), ("serial", "5,02E+18"), ("serial", "1-Aug-26"),
        ("tag", "MAR-2024"), ("purchase_order", "#####"), ("tag", "#N/A"), ("tag", "#NUM!"),
    ],
)  # fmt: skip
def test_numbers_that_a_spreadsheet_damaged(column: str, value: str, make_book: MakeBook, take: Take) -> None:
    inventory = take(make_book(assets=assets({column: value}, {column: "219E01BE"}), funds=FUNDS))
    rows = inventory.finding_rows.filter(pl.col("finding") == "damaged number")
    assert rows.select("subject", "column", "value").rows() == [("1", column, value)]


@pytest.mark.parametrize("value", ["12E4", "219E01BE", "MAY", "DEC", "7E12345", "12345.01", "#7", "1-Abc", "E12"])
def test_numbers_that_may_well_be_right(value: str, make_book: MakeBook, take: Take) -> None:
    rows = assets({"serial": value, "tag": value, "purchase_order": value})
    assert found(take(make_book(assets=rows, funds=FUNDS)), "damaged number") == []


def test_a_tag_shorter_than_nearly_all_has_lost_its_zeros(make_book: MakeBook, take: Take) -> None:
    rows = assets(*({"tag": f"{n:06d}"} for n in range(100001, 100005)), {"tag": "135"}, {"tag": "AB1"})
    assert found(take(make_book(assets=rows, funds=FUNDS)), "damaged number") == ["5"]


def test_a_serial_of_another_shape_than_its_maker_or_its_model(make_book: MakeBook, take: Take) -> None:
    dell = [{"model": "Chromebook 3100", "serial": serial} for serial in ("AB12CD3", "AB12CD34")]
    epson = [{"model": "EB-X", "asset_class": "projector", "serial": f"X{n:04d}"} for n in range(9)]
    odd = {"model": "EB-X", "asset_class": "projector", "serial": "X12"}
    assert found(take(make_book(assets=assets(*dell, *epson, odd), funds=FUNDS)), "serial shape") == ["12", "2"]


def test_a_damaged_serial_is_not_an_odd_one_as_well(make_book: MakeBook, take: Take) -> None:
    rows = assets({"model": "Chromebook 3100", "serial": "5.02E+18"}, {"model": "Chromebook 3100", "serial": "AB12CD3"})
    inventory = take(make_book(assets=rows, funds=FUNDS))
    assert (found(inventory, "damaged number"), found(inventory, "serial shape")) == (["1"], [])


@pytest.mark.parametrize("maker", ["Dell", "dell", "DELL INC.", "Dell, Inc"])
def test_a_maker_is_known_however_it_is_written(maker: str, make_book: MakeBook, take: Take) -> None:
    models = [{"model": "M", "maker": maker, "asset_class": "chromebook"}]
    rows = assets({"model": "M", "serial": "AB12CD34"})
    assert found(take(make_book(product_models=models, assets=rows, funds=FUNDS)), "serial shape") == ["1"]


@pytest.mark.parametrize(("wrong", "flagged"), [(3, 3), (4, 0)])
def test_where_most_numbers_speak_against_a_shape_the_shape_is_wrong(
    wrong: int, flagged: int, make_book: MakeBook, take: Take
) -> None:
    serials = [f"AB12CD{n}" for n in range(6 - wrong)] + [f"AB12CD3{n}" for n in range(wrong)]
    rows = assets(*({"model": "Chromebook 3100", "serial": serial} for serial in serials))
    assert len(found(take(make_book(assets=rows, funds=FUNDS)), "serial shape")) == flagged


@pytest.mark.parametrize(
    "row",
    [
        {"in_service_on": date(2027, 1, 16)},
        {"in_service_on": date(2026, 1, 1), "disposed_on": date(2025, 1, 1)},
        {"in_service_on": date(2026, 1, 1), "warranty_end": date(2025, 1, 1)},
        {"last_seen": date(2027, 2, 1)},
    ],
)
def test_dates_that_cannot_be(row: dict[str, Any], make_book: MakeBook, take: Take) -> None:
    fine = {"in_service_on": ON, "last_seen": ON, "warranty_end": date(2030, 1, 1)}
    assert found(take(make_book(assets=assets(row, fine), funds=FUNDS)), "impossible date") == ["1"]


def test_a_device_seen_while_it_was_set_up_is_no_finding(make_book: MakeBook, take: Take) -> None:
    book = make_book(assets=assets({"in_service_on": date(2026, 8, 20), "last_seen": date(2026, 7, 5)}), funds=FUNDS)
    assert found(take(book), "impossible date") == []


def test_days_that_programs_fill_in_are_doubtful(make_book: MakeBook, take: Take) -> None:
    assert found(take(make_book(assets=assets({"in_service_on": date(1970, 1, 1)}), funds=FUNDS)), "doubtful date") == [
        "1"
    ]


def test_a_thing_last_seen_long_before_its_service_is_doubtful(make_book: MakeBook, take: Take) -> None:
    inventory = take(
        make_book(assets=assets({"in_service_on": date(2026, 8, 20), "last_seen": date(2026, 5, 1)}), funds=FUNDS)
    )
    assert (found(inventory, "doubtful date"), found(inventory, "impossible date")) == (["1"], [])


def test_service_before_the_model_existed(make_book: MakeBook, take: Take) -> None:
    models = [{"model": "M", "released_on": date(2022, 5, 1)}]
    rows = assets({"model": "M", "in_service_on": date(2022, 4, 30)}, {"model": "M", "in_service_on": date(2022, 5, 1)})
    assert found(take(make_book(product_models=models, assets=rows, funds=FUNDS)), "before its model") == ["1"]


def test_blank_and_zero_costs_are_different_findings(make_book: MakeBook, take: Take) -> None:
    inventory = take(make_book(assets=assets({"cost_cents": None}, {"cost_cents": 0}, {}), funds=FUNDS))
    assert (found(inventory, "no cost"), found(inventory, "cost of zero")) == (["1"], ["2"])
    row = inventory.findings.filter(pl.col("finding") == "no cost").row(0, named=True)
    assert (row["at_stake_cents"], row["unpriced"]) == (0, 1)


def test_a_cost_far_from_its_peers(make_book: MakeBook, take: Take) -> None:
    peers = [{"model": "Chromebook 3100", "cost_cents": 30000}] * 6
    odd = [{"model": "Chromebook 3100", "cost_cents": cents} for cents in (90001, 9999, 90000, 10000)]
    assert found(take(make_book(assets=assets(*peers, *odd), funds=FUNDS)), "unusual cost") == ["7", "8"]


def test_peers_are_of_the_model_where_it_has_enough_else_of_the_class(make_book: MakeBook, take: Take) -> None:
    models = [
        {"model": name, "maker": "Dell", "asset_class": "chromebook"} for name in ("Chromebook 3100", "Rare", "Dear")
    ]
    usual = [{"model": "Chromebook 3100", "cost_cents": 30000}] * 9
    dear = [{"model": "Dear", "cost_cents": 95000}] * 6
    odd = [{"model": "Rare", "cost_cents": 95000}]
    rows = assets(*usual, *dear, *odd)  # six of model Dear agree with each other; the rare one has only its class
    assert found(take(make_book(product_models=models, assets=rows, funds=FUNDS)), "unusual cost") == ["16"]


def test_few_peers_say_nothing(make_book: MakeBook, take: Take) -> None:
    rows = assets({"cost_cents": 1}, {"cost_cents": 100}, {"cost_cents": 10000})
    assert found(take(make_book(assets=rows, funds=FUNDS)), "unusual cost") == []


def test_empty_fields(make_book: MakeBook, take: Take) -> None:
    rows = assets(
        {"school": None}, {"asset_class": None}, {"fund": None}, {"fund": "507"}, {"status": "retired", "fund": None}
    )
    inventory = take(make_book(assets=rows, funds=FUNDS))
    assert found(inventory, "no school") == ["1"]
    assert found(inventory, "no class") == ["2"]
    assert found(inventory, "no fund") == ["3"]
    assert found(inventory, "no federal share") == ["4"]


FUNDS = [
    {"fund": "001", "name": "General", "kind": "general"},
    {"fund": "507", "name": "ESSER", "kind": "federal grant"},
]
AWARDS = [
    {"award": "A", "fund": "507", "amount_cents": 1, "awarded_on": date(2021, 1, 5), "fain": "S425"},
    {"award": "B", "fund": "507", "amount_cents": 1},
]


def test_records_of_federal_things(make_book: MakeBook, take: Take) -> None:
    rows = assets(
        {"fund": "507", "award": "A", "cost_cents": 500000}, {"fund": "507", "award": "A", "cost_cents": 499999}
    )
    inventory = take(make_book(assets=rows, funds=FUNDS, awards=AWARDS))
    assert found(inventory, "federal record incomplete") == ["1"]
    assert found(inventory, "local record incomplete") == ["2"]
    assert found(inventory, "award incomplete") == ["B"]


def test_where_the_cost_is_not_known_the_law_is_asked_for(make_book: MakeBook, take: Take) -> None:
    book = make_book(assets=assets({"fund": "507", "award": "A", "cost_cents": None}), funds=FUNDS, awards=AWARDS)
    (row,) = take(book).finding_rows.filter(pl.col("finding") == "federal record incomplete").to_dicts()
    assert row["what"].endswith("Until its cost is known it is held to be equipment.")


SEEN = {"system": "google-admin", "status": "PROVISIONED"}


def test_unseen_and_never_seen(make_book: MakeBook, take: Take) -> None:
    old = date(2025, 8, 1)
    rows = assets(*({"serial": f"S{n}", "in_service_on": old} for n in range(5)), {"in_service_on": date(2027, 1, 2)})
    rows.append({**GOOD, "asset": "p", "asset_class": "projector", "in_service_on": old})
    days = [date(2026, 10, 17), date(2026, 10, 16), date(2026, 1, 1), None]
    sightings = [{"sighting": f"g{n}", **SEEN, "serial": f"S{n}", "seen_on": day} for n, day in enumerate(days)]
    inventory = take(make_book(assets=rows, sightings=sightings, funds=FUNDS))
    assert found(inventory, "unseen") == ["2", "3", "4", "5"]  # 90 days before 15 January is 17 October
    what = dict(inventory.finding_rows.filter(pl.col("finding") == "unseen").select("subject", "what").rows())
    assert what["5"] == "Never seen by any system or count."


def test_what_is_switched_off_need_not_be_seen(make_book: MakeBook, take: Take) -> None:
    statuses = ("active", "spare", "in repair", "missing")
    rows = assets(*({"serial": f"S{n}", "status": status} for n, status in enumerate(statuses)))
    old = date(2026, 1, 1)
    sightings = [{"sighting": f"g{n}", **SEEN, "serial": f"S{n}", "seen_on": old} for n in range(4)]
    assert found(take(make_book(assets=rows, sightings=sightings, funds=FUNDS)), "unseen") == ["1"]


def test_a_count_sees_as_well(make_book: MakeBook, take: Take) -> None:
    rows = assets({"serial": "S0"}, {"serial": "S1", "last_seen": date(2027, 1, 2)})
    sightings = [{"sighting": "g0", **SEEN, "serial": "S0", "seen_on": ON}]
    assert found(take(make_book(assets=rows, sightings=sightings, funds=FUNDS)), "unseen") == []


def test_retired_and_still_seen(make_book: MakeBook, take: Take) -> None:
    gone = {"status": "disposed", "disposed_on": date(2026, 6, 1)}
    rows = assets(*({"serial": f"S{n}", **gone} for n in range(3)))
    days = [date(2026, 6, 2), date(2026, 6, 1), date(2026, 7, 1)]
    sightings = [{"sighting": f"g{n}", **SEEN, "serial": f"S{n}", "seen_on": day} for n, day in enumerate(days)]
    sightings[2]["status"] = "DEPROVISIONED"
    assert found(take(make_book(assets=rows, sightings=sightings, funds=FUNDS)), "retired but seen") == ["1"]


def test_beyond_support_by_the_things_own_day_first(make_book: MakeBook, take: Take) -> None:
    models = [{"model": "M", "support_end": date(2026, 6, 30)}]
    rows = assets({"model": "M"}, {"model": "M", "support_end": date(2028, 6, 30)}, {"model": "M", "status": "retired"})
    assert found(take(make_book(product_models=models, assets=rows, funds=FUNDS)), "beyond support") == ["1"]


def test_an_accepted_row_stays_accepted_and_no_longer_counts(make_book: MakeBook, take: Take) -> None:
    book = make_book(assets=assets({"cost_cents": None}, {"cost_cents": None}), funds=FUNDS)
    rows = take(book).finding_rows
    after = accept(book, rows, "no cost", ["1"], reason="gift", who="Treasurer", on=ON)
    row = take(after).findings.filter(pl.col("finding") == "no cost").row(0, named=True)
    assert (row["rows"], row["accepted"], row["open"], row["unpriced"]) == (2, 1, 1, 1)
    reimported = after.with_tables(assets=after.assets.with_columns(room=pl.lit("7")))
    assert take(reimported).finding_rows.filter(pl.col("accepted")).select("subject", "reason").rows() == [
        ("1", "gift")
    ]
    every = accept(after, rows, "no cost", [], reason="all gifts", who=None, on=ON)
    assert take(every).findings.filter(pl.col("finding") == "no cost")["open"].to_list() == [0]


def decided(*answers: tuple[str | None, str, date]) -> list[dict[str, Any]]:
    return [
        {
            "decision": str(n),
            "about": "no cost",
            "subject": subject,
            "answer": answer,
            "reason": answer,
            "decided_on": on,
        }
        for n, (subject, answer, on) in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("answers", "accepted"),
    [
        ([("1", " Accepted", ON)], ["1"]),
        ([(None, "accepted", ON)], ["1", "2"]),
        ([("1", "to be mended", ON), ("1", "accepted", date(2026, 1, 1))], []),  # taken back later
        ([("1", "to be mended", date(2026, 1, 1)), ("1", "accepted", ON)], ["1"]),
        ([(None, "accepted", ON), ("1", "to be mended", date(2026, 1, 1))], ["2"]),
    ],
)
def test_the_latest_decision_on_a_row_holds(
    answers: list[tuple[str | None, str, date]], accepted: list[str], make_book: MakeBook, take: Take
) -> None:
    book = make_book(assets=assets(*[{"cost_cents": None}] * 2), funds=FUNDS, decisions=decided(*answers))
    rows = take(book).finding_rows
    assert rows.filter("accepted")["subject"].to_list() == accepted
    assert rows.filter(~pl.col("accepted"))["reason"].drop_nulls().is_empty()


def test_what_cannot_be_accepted_is_said(make_book: MakeBook, take: Take) -> None:
    book = make_book(assets=assets({"cost_cents": None}), funds=FUNDS)
    rows = take(book).finding_rows
    for finding, subjects, reason in (("no costs", [], "x"), ("no cost", ["9"], "x"), ("no cost", ["1"], " ")):
        with pytest.raises(BookError, match="Nothing was accepted"):
            accept(book, rows, finding, subjects, reason=reason, who=None, on=ON)


def test_what_nothing_has_cannot_be_accepted_whole(make_book: MakeBook, take: Take) -> None:
    book = make_book(assets=assets({}), funds=FUNDS)
    with pytest.raises(BookError) as raised:
        accept(book, take(book).finding_rows, "no cost", [], reason="x", who=None, on=ON)
    assert [problem.what for problem in raised.value.problems] == [
        "No row has this finding, so there is nothing to accept."
    ]


def test_a_row_accepted_twice_on_a_day_has_two_decisions_and_the_later_reason(make_book: MakeBook, take: Take) -> None:
    book = make_book(assets=assets({"cost_cents": None}), funds=FUNDS)
    for reason in ("gift", "gift of the parents' club"):
        book = accept(book, take(book).finding_rows, "no cost", ["1"], reason=reason, who=None, on=ON)
    assert book.decisions["decision"].to_list() == ["no cost/1/2027-01-15", "no cost/1/2027-01-15/2"]
    assert take(book).finding_rows.filter("accepted")["reason"].to_list() == ["gift of the parents' club"]


def test_a_district_may_set_its_own_limits(make_book: MakeBook, take: Take) -> None:
    own = (
        '[[inventory.unseen_days]]\nvalue = 400\nunit = "days"\neffective = 2026-01-01\npublished = 2026-01-01\n'
        'citation = "Policy 7450"\nstatus = "final"\nconfirmed = false\nkeyed_by = "calendar date"\n'
    )
    rows = assets({"serial": "S0", "in_service_on": date(2024, 1, 1)})
    sightings = [{"sighting": "g0", **SEEN, "serial": "S0", "seen_on": date(2026, 1, 1)}]
    book = make_book(assets=rows, sightings=sightings, funds=FUNDS)
    assert found(take(book), "unseen") == ["1"]
    assert found(take(book.with_documents("rules", {"policy": own})), "unseen") == []
    load_rules({"policy": own})


def test_every_finding_says_how_to_put_it_right() -> None:
    for kind in KINDS.values():
        assert kind.title.endswith(".")
        assert kind.remedy.endswith(".")


a_day = st.sampled_from([None, date(1970, 1, 1), date(2021, 8, 1), date(2026, 12, 1), date(2028, 1, 1)])
an_asset = st.fixed_dictionaries(
    {
        "tag": st.sampled_from([None, "T1", " t1", "000123", "123", "5.02E+18"]),
        "serial": st.sampled_from([None, "AB12CD3", "ab12cd3", "N/A", "Jan-23", "X"]),
        "mac": st.sampled_from([None, "aabbcc001122", "AA:BB:CC:00:11:22"]),
        "model": st.sampled_from([None, "Chromebook 3100", "chromebook 3100 ", "EB-X"]),
        "school": st.sampled_from([None, "010", "020"]),
        "fund": st.sampled_from([None, "001", "507"]),
        "award": st.sampled_from([None, "A", "B"]),
        "cost_cents": st.sampled_from([None, 0, 100, 30000, 600000]),
        "status": st.sampled_from([None, "active", "spare", "missing", "retired", "disposed"]),
        "in_service_on": a_day, "last_seen": a_day, "disposed_on": a_day, "support_end": a_day,
    }
)  # fmt: skip
some_assets = st.lists(an_asset, min_size=1, max_size=12)
a_sighting = st.fixed_dictionaries(
    {
        "system": st.sampled_from(["google-admin", "intune"]),
        "serial": st.sampled_from(["AB12CD3", "X"]),
        "seen_on": a_day,
    }
)
a_decision = st.tuples(
    st.sampled_from(["no cost", "duplicate tag", "unseen"]), st.sampled_from([None, "1", "2"]),
    st.sampled_from(["accepted", "no"]), a_day,
)  # fmt: skip
LAWS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def a_district(rows: Any, seen: Any, decisions: Any) -> dict[str, list[dict[str, Any]]]:
    return {
        "assets": [{"asset_class": "chromebook", **row, "asset": str(n)} for n, row in enumerate(rows, start=1)],
        "sightings": [{**row, "sighting": f"g{n}"} for n, row in enumerate(seen)],
        "decisions": [
            {"decision": str(n), "about": about, "subject": subject, "answer": answer, "decided_on": day}
            for n, (about, subject, answer, day) in enumerate(decisions)
        ],
        "funds": [*FUNDS], "awards": [*AWARDS],
    }  # fmt: skip


@given(rows=some_assets, seen=st.lists(a_sighting, max_size=4), decisions=st.lists(a_decision, max_size=4))
@LAWS
def test_the_counts_are_those_of_the_rows(
    make_book: MakeBook, take: Take, rows: Any, seen: Any, decisions: Any
) -> None:
    """Each sum is added up by hand; nothing is counted twice, and an accepted row is not at stake."""
    inventory = take(make_book(**a_district(rows, seen, decisions)))
    every = inventory.finding_rows.to_dicts()
    assert {row["finding"] for row in every} == set(inventory.findings["finding"])
    for line in inventory.findings.to_dicts():
        own = [row for row in every if row["finding"] == line["finding"]]
        still = [row for row in own if not row["accepted"]]
        costs = {row["subject"]: row["at_stake_cents"] for row in still if row["table"] == "assets"}
        assert (line["rows"], line["open"], line["accepted"]) == (len(own), len(still), len(own) - len(still))
        assert line["at_stake_cents"] == sum(cost for cost in costs.values() if cost is not None)
        assert line["unpriced"] == sum(cost is None for cost in costs.values())
        assert (line["title"], line["remedy"]) == (KINDS[line["finding"]].title, KINDS[line["finding"]].remedy)


@given(
    rows=some_assets,
    seen=st.lists(a_sighting, max_size=4),
    decisions=st.lists(a_decision, max_size=4),
    random=st.randoms(use_true_random=False),
)
@LAWS
def test_the_order_of_rows_changes_nothing(
    make_book: MakeBook, take: Take, rows: Any, seen: Any, decisions: Any, random: Any
) -> None:
    tables = a_district(rows, seen, decisions)
    straight = take(make_book(**tables))
    for table in tables.values():
        random.shuffle(table)
    shuffled = take(make_book(**tables))
    assert shuffled.finding_rows.equals(straight.finding_rows)
    assert shuffled.findings.equals(straight.findings)
