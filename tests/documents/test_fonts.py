from techplan.documents import fonts


def test_four_styles_of_each_family_with_their_licences() -> None:
    names = [path.name for path in fonts.files()]
    assert len(names) == 8
    for family, licence in (("PublicSans", "PublicSans-OFL.txt"), ("SourceSerif4", "SourceSerif4-OFL.txt")):
        assert sum(name.startswith(family) for name in names) == 4
        assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts.FOLDER / licence).read_text("utf-8")


def test_typst_knows_them_by_the_names_we_use() -> None:
    import typst

    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])
    assert {fonts.TEXT, fonts.TITLE} == set(found.families())
