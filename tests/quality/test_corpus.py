from pathlib import Path

from tests.extract.pages import PARAGRAPHS
from tests.quality.corpus import read_corpus
from tests.quality.small_corpus import PAGE, make_corpus


def test_a_page_comes_with_its_gold_and_its_html(tmp_path: Path) -> None:
    folder = make_corpus(tmp_path / "corpus", Path(__file__))

    full, parts = read_corpus(folder)

    assert (full.id, full.source_set, full.host) == ("ade-1", "ade", "daily.example")
    assert full.paragraphs == PARAGRAPHS
    assert full.html() == PAGE
    assert (parts.inside, parts.outside) == ((PARAGRAPHS[0],), ("Home",))
    assert (full.authors, parts.authors) == (None, ("Ann Lee",))


def test_gold_that_is_known_to_be_wrong_is_left_out_of_the_record_only_on_demand(tmp_path: Path) -> None:
    folder = make_corpus(tmp_path / "corpus", Path(__file__))

    full, parts = read_corpus(folder)

    assert full.wrong == set()
    assert parts.wrong == {"date"}
    assert parts.record["date_published"] == "2024-03-13"
    assert parts.record_without_wrong()["date_published"] is None
    assert parts.record_without_wrong()["title"] == parts.title
