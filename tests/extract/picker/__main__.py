"""`python -m tests.extract.picker CORPUS`: learn the block trees from the corpus, and say what they are worth.

The corpus is a folder with gold.jsonl, html/ and score.py. Prints F1 and more with trees that were learned from other
hosts only, then writes crawler/extract/data/blocks.json, learned from all hosts.
"""

import json
import sys
from pathlib import Path

from tests.extract.picker.learning import cross_validated, learned, read_rows
from tests.extract.picker.scoring import report

TABLE = Path("crawler/extract/data/blocks.json")


def main(corpus: Path) -> None:
    """Learn from `corpus`, print the scores, write TABLE."""
    pages = read_rows(corpus)
    report(corpus, cross_validated(pages))
    TABLE.write_text(json.dumps(learned(pages), separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
