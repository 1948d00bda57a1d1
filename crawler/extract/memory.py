"""Site memory in extraction: lines that stand in many articles of a site are its furniture and leave the text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from crawler.extract.trim import Trimmed
from crawler.extract.words import same_words, word_count
from crawler.items import Article

RULE = "site_memory"

# What a key is made of: as much of a line as a record lists of one that was removed.
KEY_CHARACTERS = 300
KEY_BYTES = 8

# More of the text than this and it is no furniture: the page is one of another kind, or the memory is wrong.
MOST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """A snapshot of what a site has taught: the keys of the lines that are furniture. Values only, picklable.

    `digest` is the sha256 over the keys in their order ("sha256:" and hex); None when there are none.
    """

    keys: frozenset[bytes] = frozenset()
    digest: str | None = None

    @classmethod
    def of(cls, keys: Iterable[bytes]) -> SiteMemory:
        """The snapshot with these keys."""
        held = frozenset(keys)
        return cls(held, f"sha256:{hashlib.sha256(b''.join(sorted(held))).hexdigest()}" if held else None)


NO_MEMORY = SiteMemory()


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
