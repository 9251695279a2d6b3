from pathlib import Path

import pytest

from techplan.documents import fonts, glyphs


def test_every_style_of_a_family_shows_the_same_characters() -> None:
    by_family: dict[str, list[set[int]]] = {}
    for path in fonts.files():
        by_family.setdefault(path.name.partition("_")[0], []).append(glyphs.characters(path))
    assert set(by_family) == {"PublicSans", "SourceSerif4"}
    for sets in by_family.values():
        assert all(other == sets[0] for other in sets)


@pytest.mark.parametrize("character", "AZaz09$,.%−–—’“”…·×é☐Жλ")
def test_what_documents_use_is_shown(character: str) -> None:
    assert ord(character) in glyphs.shown()


@pytest.mark.parametrize("character", "😀漢ש\uffff")
def test_what_the_fonts_lack_is_not(character: str) -> None:
    assert ord(character) not in glyphs.shown()


def test_a_file_without_a_character_map_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "none.ttf"
    empty.write_bytes(b"\x00\x01\x00\x00\x00\x00" + b"\x00" * 20)
    with pytest.raises(ValueError, match="cmap"):
        glyphs.characters(empty)
