"""Lines and counts in words."""

from __future__ import annotations

from techplan.book.reading.rows import count_of, lines_in_words


def test_lines_in_words() -> None:
    assert lines_in_words([4]) == "line 4"
    assert lines_in_words([4, 9]) == "lines 4 and 9"
    assert lines_in_words(list(range(1, 9))) == "lines 1, 2, 3, 4, 5 and 3 more"


def test_counts_in_words() -> None:
    assert (count_of(1, "row"), count_of(0, "row"), count_of(2, "cell")) == ("1 row", "0 rows", "2 cells")
