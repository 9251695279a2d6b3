"""The class is guessed from strong words only, the category's first."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techplan.rules.hints import class_for
from techplan.rules.load import load_rules


@pytest.mark.parametrize(
    ("maker", "model", "asset_class"),
    [
        ("Berge Inc", 'Macbook Pro 13"', "laptop"),
        (None, "HP Chromebook 11 G9 EE", "chromebook"),
        ("HP", "11 G9 EE", "chromebook"),
        ("HP", "ProBook x360 11 G7 EE", "laptop"),
        (None, "Acer C733", "chromebook"),
        ("Samsung", "Chromebook 3", "chromebook"),
        ("Apple", "iPad (9th generation)", "tablet"),
        ("Lenovo", "ThinkPad E14 Gen 4", "laptop"),
        ("Dell Inc.", "Latitude 3190", "laptop"),
        ("Dell Inc.", "OptiPlex 3080", "desktop"),
        ("Cisco", "Catalyst 2960-X", "switch"),
        ("Cisco", "C9300-48P", "switch"),
        ("Cisco", "Catalyst 9120AXI", "access-point"),
        ("Aruba", "2930F 48G PoE+", "switch"),
        ("HPE", "Aruba 2930M", "switch"),
        ("Cisco Meraki", "MS225-48LP", "switch"),
        ("Meraki", "MS 120", "switch"),
        ("Cisco Meraki", "MR46", "access-point"),
        ("Cisco Meraki", "MX250", "firewall"),
        ("Aruba", "AP-515", "access-point"),
        ("Ubiquiti", "UniFi AP AC Pro", "access-point"),
        ("Fortinet", "FortiGate 200F", "firewall"),
        ("APC", "Smart-UPS 1500VA", "ups"),
        ("APC", "Battery Backup 1500", "ups"),
        ("Promethean", "ActivPanel 9 75", "panel"),
        ("Newline", "TT-7522Q", "panel"),
        ("SMART", "Board MX275", "panel"),
        ("Clevertouch", "Impact Plus", "panel"),
        ("Epson", "PowerLite 108", "projector"),
        ("Axis", "P3245-LV", "camera"),
        ("Verkada", "CD52", "camera"),
        ("Polycom", "VVX 411", "phone"),
        ("Cisco", "7841", "phone"),
        ("Cisco Systems", "CP-8845", "phone"),
        ("Yealink", "T46U", "phone"),
        ("Dell", "PowerEdge R750", "server"),
        ("HPE", "ProLiant DL380 Gen10", "server"),
        ("HP", "LaserJet Pro M404", "printer"),
    ],
)
def test_maker_and_model_where_no_category_is_given(maker: str | None, model: str, asset_class: str) -> None:
    assert class_for(None, maker, model) == asset_class
    assert class_for("Technology", maker, model) == asset_class
    assert class_for(None, None, f"{maker or ''} {model}".upper()) == asset_class


@pytest.mark.parametrize(
    ("category", "asset_class"),
    [
        ("Chromebooks", "chromebook"),
        ("CHROMEBOOK", "chromebook"),
        ("Student Laptops", "laptop"),
        ("Desktops", "desktop"),
        ("Document Cameras", "document-camera"),
        ("Access Points", "access-point"),
        ("Battery Backup", "ups"),
        ("Chromebook Cart", "charging-cart"),
        ("Interactive Flat Panels", "panel"),
        ("Network Switches", "switch"),
        ("Téléphone / Telephone", "phone"),
    ],
)
def test_a_category_alone(category: str, asset_class: str) -> None:
    assert class_for(category, None, None) == asset_class


@pytest.mark.parametrize(
    ("category", "model", "asset_class"),
    [
        ("Desktops", "Latitude 3190", "desktop"),
        ("Monitors", "Latitude P2419H", "monitor"),
        ("Laptops", "HP Chromebook 14 G7", "chromebook"),
        ("Tablets", "Lenovo Chromebook Duet", "chromebook"),
        ("Desktops", "Chromebook", "desktop"),
        ("Laptops and Chromebooks", "Dell Latitude 3190", "laptop"),
        ("Laptops and Chromebooks", "Dell Chromebook 3100", "chromebook"),
        ("Laptops and Chromebooks", "Dell 3100", None),
    ],
)
def test_the_category_counts_first_and_the_model_may_narrow_it(
    category: str, model: str, asset_class: str | None
) -> None:
    assert class_for(category, None, model) == asset_class


@pytest.mark.parametrize(
    ("category", "maker", "model"),
    [
        (None, None, None),
        ("", "", ""),
        ("Computer", "Dell", "3100"),
        ("Ornamental Railings", "Berge Inc", ""),
        ("Electrical and Fire Alarm", None, None),
        ("quam", "Linkbridge", "massa id"),
        ("Camera", "Canon", "Rebel T7"),
        ("Display", "Samsung", "QM55"),
        ("Chromebook chargers", None, "HP Chromebook"),
        ("Printer Supplies", "HP", "LaserJet"),
        ("3D Printers", "MakerBot", "Replicator"),
        ("KVM Switch", None, None),
        ("Cell phones", "Apple", "iPhone 12"),
        (None, "Lenovo", "ThinkPad USB-C Dock"),
        (None, "Epson", "PowerLite lamp"),
        (None, "HP", "LaserJet toner"),
        (None, "Microsoft", "Windows Server license"),
        (None, "Nintendo", "Switch"),
        (None, "Acer", "311"),
        (None, "Lenovo", "300e"),
        (None, "Apple", "AirPods"),
    ],
)
def test_no_answer_from_weak_words(category: str | None, maker: str | None, model: str | None) -> None:
    assert class_for(category, maker, model) is None


words = st.none() | st.text(max_size=40)


@given(words, words, words)
def test_any_text_has_an_answer_or_none(category: str | None, maker: str | None, model: str | None) -> None:
    known = {name.split(".")[1] for name in load_rules().names() if name.startswith("lifecycle.")}
    assert class_for(category, maker, model) in {*known, None}


def test_every_hint_names_a_class_of_the_norms_in_plain_words() -> None:
    known = {name.split(".")[1] for name in load_rules().names() if name.startswith("lifecycle.")}
    document = tomllib.loads((files("techplan.rules") / "norms" / "class_hints.toml").read_text(encoding="utf-8"))
    assert set(document) == {"category", "model"}
    named = set()
    for entry in [*document["category"], *document["model"]]:
        assert set(entry) <= {"class", "words", "makers", "within"}
        assert entry["class"] in {*known, ""}
        assert set(entry.get("within", [])) <= known
        named.add(entry["class"])
        for phrase in [*entry["words"], *entry.get("makers", [])]:
            assert phrase == " ".join(phrase.split()).casefold()
            assert all(sign.isalnum() or sign in " *#" for sign in phrase)
    assert named == {*known, ""}
