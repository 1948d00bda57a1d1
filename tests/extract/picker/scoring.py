"""What a choice of blocks is worth, by the corpus's own scorer."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from crawler.extract.body import SURE, Body
from crawler.extract.related import Pointers
from crawler.extract.render import as_text
from crawler.extract.rules import compiled
from crawler.extract.trim import trim
from crawler.profiles import load_profile
from tests.extract.picker.learning import PageRows
from tests.quality.halves import HALVES, half_of


def report(corpus: Path, judged: Sequence[tuple[PageRows, list[float]]]) -> None:
    """Print the scores of all pages and of either half of the hosts."""
    texts = {str(page.item["id"]): text_of(page, sure) for page, sure in judged}
    sys.stdout.write(f"all hosts\n{_scores(corpus, [page.item for page, _ in judged], texts)}\n")
    for half in HALVES:
        items = [page.item for page, _ in judged if half_of(str(page.item["host"])) == half]
        sys.stdout.write(f"{half} half\n{_scores(corpus, items, texts)}\n")


def text_of(page: PageRows, sure: Sequence[float]) -> str:
    """The text of `page` when its blocks are as `sure` as that."""
    profile = load_profile("generic")
    url = str(page.item["url"])
    pointers = Pointers(url, url, profile.refuse, compiled(profile.boilerplate))
    taken = [block for block in page.blocks.blocks if sure[block.index] >= SURE[page.known.taken[block.index]]]
    return as_text(
        trim(Body(tuple(taken), {}), page.blocks, pointers, page.metadata.title, page.metadata.authors).blocks
    )


def _scores(corpus: Path, items: Sequence[object], texts: dict[str, str]) -> str:
    with tempfile.TemporaryDirectory() as name:
        gold, found = Path(name, "gold.jsonl"), Path(name, "found.jsonl")
        gold.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
        lines = (json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items())
        found.write_text("".join(lines), "utf-8")
        command = [sys.executable, str(corpus / "score.py"), str(found), "--gold", str(gold)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
