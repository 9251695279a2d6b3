"""The projection against a simulation of every single item, written without the code under test but its dates."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from techplan.book.book import Book
from techplan.book.school_years import add_months, first_day, fiscal_year_of, last_day
from techplan.planning.drivers import driver_counts
from techplan.planning.needs import find_needs
from techplan.planning.results import DISTRICT_WIDE, Needs, Stock
from techplan.planning.settings import settings_of

SCHOOL_DAY = (8, 20)
"""Days are the 3rd or the 25th, so that no two that differ fall in one half of a month."""

Row = dict[str, Any]


@dataclass
class Item:
    """One thing: where it is, what it is, when it is due and to be replaced, and how long it is supported."""

    school: str
    asset_class: str
    due: date | None
    deploy: date | None
    support: date | None
    why: int
    cycle: int = 1

    def key(self) -> tuple[Any, ...]:
        return (self.due, self.deploy, self.asset_class, self.why, self.cycle, self.support or date.max)


class OneByOne:
    """The general engine item by item; losses are left out."""

    def __init__(self, rows: dict[str, list[Row]], on: date) -> None:
        self.rows, self.on = rows, on
        self.district = rows["district"][0]
        self.start, self.first = self.district["fiscal_year_start_month"], self.district["first_plan_year"]
        self.last = self.first + self.district["horizon_years"] - 1
        self.classes = {row["code"]: row for row in rows["asset_classes"]}
        self.schools = {row["code"]: row for row in rows["schools"]}
        self.programs = {row["code"]: row for row in rows["programs"]}
        self.donors = {row["asset_class"] for row in rows["standards"] if row.get("hand_down_to")}
        self.stock = [self.item(row) for row in rows["assets"]]
        self.installed = Counter((item.school, self.family(item.asset_class)) for item in self.stock)
        self.places = sorted({*self.installed, *self.asked_places(), *self.order_places()})
        self.pool: Counter[str] = Counter()
        self.bought: Counter[tuple[str, str, int]] = Counter()

    def family(self, code: str) -> str:
        while self.classes[code].get("replacement_class"):
            code = self.classes[code]["replacement_class"]
        return code

    def fy(self, day: date) -> int:
        return fiscal_year_of(day, self.start)

    def policy(self, due: date) -> date:
        if self.district["deployment_policy"] == "as due":
            return due
        summers = [date(year, *SCHOOL_DAY) for year in range(due.year - 1, due.year + 2)]
        if self.district["deployment_policy"] == "summer before":
            return max(day for day in summers if day <= due)
        return min(day for day in summers if day >= due)

    def item(self, row: Row) -> Item:
        cls = self.classes[row["asset_class"]]
        rule = cls.get("refresh_rule") or "earlier of both"
        since, support = row.get("in_service_on"), row.get("support_end")
        aged = add_months(since, cls["life_months"]) if since and cls.get("life_months") else None
        both = min((day for day in (aged, support) if day), default=None)
        due = row.get("replace_on") or {
            "age": aged, "support end": support, "earlier of both": both, "as directed": None,
        }[rule]  # fmt: skip
        why = 0 if row.get("replace_on") else 1 if due == aged else 2
        deploy = max(self.policy(due), first_day(self.first, self.start)) if due else None
        kept = support if row["asset_class"] in self.donors else None
        return Item(row.get("school") or DISTRICT_WIDE, row["asset_class"], due, deploy, kept, why)

    def span(self, standard: Row) -> tuple[int, int, list[int]]:
        both = (standard, self.programs.get(standard.get("program") or "", {}))
        firsts = [row["first_fy"] for row in both if row.get("first_fy")]
        lasts = [row["last_fy"] for row in both if row.get("last_fy")]
        return max([0, *firsts]), min([9999, *lasts]), firsts

    def entered(self, table: str, school: str, fy: int) -> list[Row]:
        rows = [row for row in self.rows[table] if row["school"] == school]
        before = [row["fy"] for row in rows if row["fy"] <= fy]
        earliest = min((row["fy"] for row in self.rows[table]), default=0)
        used = max(before) if before else earliest
        return [row for row in rows if row["fy"] == used]

    def open(self, school: str, fy: int) -> bool:
        row = self.schools.get(school, {})
        return (row.get("opens_fy") or 0) <= fy <= (row.get("closes_fy") or 9999)

    def units(self, standard: Row, school: str, fy: int) -> dict[str, int]:
        """Units by element of the standard's driver at one place."""
        driver, at = standard["driver"], standard.get("school")
        if driver in ("stated count", "district"):
            count = standard["stated_count"] if driver == "stated count" else 1
            return {standard["standard"]: count} if school == (at or DISTRICT_WIDE) else {}
        if at not in (None, school):
            return {}
        if driver == "as installed":
            return {"*": self.installed[school, self.family(standard["asset_class"])]}
        if school == DISTRICT_WIDE or not self.open(school, fy):
            return {}
        if driver == "school":
            return {standard["standard"]: 1}
        if driver == "student":
            grades = standard.get("grades")
            return {
                row["grade"]: row["students"]
                for row in self.entered("enrollment", school, fy)
                if grades is None or row["grade"] in grades.split(";")
            }
        if driver in ("teacher", "staff"):
            role = "teacher" if driver == "teacher" else standard.get("role")
            heads = {row["role"]: row["heads"] for row in self.entered("staff", school, fy)}
            return {name: count for name, count in heads.items() if role in (None, name)}
        found: Counter[str] = Counter()
        for row in self.rows["rooms"]:
            used = (row.get("from_fy") or 0) <= fy <= (row.get("to_fy") or 9999)
            if row["school"] == school and used and standard.get("room_type") in (None, row["type"]):
                found[row["type"]] += 1
        return dict(found)

    def asked(self, school: str, family: str, fy: int) -> int | None:
        """What standards ask for in one year; None where none speaks."""
        if fy < (self.schools.get(school, {}).get("opens_fy") or 0):
            return None
        most: dict[tuple[str, str], Fraction] = {}
        for standard in self.rows["standards"]:
            first, last, firsts = self.span(standard)
            if self.family(standard["asset_class"]) != family or not first <= fy <= last:
                continue
            ratio = Fraction(standard.get("ratio", 1))
            if firsts and fy == max(firsts) and standard.get("pilot_share") is not None:
                ratio *= Fraction(standard["pilot_share"])
            spare = standard.get("spare_share")
            if spare is None:
                spare = self.classes[standard["asset_class"]].get("spare_share") or 0
            for element, count in self.units(standard, school, fy).items():
                if count:
                    key = (standard["driver"], element)
                    most[key] = max(most.get(key, Fraction(-1)), count * ratio * (1 + Fraction(spare)))
        return ceil(sum(most.values())) if most else None

    def asked_places(self) -> set[tuple[str, str]]:
        schools = [*self.schools, DISTRICT_WIDE]
        families = {self.family(code) for code in self.classes}
        years = range(self.first, self.last + 4)
        return {(s, f) for s in schools for f in families if any(self.asked(s, f, fy) is not None for fy in years)}

    def order_places(self) -> set[tuple[str, str]]:
        return {(o["school"], self.family(o["asset_class"])) for o in self.rows["purchase_orders"] if o.get("school")}

    def required(self, school: str, family: str, fy: int) -> int:
        if fy > (self.schools.get(school, {}).get("closes_fy") or 9999):
            return 0
        asked = [self.asked(school, family, year) for year in range(self.first, fy + 1)]
        if any(count is not None for count in asked):
            return asked[-1] or 0
        return self.installed[school, family]

    def arriving(self, fy: int) -> list[tuple[str | None, str, int]]:
        found = []
        for order in self.rows["purchase_orders"]:
            items = order["quantity"] - (order.get("received") or 0) - (order.get("cancelled") or 0)
            day = order.get("expected_on")
            if not day and order.get("ordered_on"):
                day = add_months(order["ordered_on"], self.classes[order["asset_class"]].get("lead_time_months") or 0)
            arrives = max(self.fy(day), self.first) if day else self.first
            if arrives == fy and items > 0:
                found.append((order.get("school"), self.family(order["asset_class"]), items))
        return found

    def new(self, place: tuple[str, str], day: date, cycle: int) -> Item:
        cls = self.classes[place[1]]
        if not cls.get("life_months") or cls.get("refresh_rule") == "as directed":
            return Item(*place, None, None, None, -1, cycle)
        due = add_months(day, cls["life_months"])
        deploy = self.policy(due)
        return Item(*place, due, deploy if deploy > day else due, None, -1, cycle)

    def buy(self, place: tuple[str, str], day: date, cycle: int) -> None:
        order_on = add_months(day, -(self.classes[place[1]].get("lead_time_months") or 0))
        self.bought[place[0], place[1], max(self.fy(order_on), self.first)] += 1
        self.stock.append(self.new(place, day, cycle))

    def place_of(self, item: Item) -> tuple[str, str]:
        return item.school, self.family(item.asset_class)

    def receiver(self, place: tuple[str, str], fy: int) -> tuple[str, str] | None:
        chosen: dict[bool, str] = {}
        for standard in sorted(self.rows["standards"], key=lambda row: row["standard"]):
            first, last, _ = self.span(standard)
            at, to = standard.get("school"), standard.get("hand_down_to")
            if to and first <= fy <= last and at in (None, place[0]):
                giver, receiver = self.family(standard["asset_class"]), self.family(to)
                if giver == place[1] and receiver != giver:
                    chosen[at is None] = receiver
        family = chosen.get(False, chosen.get(True))
        return (place[0], family) if family and (place[0], family) in self.places else None

    def round(self, fy: int, sent: Counter[tuple[str, str]]) -> bool:
        """One round of a year; whether another is needed."""
        due = [item for item in self.stock if item.deploy and self.fy(item.deploy) <= fy]
        self.stock = [item for item in self.stock if item not in due]
        held = Counter(self.place_of(item) for item in self.stock)
        short = {place: max(self.required(*place, fy) - held[place] - sent[place], 0) for place in self.places}
        given = self.shared(short)
        handed: Counter[tuple[str, str]] = Counter()
        for place in self.places:
            offered = [
                item
                for giver in self.places
                if self.receiver(giver, fy) == place
                for item in due
                if self.place_of(item) == giver and item.support and item.support > last_day(fy, self.start)
            ]
            taken = self.thinned(sorted(offered, key=Item.key), short[place] - given[place])
            handed[place] = len(taken)
            self.handed += [
                (place[1], Item(place[0], i.asset_class, i.support, i.support, i.support, 2)) for i in taken
            ]
        day = next(d for y in (fy - 1, fy) if self.fy(d := date(y, *SCHOOL_DAY)) == fy)
        for place in self.places:
            retired = sorted((item for item in due if self.place_of(item) == place), key=Item.key)
            wanted = short[place] - given[place] - handed[place]
            for _ in range(sent[place] + given[place]):
                self.stock.append(self.new(place, day, 2))
            for item in retired[max(len(retired) - wanted, 0) :]:
                assert item.deploy
                self.buy(place, item.deploy, item.cycle + 1)
            for _ in range(wanted - len(retired)):
                self.buy(place, day, 2)
        self.stock += self.at_receivers()
        return any(item.deploy and self.fy(item.deploy) <= fy for item in self.stock)

    def at_receivers(self) -> list[Item]:
        """Handed-down items keep their class but serve in another family: so they are kept under its name."""
        items = [Item(i.school, family, i.due, i.deploy, None, i.why, i.cycle) for family, i in self.handed]
        self.handed = []
        return items

    def shared(self, short: dict[tuple[str, str], int]) -> Counter[tuple[str, str]]:
        """District-wide orders over the short places by largest remainder."""
        given: Counter[tuple[str, str]] = Counter()
        for family in {family for _, family in self.places}:
            members = [place for place in self.places if place[1] == family and short[place]]
            whole = sum(short[place] for place in members)
            amount = min(self.pool[family], whole)
            for place in members:
                given[place] = amount * short[place] // whole
            rest = amount - sum(given[place] for place in members)
            for place in sorted(members, key=lambda place: (-(amount * short[place] % whole), place))[:rest]:
                given[place] += 1
            self.pool[family] -= amount
        return given

    @staticmethod
    def thinned(items: list[Item], room: int) -> list[Item]:
        left, total = min(room, len(items)), len(items)
        return [item for n, item in enumerate(items) if (n + 1) * left // total > n * left // total]

    def run(self, years: range) -> dict[tuple[str, str, int], int]:
        self.handed: list[tuple[str, Item]] = []
        for fy in years:
            sent: Counter[tuple[str, str]] = Counter()
            for school, family, items in self.arriving(fy):
                if school:
                    sent[school, family] += items
                else:
                    self.pool[family] += items
            while self.round(fy, sent):
                sent = Counter()
        return {key: items for key, items in sorted(self.bought.items()) if key[2] <= self.last}


CLASSES = ("a", "b", "c", "old")


def any_day(rng: random.Random, first: int, last: int) -> date:
    return date(rng.randint(first, last), rng.randint(1, 12), rng.choice([3, 25]))


def maybe(rng: random.Random, share: float, value: Any) -> Any:
    return value if rng.random() < share else None


def any_standard(rng: random.Random, number: int) -> Row:
    driver = rng.choice(["student", "teacher", "staff", "room", "school", "district", "as installed", "stated count"])
    first = maybe(rng, 0.5, rng.randint(2025, 2030))
    row: Row = {
        "standard": f"S{number}", "kind": "device", "driver": driver, "asset_class": rng.choice(CLASSES),
        "school": maybe(rng, 0.3, rng.choice("NM")), "ratio": rng.choice(["0.3", "0.5", "1", "1.25"]),
        "stated_count": rng.randint(0, 4) if driver == "stated count" else None,
        "spare_share": rng.choice([None, "0", "0.05", "0.5"]), "pilot_share": maybe(rng, 0.3, "0.25"),
        "first_fy": first, "last_fy": maybe(rng, 0.3, (first or 2026) + rng.randint(0, 4)),
        "program": maybe(rng, 0.3, "P"), "grades": maybe(rng, 0.3, "1;2") if driver == "student" else None,
        "role": maybe(rng, 0.5, "teacher") if driver == "staff" else None,
        "room_type": maybe(rng, 0.5, "lab") if driver == "room" else None,
        "hand_down_to": maybe(rng, 0.4, rng.choice(CLASSES)),
    }  # fmt: skip
    return row


def any_rows(rng: random.Random) -> dict[str, list[Row]]:
    """A small district of everything that the general engine knows, but for losses."""
    rules = ["age", "support end", "earlier of both", "as directed", None]
    classes = [
        {
            "code": code, "name": code, "category": "network", "refresh_rule": rng.choice(rules),
            "life_months": rng.choice([None, 0, 5, 12, 18, 30, 36, 48, 60]), "spare_share": rng.choice([None, "0.1"]),
            "lead_time_months": rng.choice([None, 0, 2, 4, 13]),
            "replacement_class": rng.choice(["a", "b", None]) if code == "old" else None,
        }
        for code in CLASSES
    ]  # fmt: skip
    assets = [
        {
            "asset": f"{n}", "asset_class": rng.choice(CLASSES), "school": rng.choice(["N", "M", None]),
            "in_service_on": maybe(rng, 0.9, any_day(rng, 2018, 2026)),
            "support_end": maybe(rng, 0.6, any_day(rng, 2024, 2034)),
            "replace_on": maybe(rng, 0.1, any_day(rng, 2024, 2032)),
        }
        for n in range(rng.randint(0, 25))
    ]  # fmt: skip
    orders = [
        {
            "order": f"{n}", "line": "1", "asset_class": rng.choice(CLASSES), "school": rng.choice(["N", "M", None]),
            "quantity": rng.randint(1, 6), "received": rng.choice([None, 0, 2]), "cancelled": rng.choice([None, 1]),
            "ordered_on": maybe(rng, 0.5, any_day(rng, 2025, 2028)),
            "expected_on": maybe(rng, 0.5, any_day(rng, 2025, 2031)),
        }
        for n in range(rng.randint(0, 3))
    ]  # fmt: skip
    return {
        "district": [
            {
                "fiscal_year_start_month": rng.choice([1, 7, 10]), "first_plan_year": rng.choice([2026, 2027, 2028]),
                "horizon_years": rng.choice([1, 3, 7]), "first_day_of_school": "08-20",
                "deployment_policy": rng.choice(["as due", "summer before", "summer after"]),
            }
        ],
        "schools": [
            {
                "code": code, "name": code, "opens_fy": maybe(rng, 0.2, rng.randint(2026, 2030)),
                "closes_fy": maybe(rng, 0.2, rng.randint(2027, 2031)),
            }
            for code in "NM"
        ],
        "programs": [{"code": "P", "title": "P", "first_fy": maybe(rng, 0.5, 2028), "last_fy": maybe(rng, 0.3, 2031)}],
        "asset_classes": classes,
        "assets": assets,
        "purchase_orders": orders,
        "standards": [any_standard(rng, n) for n in range(rng.randint(0, 4))],
        "enrollment": [
            {"school": school, "grade": grade, "fy": fy, "students": rng.randint(0, 8)}
            for school in "NM" for grade in "123" for fy in (2027, 2029) if rng.random() < 0.7
        ],
        "staff": [
            {"school": school, "role": role, "fy": fy, "fte": 1, "heads": rng.randint(0, 3)}
            for school in "NM" for role in ("teacher", "aide") for fy in (2027, 2028) if rng.random() < 0.7
        ],
        "rooms": [
            {
                "school": school, "room": f"{n}", "type": rng.choice(["lab", "classroom"]),
                "from_fy": maybe(rng, 0.3, 2028), "to_fy": maybe(rng, 0.2, 2029),
            }
            for school in "NM" for n in range(rng.randint(0, 3))
        ],
    }  # fmt: skip


def found_by_cohorts(book: Book, on: date) -> tuple[dict[tuple[str, str, int], int], range]:
    settings = settings_of(book, on)[0]
    found = find_needs(book, settings, driver_counts(book, settings))
    Needs.validate(found.needs)
    Stock.validate(found.stock)
    assert found.stock["short"].sum() == 0
    lead = max((months or 0 for months in book.asset_classes["lead_time_months"]), default=0)
    sums = found.needs.group_by("school", "asset_class", "paying_fy").agg(pl.col("quantity").sum())
    years = range(settings.first_fy, settings.last_fy + 1 + min(-(-lead // 12) + 1, 3))
    return {(school, code, fy): items for school, code, fy, items in sorted(sums.iter_rows())}, years


@pytest.mark.parametrize("seed", range(40))
def test_cohorts_buy_what_each_item_by_itself_needs(seed: int, small: SimpleNamespace) -> None:
    rng = random.Random(seed)
    rows = any_rows(rng)
    on = rng.choice([date(2025, 11, 25), date(2026, 11, 25), date(2028, 3, 1)])
    got, years = found_by_cohorts(small.book_of(**rows), on)
    assert got == OneByOne(rows, on).run(years)
