from techplan.documents.facts.shapes import Grid, Head, Row
from techplan.documents.typeset.layout import SIZES, layout_of, width


def years_grid(columns: int, figure: str) -> Grid:
    return Grid(
        id="g",
        title="t",
        head=(
            Head(label="Whole dollars", numeric=False, share=1),
            *(Head(label=f"FY{2027 + i}") for i in range(columns)),
        ),
        rows=(Row(cells=("Lakeside High School", *[figure] * columns)),),
        source="s",
    )


def test_ten_years_of_millions_fit_one_turned_page() -> None:
    layout = layout_of(years_grid(11, "26,642,315"), 684)
    assert len(layout["blocks"]) == 1
    assert layout["size"] in SIZES


def test_more_years_than_fit_are_split_and_no_column_is_lost() -> None:
    layout = layout_of(years_grid(21, "126,642,315"), 684)
    assert len(layout["blocks"]) > 1
    assert all(block[0]["column"] == 0 for block in layout["blocks"])
    shown = [column["column"] for block in layout["blocks"] for column in block if column["column"]]
    assert shown == list(range(1, 22))
    assert layout["size"] == SIZES[0]


def test_few_columns_take_no_more_room_than_they_need() -> None:
    (block,) = layout_of(years_grid(2, "1,000"), 684)["blocks"]
    assert sum(column["width"] for column in block) < 400


def test_words_share_the_room() -> None:
    grid = Grid(
        id="g",
        title="t",
        head=(
            Head(label="What", numeric=False, share=2),
            Head(label="Why", numeric=False, share=5),
            Head(label="Rows"),
        ),
        rows=(Row(cells=("a", "b" * 400, "1")),) * 40,
        source="s",
        lead=0,
    )
    layout = layout_of(grid, 468)
    assert [column["width"] for column in layout["blocks"][0]] == [None, None, None]
    assert layout["unbroken"] is False


def test_tabular_figures_are_seven_tenths_wide() -> None:
    assert round(width("1,000"), 6) == 3.1
