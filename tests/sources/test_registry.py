from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint

import pytest

from techplan.book.book import Book
from techplan.book.problem import SourceError
from techplan.sources import Import, read, registry
from techplan.sources.source import DateOrder, File


class Bells:
    """A third party's source."""

    name = "bells"
    title = "Bell controllers"
    recognises = "Files that begin with BELL."
    live = False

    def recognise(self, file: str, data: bytes, book: Book) -> bool:
        return data.startswith(b"BELL")

    def reads(self, files: Sequence[File], book: Book, dates: DateOrder | None = None) -> Import:
        return Import(source=self.name, files=tuple(file for file, _ in files), rows_read=1, accepted=1)


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    loaded = request.param
    monkeypatch.setattr(EntryPoint, "load", lambda self: loaded)
    monkeypatch.setattr(registry, "entry_points", lambda group: [EntryPoint("bells", "bells:Bells", group)])
    registry.sources.cache_clear()
    yield
    registry.sources.cache_clear()


@pytest.mark.parametrize("plugged", [Bells, Bells()], indirect=True)
def test_a_third_party_may_add_a_source(plugged: None) -> None:
    assert list(registry.sources()) == [*(source.name for source in registry.BUILT_IN), "bells"]
    assert read("auto", [("b.txt", b"BELL 1")], Book()).source == "bells"
    assert read("bells", [("b.txt", b"")], Book()).accepted == 1


class Thief(Bells):
    name = "snipe-it"


@pytest.mark.parametrize(
    ("plugged", "said"), [(Thief, "which is taken"), (object, "is not a source")], indirect=["plugged"]
)
def test_what_is_no_source_or_takes_a_name_is_refused(plugged: None, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        registry.sources()


def test_an_unknown_name_lists_the_known_ones() -> None:
    names = ", ".join([*(source.name for source in registry.BUILT_IN), "auto"])
    with pytest.raises(SourceError, match=f"There are: {names}"):
        read("snipeit", [("a.csv", b"x")], Book())


def test_auto_reads_several_files_of_one_system_together_and_refuses_a_mixture(
    snipe: bytes, google: bytes, book: Book
) -> None:
    both = read("auto", [("a.csv", snipe), ("b.csv", snipe)], book)
    assert (both.files, both.rows_read, both.accepted, both.merged) == (("a.csv", "b.csv"), 8, 4, 4)
    with pytest.raises(SourceError, match="several sources"):
        read("auto", [("a.csv", snipe), ("g.csv", google)], book)
    with pytest.raises(SourceError, match="no file"):
        read("auto", [], book)
