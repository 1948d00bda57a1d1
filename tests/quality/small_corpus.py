"""A corpus of two pages, made in a folder of the test."""

import gzip
import json
import shutil
from pathlib import Path

from tests.extract.pages import PARAGRAPHS, URL, story

PAGE = story(head='<meta property="article:published_time" content="2024-03-12T08:00:00Z">')


def make_corpus(folder: Path, scorer: Path) -> Path:
    """A corpus in `folder` with `scorer` as its score.py: a page with full text, one with segments and a wrong day."""
    (folder / "html").mkdir(parents=True)
    full = {
        "id": "ade-1", "source_set": "ade", "url": URL, "host": "daily.example", "html": "html/ade-1.html.gz",
        "body_kind": "paragraphs", "paragraphs": list(PARAGRAPHS), "optional": None, "with": None, "without": None,
        "title": "Harbour reopens after the storm", "authors": None, "date_published": "2024-03-12",
    }  # fmt: skip
    parts = {
        **full, "id": "traf-1", "source_set": "traf", "host": "post.example", "html": "html/traf-1.html.gz",
        "body_kind": "segments", "paragraphs": None, "with": [PARAGRAPHS[0]], "without": ["Home"],
        "authors": ["Ann Lee"], "date_published": "2024-03-13",
    }  # fmt: skip
    for record in (full, parts):
        (folder / str(record["html"])).write_bytes(gzip.compress(PAGE.encode()))
    (folder / "gold.jsonl").write_text("".join(json.dumps(record) + "\n" for record in (full, parts)), "utf-8")
    wrong = {"title": [], "authors": [], "date": ["traf-1"]}
    (folder / "wrong_gold.json").write_text(json.dumps(wrong), "utf-8")
    shutil.copy(scorer, folder / "score.py")
    return folder
