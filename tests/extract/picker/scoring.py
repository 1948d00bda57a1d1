"""What a choice of blocks is worth, by the corpus's own scorer."""

import hashlib
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


def report(corpus: Path, judged: Sequence[tuple[PageRows, list[float]]]) -> None:
    """Print the scores of all pages and of either half of the hosts."""
    texts = {str(page.item["id"]): _text(page, sure) for page, sure in judged}
    for name, odd in (("all hosts", (0, 1)), ("one half", (0,)), ("other half", (1,))):
        items = [page.item for page, _ in judged if _half(str(page.item["host"])) in odd]
        sys.stdout.write(f"{name}\n{_scores(corpus, items, texts)}\n")


def _half(host: str) -> int:
    return hashlib.sha256(b"x" + host.encode()).digest()[0] % 2


def _text(page: PageRows, sure: Sequence[float]) -> str:
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
