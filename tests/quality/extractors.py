"""Who is measured: newskeep's own command, and trafilatura as it comes."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import trafilatura

from tests.quality.corpus import Gold
from tests.quality.prediction import Prediction

PAGES_A_TASK = 8


def run_newskeep(corpus: Path, to: Path) -> None:
    """Write the records of all pages of the corpus to `to`, by the real command. Raises CalledProcessError."""
    to.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "crawler", "extract", "--manifest", str(corpus / "gold.jsonl"), "--to", str(to)]
    subprocess.run(command, check=True)


def run_trafilatura(pages: Sequence[Gold]) -> dict[str, Prediction]:
    """What plain trafilatura finds, by the pages' ids; one process a core."""
    with ProcessPoolExecutor() as pool:
        return {found.id: found for found in pool.map(_plain, pages, chunksize=PAGES_A_TASK)}


def _plain(page: Gold) -> Prediction:
    html = page.html()
    about = trafilatura.extract_metadata(html, default_url=page.url)
    return Prediction(
        id=page.id,
        text=trafilatura.extract(html) or "",
        title=about.title or "",
        authors=tuple((about.author or "").split("; ")) if about.author else (),
        day=about.date or "",
    )
