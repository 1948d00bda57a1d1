"""Texts over the extraction corpus: floors that a change may raise and must not lower without a reason."""

import json
import subprocess
import sys
from pathlib import Path

from crawler.items import Article
from tests.extract.pages import corpus_html, reading_of

EVERY = 8  # pages: all of them take a minute

# Of every eighth page; measured in November 2026: F1 .971, exact .442, segments .956, no leak. The block trees were
# learned from these pages, too: the floors guard against damage, and what the trees are worth on other hosts is what
# `python -m tests.extract.picker` prints.
FLOORS = {"F1": 0.966, "exact": 0.40}
SEGMENTS_FLOOR = 0.945
LEAK_CEILING = 0.015


def test_texts_of_the_corpus_keep_their_floors(corpus: Path, tmp_path: Path) -> None:
    lines = (corpus / "gold.jsonl").read_text("utf-8").splitlines()[::EVERY]
    items = [json.loads(line) for line in lines]

    found = [reading_of(corpus_html(corpus, item["id"]), item["url"]).outcome for item in items]

    texts = [outcome.text if isinstance(outcome, Article) else "" for outcome in found]
    predictions = [{"id": item["id"], "text": text} for item, text in zip(items, texts, strict=True)]
    (tmp_path / "gold.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "found.jsonl").write_text("\n".join(map(json.dumps, predictions)), "utf-8")
    command = [sys.executable, str(corpus / "score.py"), "found.jsonl", "--gold", "gold.jsonl", "--json", "rows.json"]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    rows = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    full, segments = rows["all full"], rows["traf"]
    assert {name: full[name] for name in FLOORS if full[name] < FLOORS[name]} == {}
    assert full["leak"] <= LEAK_CEILING
    assert segments["segF1"] >= SEGMENTS_FLOOR
