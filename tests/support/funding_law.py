"""A small district's money at random, and the law of who may pay stated line by line, straight from its tables.

It knows nothing of purses, units or programs, so that it can judge them.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from hypothesis import strategies as st

from techplan.planning.funding import allocate

YEARS = (2027, 2028, 2029)
CATEGORIES = ("network", "software", "training")

cents = st.integers(0, 2000)
maybe_fy = st.none() | st.sampled_from(YEARS)
days = st.integers(0, 3 * 365).map(lambda n: date(2026, 7, 1) + timedelta(days=n))


@st.composite
def cases(draw):
    """Tables of a small Book and cost lines: at most 4 funds, 2 awards each, 6 lines, 3 years."""
    funds, balances, awards, shares, appropriated = [], [], [], [], []
    for number in range(draw(st.integers(0, 4))):
        code = f"{number:03d}"
        funds.append(
            {
                "fund": code,
                "name": f"Fund {code}",
                "kind": draw(st.sampled_from(["general", "levy", "local grant"])),
                "pays": draw(st.sampled_from([None, None, "both", "capital", "operating"])),
                "pays_categories": draw(st.sampled_from([None, None, "network;software", "training"])),
                "minimum_life_months": draw(st.sampled_from([None, None, 60])),
                "first_fy": draw(maybe_fy),
                "last_fy": draw(maybe_fy),
                "one_time": draw(st.booleans()),
                "order": draw(st.none() | st.integers(1, 3)),
            }
        )
        for fy in YEARS:
            if draw(st.booleans()):
                opening = draw(cents) if fy == 2027 else None
                row = {"fund": code, "fy": fy, "opening_cents": opening, "revenue_cents": draw(cents)}
                balances.append({**row, "floor_cents": draw(st.sampled_from([None, 0, 150]))})
            if draw(st.integers(0, 3)) == 0:
                stage = draw(st.sampled_from(["temporary", "annual", "supplemental"]))
                row = {"appropriation": f"{code}/{fy}", "fund": code, "fy": fy, "stage": stage}
                appropriated.append({**row, "amount_cents": draw(cents)})
        for which in range(draw(st.integers(0, 2))):
            award = f"{code}-{which}"
            opens, closes = sorted([draw(days), draw(days)])
            awards.append(
                {
                    "award": award,
                    "fund": code,
                    "amount_cents": draw(cents),
                    "first_obligation_on": draw(st.sampled_from([None, opens])),
                    "last_obligation_on": draw(st.sampled_from([None, closes])),
                    "carryover": draw(st.sampled_from([True, None, False])),
                    "spent_cents": draw(st.sampled_from([None, 0, 100])),
                }
            )
            for category in CATEGORIES:
                kind = draw(st.integers(0, 7))
                share = Decimal(draw(st.integers(0, 45))) / 100
                if kind == 0:
                    shares.append({"award": award, "category": category, "maximum_share": share})
                elif kind == 1:
                    shares.append({"award": award, "category": category, "minimum_share": share})
    lines = []
    for number in range(draw(st.integers(1, 6))):
        fy = draw(st.sampled_from(YEARS))
        lines.append(
            {
                "line": f"L{number}",
                "fy": fy,
                "amount_cents": draw(cents),
                "tier": draw(st.integers(1, 3)),
                "category": draw(st.sampled_from(CATEGORIES)),
                "kind": draw(st.sampled_from(["capital", "operating"])),
                "pay_on": date(fy - 1, 7, 1) + timedelta(days=draw(st.integers(0, 364))),
                "recurring": draw(st.booleans()),
                "backlog": draw(st.booleans()),
                "estimated_life_months": draw(st.sampled_from([None, 48, 60])),
            }
        )
    tables = {
        "funds": funds,
        "fund_balances": balances,
        "awards": awards,
        "award_shares": shares,
        "appropriations": appropriated,
    }
    return tables, lines


def planned(small, tables, lines):
    book = small.book_of(district=[{"horizon_years": 3}], **tables)
    frame = small.lines_of(*lines)
    return book, frame, allocate(book, frame, small.settings(book))


# An independent statement of the law, line by line and straight from the tables.


def fund_may_pay(fund, line):
    life = line["estimated_life_months"]
    return (
        fund["pays"] in (None, "both", line["kind"])
        and (fund["pays_categories"] is None or line["category"] in fund["pays_categories"].split(";"))
        and (fund["minimum_life_months"] is None or (life is not None and life >= fund["minimum_life_months"]))
        and (fund["first_fy"] or 0) <= line["fy"] <= (fund["last_fy"] or 9999)
    )


def fiscal(day):
    return day.year + (day.month >= 7)


def award_may_pay(award, line):
    opens, closes = award["first_obligation_on"], award["last_obligation_on"]
    inside = (opens or date.min) <= line["pay_on"] <= (closes or date.max)
    if award["carryover"] is False:
        return inside and line["fy"] == (2027 if opens is None else fiscal(opens))
    return inside


def own_limit(tables, fund, fy):
    """What the fund's own money may have paid by the end of a year, never below a floor now or later."""
    rows = {row["fy"]: row for row in tables["fund_balances"] if row["fund"] == fund["fund"]}
    least = []
    balance, floor = 0, 0
    for year in YEARS:
        row = rows.get(year, {})
        balance += (row.get("opening_cents") or 0) + (row.get("revenue_cents") or 0)
        floor = row["floor_cents"] if row.get("floor_cents") is not None else floor
        least.append(max(0, balance - floor))
    return min(least[YEARS.index(fy):])  # fmt: skip


