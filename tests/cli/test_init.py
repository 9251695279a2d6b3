from __future__ import annotations

import pytest

from techplan.cli.init import short_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Lakeside City School District", "lakeside"),
        ("St. Mary's Exempted Village Schools", "st-mary-s"),
        ("Cañon Unified", "canon"),
        ("The School District", "the-school-district"),
        ("學區", "district"),
        ("our-book", "our-book"),
    ],
)
def test_short_code(name: str, code: str) -> None:
    assert short_code(name) == code
