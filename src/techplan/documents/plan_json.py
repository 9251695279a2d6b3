"""The plan in one small file for machines: totals, and all that is needed to make the plan again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from techplan.book.money import plain_dollars
from techplan.documents.tables import EVERY

if TYPE_CHECKING:
    from techplan.planning.plan import Plan


def write_plan_json(plan: Plan) -> bytes:
    """JSON in UTF-8, keys sorted. Amounts are dollars as text (``"1234.50"``), so that no reader rounds them."""
    settings = plan.settings
    said: dict[str, Any] = {
        "program": {"name": "techplan", "version": plan.version},
        "district": plan.book.district["district"][0] if plan.book.district.height else None,
        "on": plan.on.isoformat(),
        "known": plan.known.isoformat(),
        "seed": plan.seed,
        "slipping": plan.slipping,
        "fiscal_years": {"first": settings.first_fy, "last": settings.last_fy, "start_month": settings.start_month},
        "fingerprints": {"book": plan.book_fingerprint, "rules": plan.rules_fingerprint},
        "solver": dict(plan.solver),
        "totals": {
            name.removesuffix("_cents"): plain_dollars(value) if name.endswith("_cents") else value
            for name, value in plan.totals().items()
        },
        "tables": {
            name: {"file": f"tables/{name}.csv", "rows": plan.result(name).height, "columns": _columns(name)}
            for name in EVERY
        },
    }
    return (json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _columns(name: str) -> list[str]:
    table = EVERY[name]
    return [table.face_name(column) for column in table.columns()]
