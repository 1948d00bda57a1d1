import json
from pathlib import Path

import pytest

from tests.quality.__main__ import main
from tests.quality.small_corpus import make_corpus


def test_without_a_corpus_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("NEWSKEEP_CORPUS", raising=False)

    code = main([])

    assert code == 2
    assert capsys.readouterr().err == "quality: NEWSKEEP_CORPUS must name the corpus's folder\n"


@pytest.mark.parametrize("worst", [("20", "leaks"), ("many", "body")])
def test_worst_pages_of_no_figure_or_no_number_are_a_usage_error(
    worst: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--worst", *worst])

    assert ended.value.code == 2
    assert "a number and one of body, segments, title, authors, day" in capsys.readouterr().err


def test_titles_by_trees_of_other_hosts_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--worst", "3", "title", "--other-hosts"])

    assert "--other-hosts goes with --worst N and one of body, segments" in capsys.readouterr().err


def test_the_worst_pages_of_another_corpus_are_shown_and_the_corpus_is_refused(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_corpus(tmp_path / "corpus", corpus / "score.py")
    monkeypatch.setenv("NEWSKEEP_CORPUS", str(folder))
    found = tmp_path / "found.jsonl"
    found.write_text(json.dumps({"id": "ade-1", "rejected": "too_short", "detail": ""}) + "\n", "utf-8")

    code = main(["--found", str(found), "--worst", "5", "body"])

    out, err = capsys.readouterr()
    assert code == 1
    assert out.startswith("ade-1  daily.example (fit half)  0.000  rejected: too_short\n")
    assert err.startswith("quality: the corpus is another than the floors were measured on: sha256 ")
    assert err.count("\n") == 1
