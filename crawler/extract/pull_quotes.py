"""Pull quotes: words of the text set large once more beside it."""

import re
from collections.abc import Iterator, Sequence

from crawler.extract.blocks import Block, Blocks
from crawler.extract.whole import is_post
from crawler.extract.words import same_words

PULLED = re.compile(r"(?<![a-z])pull-?quote", re.IGNORECASE)  # <div class="article-pullquote">
MIN_WORDS = 5  # fewer come back by chance: "We are not afraid"
MAX_QUOTES = 100  # of one page: each is looked for in the whole text
CREDIT_WORDS = 10  # of the line below that says who spoke: "Ann Lee, harbour master"


def pull_quotes(blocks: Sequence[Block], page: Blocks) -> Iterator[Block]:
    """Those of `blocks` that are quotes, and whose words stand in another of them, with the line that credits each.

    Cross-validated by host: body F1 .9607 -> .9609, exact texts .394 -> .399; 7 pages gain, 2 lose.
    """
    words = {block.index: f" {' '.join(same_words(block.text))} " for block in blocks if block.words >= MIN_WORDS}
    pulled: Block | None = None
    asked = 0
    for block in blocks:
        if pulled and block.words <= CREDIT_WORDS and block.marks and block.marks == pulled.marks:
            yield block
            continue
        pulled = None
        if block.index in words and asked < MAX_QUOTES and _is_quote(block, page):
            asked += 1
            own = words[block.index]
            if any(len(own) < len(other) and own in other for other in words.values()):
                pulled = block
                yield block


def _is_quote(block: Block, page: Blocks) -> bool:
    quote = next((mark for mark in reversed(block.marks) if mark.kind == "quote"), None)
    if quote and is_post(page.places[quote.place]):
        return False  # a post is shown because the text speaks of it
    return block.kind == "quote" or any(map(PULLED.search, block.signature[1::2]))
