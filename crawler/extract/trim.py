"""What stands above and among an article's paragraphs and is none of its text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.extract.blocks import Block, Blocks
from crawler.extract.body import REFUSED, Body
from crawler.extract.pull_quotes import pull_quotes
from crawler.extract.related import Pointers, distinct, entries, stands_among
from crawler.extract.words import holds, same_words
from crawler.items import Related

# The rules of this module by name, beside those of a profile.
RULES = frozenset({"headline", "byline", "date_line", "author_note", "link_line", "pull_quote"})

# READ lines stand between paragraphs, or close below the last; trafilatura often leaves them out itself.
LABEL_REACH = 6
HEAD_WORDS = 14  # a byline or date line is no longer

# "18 August 2020", "Aug. 18, 2020 09:15 GMT", "18.08.2020 – 09:15", "2020-08-18", "٢٠٢٠/٠٨/١٨"
DATE_LINE = re.compile(r"(?:19|20|۲۰|٢٠|۱۳|۱۴|١٤)\d\d\b|\d{1,2}:\d\d")


# "Jane Miller writes about harbours." below the last paragraph. On hosts not read while it was written it is right
# oftener than not (exact texts .297 -> .303), on the others more so (.348 -> .367).
NOTE_REACH = 3  # blocks from the end
NOTE_WORDS = 60  # of a note that only holds the name and a handle; longer ones are the story
MAIL_WORDS = 40  # of a note with a mail address
MIN_BLOCKS = 5  # a story of fewer may be about its author
MAIL = re.compile(r"[\w.+-]@[\w-]{1,60}\.\w")  # "jane@daily.example"


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The article's own blocks, what was taken from among them, and where READ lines pointed."""

    blocks: tuple[Block, ...]
    removed: Mapping[int, str]  # a block's index and its rule
    related: tuple[Related, ...]


def trim(body: Body, page: Blocks, pointers: Pointers, title: str | None, authors: Sequence[str]) -> Trimmed:
    """The blocks of `body` without lines that a rule of the profile names, without headline, byline, date, pull quotes.

    READ lines are found among all blocks of the `page` between the first and the last of them, and near them. A block
    that `body` refused keeps its reason unless a rule here knows a better one.
    """
    taken = body.blocks
    if not taken:
        return Trimmed((), {}, ())
    gone, related = _lines(taken, page, pointers)
    names = [words for words in map(same_words, authors) if words]
    own = {block.index for block in taken} | body.refused.keys()
    headline = same_words(title or "")
    head = [
        block
        for block in page.blocks[: taken[-1].index + 1]
        if block.index in own or (block.is_heading and headline and body.words[block.index] == headline)
    ]
    gone |= {block.index: rule for block, rule in _head(head, body.words, {**body.refused, **gone}, headline, names)}
    left = [block for block in taken if block.index not in gone]
    gone |= {block.index: "author_note" for block in _notes(left, body.words, names)}
    left = [block for block in left if block.index not in gone]
    gone |= {block.index: "pull_quote" for block in pull_quotes(left, page)}
    kept = tuple(block for block in left if block.index not in gone)
    return Trimmed(kept, {**body.refused, **gone}, distinct(related))


def _lines(taken: Sequence[Block], page: Blocks, pointers: Pointers) -> tuple[dict[int, str], list[Related]]:
    """Lines that are no text, by their index with their rule, and the articles that they point at, in order."""
    gone: dict[int, str] = {}
    found: dict[int, list[Related]] = {}
    in_part = {index for part in page.parts for index in range(part.start, part.stop)}
    holders = frozenset(page.places[block.place].parent for block in taken if block.is_good)
    window = page.blocks[max(0, taken[0].index - LABEL_REACH) : taken[-1].index + LABEL_REACH + 1]
    for number, block in enumerate(window):
        if block.index in gone or block.index in in_part:
            continue
        rule, label = pointers.rules.whole(block)
        # A bare "Read more:" belongs to the links below it.
        below = list(entries(window[number + 1 :])) if label and not label.title else []
        if label and label.title:
            gone[block.index] = label.rule
            found[block.index] = list(pointers.of_label(label))
        elif label and below:
            gone |= dict.fromkeys((block.index, *(entry.index for entry in below)), label.rule)
            found |= {entry.index: list(pointers.of_entry(entry)) for entry in below}
        elif rule:
            gone[block.index] = rule
        elif block.index > taken[0].index and stands_among(block, page, holders):
            found[block.index] = list(pointers.of_link_line(block))
            gone |= {block.index: "link_line"} if found[block.index] else {}
    return gone, [related for index in sorted(found) for related in found[index]]


def _head(
    taken: Sequence[Block], words_of: Sequence[Sequence[str]], gone: Mapping[int, str], headline: Sequence[str],
    names: Sequence[Sequence[str]],
) -> Iterator[tuple[Block, str]]:  # fmt: skip
    """Headline, byline and date line above the first paragraph, each with its rule."""
    for block in taken:
        if block.index in gone and not gone[block.index].startswith(REFUSED):
            continue
        words = words_of[block.index]
        if words == headline or block.kind == "h1":
            yield block, "headline"
        elif block.is_good and block.index in gone:
            continue
        elif block.is_good:
            return
        elif len(words) <= HEAD_WORDS and any(holds(words, name) for name in names):
            yield block, "byline"
        elif len(words) <= HEAD_WORDS and DATE_LINE.search(block.text) and not block.is_heading:
            yield block, "date_line"


def _notes(
    blocks: Sequence[Block], words_of: Sequence[Sequence[str]], names: Sequence[Sequence[str]]
) -> Iterator[Block]:
    """Lines about the authors that end `blocks`, with nothing but such lines below them."""
    if len(blocks) < MIN_BLOCKS:
        return
    full_names = [name for name in names if len(name) > 1]
    for block in reversed(blocks[-NOTE_REACH:]):
        words = words_of[block.index]
        opens = any(words[: len(name)] == name for name in full_names)
        has_handle = "@" in block.text and block.words < NOTE_WORDS and any(holds(words, name) for name in full_names)
        has_mail = block.words < MAIL_WORDS and MAIL.search(block.text) is not None
        if not (opens or has_handle or has_mail):
            return
        yield block
