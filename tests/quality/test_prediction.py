from pathlib import Path

from tests.quality.corpus import read_corpus
from tests.quality.extractors import run_newskeep, run_trafilatura
from tests.quality.prediction import read_predictions
from tests.quality.small_corpus import make_corpus


def test_records_and_rejects_of_the_real_command_are_read(tmp_path: Path) -> None:
    folder = make_corpus(tmp_path / "corpus", Path(__file__))
    (folder / "html" / "traf-1.html.gz").unlink()
    to = tmp_path / "build" / "found.jsonl"

    run_newskeep(folder, to)

    found = read_predictions(to)
    assert found["ade-1"].title == "Harbour reopens after the storm"
    assert found["ade-1"].text.startswith("The old harbour")
    assert found["ade-1"].readers["title"]
    assert (found["traf-1"].text, found["traf-1"].rejected) == ("", "unreadable")


def test_plain_trafilatura_gives_text_and_metadata(tmp_path: Path) -> None:
    pages = read_corpus(make_corpus(tmp_path / "corpus", Path(__file__)))

    found = run_trafilatura(pages)

    assert "The old harbour" in found["ade-1"].text
    assert found["ade-1"].title == "Harbour reopens after the storm"
    assert found["ade-1"].day == "2024-03-12"
