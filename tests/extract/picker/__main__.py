"""`python -m tests.extract.picker CORPUS`: learn the block trees from the corpus.

The corpus is a folder with gold.jsonl, html/ and score.py. Writes crawler/extract/data/blocks.json, learned from all
hosts. What the trees are worth, there and on other hosts, is what `make quality` prints.
"""

import json
import sys
from pathlib import Path

from tests.extract.picker.learning import learned, read_rows

TABLE = Path("crawler/extract/data/blocks.json")


def main(corpus: Path) -> None:
    """Learn from `corpus`, write TABLE."""
    TABLE.write_text(json.dumps(learned(read_rows(corpus)), separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
