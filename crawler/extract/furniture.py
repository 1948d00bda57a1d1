"""Furniture: lines that stand in many articles of a site leave the text."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from crawler.extract.memory import SiteMemory
from crawler.extract.trim import Trimmed
from crawler.extract.words import same_words, word_count
from crawler.items import Article

RULE = "site_memory"

# What a key is made of: as much of a line as a record lists of one that was removed.
KEY_CHARACTERS = 300
KEY_BYTES = 8

# More of the text than this and it is no furniture: the page is one of another kind, or the memory is wrong.
MOST_SHARE = 0.5


def line_key(text: str) -> bytes:
    """What lines have in common that are told as the same: the words of their first 300 characters."""
    return hashlib.sha256(" ".join(same_words(text[:KEY_CHARACTERS])).encode()).digest()[:KEY_BYTES]


def lines_of(article: Article) -> Iterator[tuple[bytes, str, int]]:
    """What the memory counts of an article: key, text and words of each line, also of those that it took out."""
    removed = (line.text for line in article.extraction.removed if line.rule == RULE)
    for line in (*article.text.split("\n"), *removed):
        if words := word_count(line):
            yield line_key(line), line[:KEY_CHARACTERS], words


def without_furniture(trimmed: Trimmed, memory: SiteMemory) -> Trimmed:
    """`trimmed` without the blocks that `memory` knows, each listed as removed by the rule "site_memory".

    A heading stays while a block of the text stands right below it: many articles may have a section of that name.
    Nothing goes when it would be more than half of the text.
    """
    if not memory.keys:
        return trimmed
    gone: set[int] = set()
    is_text_below = False
    for block in reversed(trimmed.blocks):
        is_known = line_key(block.line) in memory.keys
        if is_known and not (block.is_heading and is_text_below):
            gone.add(block.index)
        if not block.is_heading:
            is_text_below = not is_known
    words = sum(block.words for block in trimmed.blocks)
    if not gone or sum(block.words for block in trimmed.blocks if block.index in gone) > MOST_SHARE * words:
        return trimmed
    kept = tuple(block for block in trimmed.blocks if block.index not in gone)
    return replace(trimmed, blocks=kept, removed={**trimmed.removed, **dict.fromkeys(gone, RULE)})
