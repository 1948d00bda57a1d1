"""Which of a page's blocks the gold says are the article's."""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence

from crawler.extract.words import same_words

WIDTH = 4  # words a shingle
LONG_WORDS = 6  # from here a block is told by its shingles
SHARE = 0.5  # of a long block's shingles that must be in the gold
ABOVE, BELOW = 40, 60  # words of gold in which a short block may stand before the first and after the last long one
LONELY = 12  # blocks: farther than this from every long one of the gold a short one is no part of it


def labels(blocks: Sequence[str], item: Mapping[str, object]) -> list[bool | None]:
    """For each block's text whether it is in the gold of `item`; None where the gold does not say."""
    if item["body_kind"] == "segments":
        return [_by_segments(text, _texts(item["with"]), _texts(item["without"])) for text in blocks]
    gold = same_words("\n".join(_texts(item["paragraphs"])))
    return list(_in_full_text([same_words(text) for text in blocks], gold))


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [" ".join(str(text).split()) for text in value if str(text).strip()]


def _by_segments(text: str, inside: Sequence[str], outside: Sequence[str]) -> bool | None:
    if any(part in text for part in outside):
        return False
    return True if any(part in text or (len(text) > 20 and text in part) for part in inside) else None


def _in_full_text(blocks: Sequence[Sequence[str]], gold: Sequence[str]) -> list[bool]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(gold) - WIDTH + 1):
        places[tuple(gold[at : at + WIDTH])].append(at)
    spans: dict[int, tuple[int, int]] = {}
    for index, words in enumerate(blocks):
        runs = [tuple(words[at : at + WIDTH]) for at in range(len(words) - WIDTH + 1)]
        found = [places[run][0] for run in runs if run in places]
        if len(words) >= LONG_WORDS and len(found) >= SHARE * len(runs):
            spans[index] = (min(found), max(found) + WIDTH)
    _drop_copies(blocks, spans)
    long = sorted(spans)
    return [index in spans or _is_short_one(index, words, gold, long, spans) for index, words in enumerate(blocks)]


def _drop_copies(blocks: Sequence[Sequence[str]], spans: dict[int, tuple[int, int]]) -> None:
    """Of blocks with the same words leave the one that stands among most words of the gold."""
    copies: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in spans:
        copies[tuple(blocks[index])].append(index)
    for same in copies.values():
        around = {i: sum(len(blocks[j]) for j in range(i - 5, i + 6) if j in spans and j not in same) for i in same}
        for index in sorted(same, key=lambda i: around[i], reverse=True)[1:]:
            del spans[index]


def _is_short_one(
    index: int, words: Sequence[str], gold: Sequence[str], long: Sequence[int], spans: Mapping[int, tuple[int, int]]
) -> bool:
    if not words or len(words) >= LONG_WORDS or not long:
        return False
    at = bisect(long, index)
    before, after = long[at - 1] if at else None, long[at] if at < len(long) else None
    if min(abs(index - near) for near in (before, after) if near is not None) > LONELY:
        return False
    start = spans[before][1] - 2 if before is not None else spans[long[0]][0] - ABOVE
    stop = spans[after][0] + 2 if after is not None else spans[long[-1]][1] + BELOW
    window = " ".join(gold[max(0, start) : max(0, stop)])
    return re.search(rf"(?:^| ){re.escape(' '.join(words))}(?: |$)", window) is not None
