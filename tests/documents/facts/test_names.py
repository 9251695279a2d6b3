from typing import Any

import polars as pl

from techplan.documents.facts.names import names_of
from techplan.planning.results import DISTRICT_WIDE


def test_keys_get_their_names_and_twins_are_told_apart(sample_plan: Any) -> None:
    schools = sample_plan.book.schools.with_columns(
        name=pl.when(pl.col("code").is_in(["030", "040"])).then(pl.lit("North")).otherwise(pl.col("name"))
    )
    names = names_of(sample_plan.book.with_tables(schools=schools))
    assert (names.school("030"), names.school("040")) == ("North (030)", "North (040)")
    assert names.school("010") == "Lakeside High School"
    assert names.school(DISTRICT_WIDE) == "Whole district"
    assert names.school("999") == "999"
    assert (names.asset_class("panel"), names.fund("003")) == ("Interactive panel", "Permanent improvement")
