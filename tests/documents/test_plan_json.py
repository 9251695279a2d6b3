import json
from dataclasses import replace
from typing import Any

from techplan.documents.plan_json import write_plan_json
from techplan.documents.tables import EVERY


def test_it_says_what_made_the_plan_and_its_totals(sample_plan: Any) -> None:
    said = json.loads(write_plan_json(sample_plan))
    assert (said["on"], said["known"], said["seed"]) == ("2026-11-25", "2026-11-25", 0)
    assert said["fingerprints"] == {"book": "b" * 64, "rules": "a" * 64}
    assert said["solver"]["status"] == "optimal"
    assert said["program"] == {"name": "techplan", "version": "0.1.0"}
    cents = sample_plan.cost_lines["amount_cents"].sum()
    assert said["totals"]["needed"] == f"{cents // 100}.{cents % 100:02d}"
    assert said["totals"]["data_gaps"] == sample_plan.data_gaps.height > 0
    assert {name: entry["rows"] for name, entry in said["tables"].items()} == {
        name: sample_plan.result(name).height for name in EVERY
    }


def test_it_is_stable_and_sorted(sample_plan: Any) -> None:
    data = write_plan_json(sample_plan)
    turned = replace(sample_plan, solver=dict(reversed(list(sample_plan.solver.items()))))
    assert write_plan_json(turned) == data
    assert list(json.loads(data)) == sorted(json.loads(data))
    assert data.endswith(b"}\n")
