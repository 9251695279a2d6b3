"""Shapes of serial numbers are data, read strictly; each says where it comes from."""

from __future__ import annotations

import re

import pytest

from techplan.book.problem import RuleError
from techplan.rules.load import load_rules
from techplan.rules.serials import read_shapes, serial_shapes


def test_the_package_has_shapes_for_the_makers_that_schools_buy() -> None:
    makers = {maker for shape in serial_shapes() for maker in shape.makers}
    assert {"dell", "lenovo", "hp", "apple", "acer", "samsung", "cisco", "meraki"} <= makers


@pytest.mark.parametrize(
    ("maker", "asset_class", "good", "bad"),
    [
        ("dell", "laptop", "g2s915j", "g2s915j4"),
        ("lenovo", "chromebook", "pf3abcde", "pf3abcd"),
        ("lenovo", "laptop", "eb01570001", "eb0157000"),
        ("hp", "chromebook", "5cd0000ab1", "5cd0000ab"),
        ("apple", "tablet", "dmpc12345678", "dmpc123"),
        ("acer", "chromebook", "lxg5808039" + "912" + "001fd" + "3e" + "00", "lxg5808039912001fd3e0"),
        ("acer", "laptop", "91200050931", "9120005093"),
        ("samsung", "tablet", "r58m315cl4t", "r58m315cl4"),
        ("cisco", "switch", "sad08300d4w", "sad0830d4w"),
        ("meraki", "access-point", "q234abcd5678", "a234abcd5678"),
    ],
)
def test_a_shape_fits_whole_numbers_only(maker: str, asset_class: str, good: str, bad: str) -> None:
    (shape,) = (shape for shape in serial_shapes() if maker in shape.makers and asset_class in shape.classes)
    assert re.search(shape.pattern, good)
    assert not re.search(shape.pattern, bad)


def test_shapes_are_of_classes_that_there_are_and_of_one_maker_and_class_once() -> None:
    classes = {name.split(".")[1] for name in load_rules().values if name.startswith("lifecycle.")}
    pairs = [(maker, kind) for shape in serial_shapes() for maker in shape.makers for kind in shape.classes]
    assert {kind for _, kind in pairs} <= classes
    assert len(pairs) == len(set(pairs))


def test_patterns_are_whole_and_makers_as_they_are_compared() -> None:
    for shape in serial_shapes():
        assert shape.pattern.startswith("^")
        assert shape.pattern.endswith("$")
        assert all(re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", maker) for maker in shape.makers)


def entry(**more: str) -> str:
    keys = {
        "makers": '["dell"]', "classes": '["laptop"]', "pattern": '"^x$"', "says": '"x"', "citation": '"c"',
        "link": '"https://example.org"', "confirmed": "false", **more,
    }  # fmt: skip
    return "[[serial]]\n" + "\n".join(f"{key} = {value}" for key, value in keys.items() if value)


def test_an_entry_is_read() -> None:
    (shape,) = read_shapes(entry())
    assert (shape.makers, shape.classes, shape.pattern, shape.confirmed) == (("dell",), ("laptop",), "^x$", False)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"note": '"x"'}, "note"), ({"says": ""}, "says"), ({"citation": ""}, "citation"),
        ({"pattern": '"("'}, "pattern"), ({"confirmed": '"yes"'}, "confirmed"), ({"makers": '"dell"'}, "makers"),
        ({"classes": "[]"}, "classes"), ({"says": '""'}, "says"),
    ],
)  # fmt: skip
def test_a_faulty_entry_is_refused(more: dict[str, str], said: str) -> None:
    with pytest.raises(RuleError, match=said):
        read_shapes(entry(**more))


@pytest.mark.parametrize("text", ["[[serials]]", "serial = 3", "", "[[serial", entry() + "\n[common]\nx = 1"])
def test_a_faulty_document_is_refused(text: str) -> None:
    with pytest.raises(RuleError, match="serial_hints"):
        read_shapes(text)
