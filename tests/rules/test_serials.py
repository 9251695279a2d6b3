"""Shapes of serial numbers are data, read strictly."""

from __future__ import annotations

import re

import pytest

from techplan.book.problem import RuleError
from techplan.rules.serials import read_shapes, serial_shapes


def test_the_package_has_shapes_for_the_makers_that_schools_buy() -> None:
    makers = {maker for shape in serial_shapes() for maker in shape.makers}
    assert {"dell", "lenovo", "hp", "apple"} <= makers


@pytest.mark.parametrize(
    ("maker", "good", "bad"),
    [("dell", "ab12cd3", "ab12cd34"), ("lenovo", "pf3abcde", "pf3abcd"), ("apple", "dmpc12345678", "dmp-1")],
)
def test_a_shape_fits_whole_numbers_only(maker: str, good: str, bad: str) -> None:
    shape = next(shape for shape in serial_shapes() if maker in shape.makers)
    assert re.search(shape.pattern, good)
    assert not re.search(shape.pattern, bad)


def entry(**more: str) -> str:
    keys = {"makers": '["dell"]', "classes": '["laptop"]', "pattern": '"^x$"', "says": '"x"', **more}
    return "[[serial]]\n" + "\n".join(f"{key} = {value}" for key, value in keys.items() if value)


def test_an_entry_is_read() -> None:
    (shape,) = read_shapes(entry())
    assert (shape.makers, shape.classes, shape.pattern) == (("dell",), ("laptop",), "^x$")


@pytest.mark.parametrize(
    ("more", "said"), [({"note": '"x"'}, "note"), ({"says": ""}, "says"), ({"pattern": '"("'}, "pattern")]
)
def test_a_faulty_entry_is_refused(more: dict[str, str], said: str) -> None:
    with pytest.raises(RuleError, match=said):
        read_shapes(entry(**more))
