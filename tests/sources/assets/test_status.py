from __future__ import annotations

import polars as pl
import pytest

from techplan.book.tables.things import ASSET_STATUSES
from techplan.sources.assets.status import ASSUMED_WORDS, READY, STATUS_WORDS, own_statuses
from techplan.sources.findings import Findings


def test_every_word_means_one_status_that_the_table_knows() -> None:
    words = [word for listed in STATUS_WORDS.values() for word in listed] + list(ASSUMED_WORDS)
    assert len(words) == len(set(words))
    assert set(STATUS_WORDS) - {READY} <= set(ASSET_STATUSES)
    assert set(ASSUMED_WORDS.values()) <= set(ASSET_STATUSES)


@pytest.mark.parametrize(("in_hands", "status"), [(True, "active"), (False, "spare"), (None, "active")])
def test_ready_for_use_depends_on_whether_someone_has_it(in_hands: bool | None, status: str) -> None:
    rows = pl.DataFrame({"line": [2], "status": ["READY to  deploy"]})
    if in_hands is not None:
        rows = rows.with_columns(pl.lit(in_hands).alias("in_hands"))
    assert own_statuses(rows, Findings("a.csv"))["status"].to_list() == [status]


def test_an_unknown_word_is_one_warning_with_its_count() -> None:
    findings = Findings("a.csv")
    rows = pl.DataFrame({"line": [2, 3, 4], "status": ["Borrowed", "Borrowed", None]})
    assert own_statuses(rows, findings)["status"].to_list() == [None, None, None]
    (problem,) = findings.problems
    assert (problem.value, problem.severity) == ("Borrowed", "warning")
    assert "2 rows" in problem.what
