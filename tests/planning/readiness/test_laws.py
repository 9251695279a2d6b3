"""Laws over random districts: unknown data changes nothing, more bandwidth never worsens, order is no matter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from techplan.planning.drivers import driver_counts
from techplan.planning.readiness.bandwidth import bandwidth_rows
from techplan.planning.readiness.content import content_rows, content_table
from techplan.planning.readiness.ground import ground_of
from techplan.planning.readiness.home import home_rows
from techplan.planning.readiness.links import links_of
from techplan.planning.readiness.peaks import peak_rows
from techplan.planning.readiness.policies import policy_rows
from techplan.planning.readiness.security import security_rows
from techplan.planning.results import AssetDue, CostLines
from techplan.planning.settings import settings_of
from techplan.rules.load import load_rules

ON = date(2027, 1, 15)
SCHOOLS = ("010", "020", "030")
ORDER = {"not ready": 0, "unknown": 1, "ready": 2}
Tables = dict[str, list[dict[str, Any]]]
Key = tuple[str, str, str]
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def districts(draw: st.DrawFn) -> Tables:
    """Three schools with some of everything entered and some of it not."""
    mbps, counts = maybe(st.integers(0, 3_000)), st.integers(0, 400)
    taught = [code for code in SCHOOLS if draw(st.booleans())] or ["010"]
    days = [date(2024, 10, 1), date(2025, 10, 1), date(2026, 10, 1)]
    return {
        "schools": [{"code": code, "name": code} for code in SCHOOLS],
        "enrollment": [
            {"school": code, "grade": "5", "fy": 2027, "students": draw(st.integers(1, 400))} for code in taught
        ],
        "connectivity": [
            {"school": code, "measured_on": day, "internet_mbps": draw(mbps), "wan_mbps": draw(mbps),
             "peak_mbps": draw(mbps), "rooms_with_wifi": draw(maybe(counts)),
             "circuit": draw(maybe(st.sampled_from(["a", "b"])))}
            for code in SCHOOLS for day in days if draw(st.booleans())
        ],
        "home_access": [
            {"school": code, "grade": "5", "fy": 2026, "asked": draw(maybe(counts)), "answered": draw(maybe(counts)),
             "adequate_internet": draw(maybe(counts)), "device": draw(maybe(counts))}
            for code in SCHOOLS if draw(st.booleans())
        ],
        "policies": [
            {"policy": "1", "kind": "acceptable use", "adopted_on": draw(maybe(st.just(date(2026, 5, 1)))),
             "elements": draw(maybe(st.sampled_from(["monitoring;filter", "sanctions"])))}
        ],
        "security_answers": [
            {"question": "Q1", "measure": "second factor", "answer": draw(maybe(st.sampled_from(["yes", "partly"])))}
        ],
    }  # fmt: skip


def standings(small: Any, tables: Mapping[str, Any]) -> dict[Key, str]:
    """The standing of every measure, place and subject, without a plan behind it."""
    book = small.book_of(**tables)
    rules, (chosen, _) = load_rules(), settings_of(book, ON)
    ground = ground_of(book, chosen, rules, driver_counts(book, chosen), ON)
    links, content = links_of(ground), content_table(ground, CostLines.empty())
    rows = [
        *bandwidth_rows(ground, links), *peak_rows(ground, links), *home_rows(ground),
        *content_rows(ground, content), *policy_rows(ground), *security_rows(ground, content, AssetDue.empty()),
    ]  # fmt: skip
    return {(row["measure"], row["school"], row["about"]): row["standing"] for row in rows}


@MANY
@given(tables=districts())
def test_adding_unknown_data_changes_no_known_standing(small: Any, tables: Tables) -> None:
    """Rows that measure nothing: a school's connection, a survey, a policy, a question, an agreement's use."""
    before = standings(small, tables)
    nothing: Tables = {
        "schools": [{"code": "099", "name": "Depot"}],
        "connectivity": [{"school": code, "measured_on": date(2026, 12, 1)} for code in SCHOOLS],
        "home_access": [{"school": code, "grade": "5", "fy": 2027, "asked": 9} for code in SCHOOLS],
        "policies": [{"policy": "2", "kind": "acceptable use"}],
        "security_answers": [{"question": "Q2", "measure": "second factor"}, {"question": "Q3", "function": "Protect"}],
        "agreements": [{"agreement": "A", "title": "A", "category": "software", "basis": "flat", "amount_cents": 0}],
        "content": [{"agreement": "A", "measured_on": date(2026, 12, 1)}],
    }
    more = {name: [*tables.get(name, []), *nothing.get(name, [])] for name in {**tables, **nothing}}
    after = standings(small, more)
    assert {key: after.get(key) for key, standing in before.items() if standing != "unknown"} == {
        key: standing for key, standing in before.items() if standing != "unknown"
    }
    assert {standing for key, standing in after.items() if key not in before} <= {"unknown"}


@MANY
@given(tables=districts(), extra=st.integers(1, 2_000), links=st.booleans())
def test_more_bandwidth_never_worsens(small: Any, tables: Tables, extra: int, links: bool) -> None:
    """Every measured connection wider by as much; all else as it was."""
    column = "wan_mbps" if links else "internet_mbps"
    wider = [
        {**row, column: row[column] + extra if row[column] is not None else None} for row in tables["connectivity"]
    ]
    before, after = standings(small, tables), standings(small, {**tables, "connectivity": wider})
    assert all(ORDER[after[key]] >= ORDER[standing] for key, standing in before.items())


@MANY
@given(tables=districts(), rnd=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(small: Any, tables: Tables, rnd: Any) -> None:
    mixed = {name: rnd.sample(rows, len(rows)) for name, rows in tables.items()}
    assert standings(small, mixed) == standings(small, tables)
