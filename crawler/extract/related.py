"""Other articles that lines of this one point at."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from crawler.extract.blocks import Block, Blocks, Span
from crawler.extract.labels import Label
from crawler.extract.links import absolute
from crawler.extract.rules import Rules
from crawler.extract.words import clean, same_words, word_count
from crawler.items import Related
from crawler.profiles.matching import url_rule_for
from crawler.profiles.model import UrlRule
from crawler.urls import host_of, url_key

TITLE_WORDS = 4  # of a headline; names of people and of sections have fewer
MIN_WORDS = 2  # "here", "Next" and "Business" say nothing, wherever they lead
LABELLED_WORDS = 3  # of a headline behind its label
LINK_SHARE = 0.8  # of a line's words: the entries of a list below a bare "Read more:"

# "/20240312-cranes-fall", "/2024/03/12/cranes", "/world-1234567", "/?p=4711", "/cranes-fall-into-the-sea"
ARTICLE_SHAPE = re.compile(r"/(?:19|20)\d\d[/_-]?\d\d?[/_-]?\d*[/_-]|\d{5}|[?&]p=\d|/[^/?\W\d_]+(?:[-_][^/?\W_]+){3}")
# "Details: Cranes fall into the sea", where all behind the mark is a link
PREFIX = re.compile(r"\W*(?:[^\W_][\w'’.]*\s+){0,3}[^\W_][\w'’.]*\s*[:|–—]\s*")


@dataclass(frozen=True, slots=True)
class Pointers:
    """What a page's links mean: their base, the page's own URL, and the addresses that are no article's."""

    base: str
    page_url: str
    refuse: tuple[UrlRule, ...]
    rules: Rules

    def of_label(self, label: Label) -> Iterator[Related]:
        """The articles that a labelled line points at; its bare words when none of its links says where."""
        yield from (related for span in label.links if (related := self._article(span, LABELLED_WORDS)))
        has_address = any(link.href and absolute(self.base, link.href) for link in label.links)
        if not has_address and word_count(label.title) >= LABELLED_WORDS:
            yield Related(label.title, None)

    def of_entry(self, block: Block) -> Iterator[Related]:
        """The articles that an entry of a list points at: neither sections nor authors, nor "Read next >"."""
        for span in block.spans:
            if span.href is not None and (related := self._article(span, TITLE_WORDS)):
                yield related

    def of_link_line(self, block: Block) -> tuple[Related, ...]:
        """The articles of this site that a paragraph points at which is nothing but links; none for any other."""
        outside = "".join(span.text for span in block.spans if span.href is None)
        if not block.linked_words or (same_words(outside) and not PREFIX.fullmatch(outside)):
            return ()
        found = tuple(self.of_entry(block))
        return found if all(host_of(related.url or "") == host_of(self.page_url) for related in found) else ()

    def _article(self, span: Span, least: int) -> Related | None:
        title, url = clean(span.text), absolute(self.base, span.href or "")
        words = word_count(title)
        if url is None or words < MIN_WORDS or self.rules.line_rule(title) or self.rules.labels.is_bare(title):
            return None
        if url_rule_for(self.refuse, url) or (words < least and not ARTICLE_SHAPE.search(unquote(url))):
            return None
        return Related(title, url) if _key(url) != _key(self.page_url) else None


def entries(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks that begin `blocks` and are links: a list below a bare "Read more:"."""
    for block in blocks:
        if not block.linked_words or block.linked_words < LINK_SHARE * block.words:
            return
        yield block


def stands_among(block: Block, page: Blocks, holders: frozenset[int]) -> bool:
    """Whether `block` is a paragraph of one of the places `holders`, which hold the article's other paragraphs."""
    return block.kind in ("p", "quote") and page.places[block.place].parent in holders


def distinct(found: Iterable[Related]) -> tuple[Related, ...]:
    """Each article once, under its first title of some length: in cards a section or a picture comes before it."""
    kept: dict[str, Related] = {}
    for related in found:
        key = _key(related.url) if related.url else related.title
        before = kept.get(key)
        if before is None or word_count(before.title) < TITLE_WORDS <= word_count(related.title):
            kept[key] = related
    return tuple(kept.values())


def _key(url: str) -> str:
    try:
        return url_key(url)
    except ValueError:
        return url