def appropriation(tables, fund, fy):
    rows = [row for row in tables["appropriations"] if (row["fund"], row["fy"]) == (fund["fund"], fy)]
    return sum(row["amount_cents"] for row in rows) if rows else None


def limits_of(tables, lines):
    """Flows (line, fund, award or None), and limits as (which flows, most)."""
    flows = [
        (line, fund, award)
        for line in lines
        for fund in tables["funds"]
        if fund_may_pay(fund, line)
        for award in [None, *(award for award in tables["awards"] if award["fund"] == fund["fund"])]
        if award is None or award_may_pay(award, line)
    ]
    limits = []
    for fund in tables["funds"]:
        for fy in YEARS:
            limits.append((lambda f, fund=fund, fy=fy: f[1] is fund and f[2] is None and f[0]["fy"] <= fy,
                           own_limit(tables, fund, fy)))  # fmt: skip
            most = appropriation(tables, fund, fy)
            if most is not None:
                limits.append((lambda f, fund=fund, fy=fy: f[1] is fund and f[0]["fy"] == fy, most))
    for award in tables["awards"]:
        left = max(0, award["amount_cents"] - (award["spent_cents"] or 0))
        limits.append((lambda f, award=award: f[2] is award, left))
        shares = [share for share in tables["award_shares"] if share["award"] == award["award"]]
        for share in shares:
            if share.get("maximum_share") is not None:
                most = int(award["amount_cents"] * share["maximum_share"])
                limits.append((lambda f, award=award, share=share: f[2] is award
                               and f[0]["category"] == share["category"], most))  # fmt: skip
        aside = {
            s["category"]: ceil(award["amount_cents"] * s["minimum_share"]) for s in shares if "minimum_share" in s
        }
        for chosen in range(1, 2 ** len(aside)):
            inside = [category for bit, category in enumerate(aside) if chosen >> bit & 1]
            most = max(0, left - sum(aside[category] for category in inside))
            limits.append((lambda f, award=award, inside=inside: f[2] is award
                           and f[0]["category"] not in inside, most))  # fmt: skip
    return flows, limits


def middle_sized(chance):
    """120 lines on 8 funds and their awards."""
    tables = {"funds": [], "fund_balances": [], "awards": [], "award_shares": [], "appropriations": []}
    for number in range(8):
        code = f"{number:03d}"
        kind, pays = chance.choice(["general", "levy", "local grant"]), chance.choice([None, "capital", "operating"])
        listed = chance.choice([None, None, "network;software", "training"])
        fund = {"fund": code, "name": code, "kind": kind, "pays": pays, "pays_categories": listed, "first_fy": None}
        tables["funds"].append({**fund, "last_fy": None, "minimum_life_months": chance.choice([None, None, 60])})
        for fy in YEARS:
            row = {"fund": code, "fy": fy, "revenue_cents": chance.randint(0, 3_000_000), "floor_cents": 1_000}
            tables["fund_balances"].append({**row, "opening_cents": 2_000_000 if fy == 2027 else None})
            if chance.random() < 0.3:
                row = {"appropriation": f"{code}/{fy}", "fund": code, "fy": fy, "stage": "annual"}
                tables["appropriations"].append({**row, "amount_cents": chance.randint(0, 3_000_000)})
        opens = date(2026, 7, 1) + timedelta(days=chance.randint(0, 700))
        award = {"award": code, "fund": code, "amount_cents": chance.randint(0, 4_000_000), "spent_cents": 0}
        window = {"first_obligation_on": opens, "last_obligation_on": opens + timedelta(days=400)}
        tables["awards"].append({**award, **window, "carryover": chance.choice([True, False])})
        share = {"award": code, "category": "network", "maximum_share": Decimal(chance.randint(0, 60)) / 100}
        tables["award_shares"].append(share)
    lines = []
    for number in range(120):
        fy = chance.choice(YEARS)
        row = {"line": f"L{number:03d}", "fy": fy, "amount_cents": chance.randint(1, 1_500_000)}
        row |= {"tier": chance.choice([1, 2, 3]), "category": chance.choice(CATEGORIES)}
        row |= {"kind": chance.choice(["capital", "operating"]), "pay_on": date(fy - 1, 7, 1) + timedelta(days=number)}
        lines.append({**row, "estimated_life_months": chance.choice([None, 48, 60])})
    return tables, lines
