"""JSON-LD of a page: its objects, and the one that describes the page's own article."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from crawler.extract.metadata.loose_json import MAX_DEPTH, Json, read_json
from crawler.extract.metadata.text import clean_markup, flat

PAGE_URL = re.compile(r"^https?://(?:www\.)?(?P<page>[^/?#]+[^?#]*)", re.IGNORECASE)  # query and fragment aside
MAX_NODES = 5_000  # a live blog of 500 posts with authors has 2,000
MAX_SCRIPTS = 50
MAX_TYPES, MAX_TYPE_CHARS = 10, 100  # of one object
MAX_HOPS = 4  # author -> {"@id"} -> Person is one

ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "BlogPosting",
        "Report",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "AdvertiserContentArticle",
        "SatiricalArticle",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "ScholarlyArticle",
        "TechArticle",
        "MedicalScholarlyArticle",
        "Recipe",
        "Review",
        "CriticReview",
        "HowTo",
        "PodcastEpisode",
        "Interview",
    ]
)
# Say when and by whom, but as a last resort: every page is a WebPage.
PAGE_TYPES = frozenset({"WebPage", "ItemPage", "VideoObject", "CreativeWork", "DiscussionForumPosting"})

Node: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Graph:
    """All objects of a page's JSON-LD in document order, with references by @id resolved on reading."""

    nodes: tuple[Node, ...] = ()
    by_id: Mapping[str, Node] | None = None

    def resolve(self, node: Node) -> Node:
        """`node`, or the fullest object of the same @id where `node` only refers to it."""
        identity = node.get("@id")
        if len(node) <= 2 and isinstance(identity, str) and self.by_id:
            return self.by_id.get(identity, node)
        return node

    def items(self, value: Json) -> Iterator[Json]:
        """The members of a value that may stand alone or in a list, references resolved; nulls left out."""
        for member in value if isinstance(value, list) else [value]:
            if isinstance(member, list):
                yield from (self.resolve(inner) if isinstance(inner, dict) else inner for inner in member)
            elif isinstance(member, dict):
                yield self.resolve(member)
            elif member is not None:
                yield member

    def text(self, value: Json, *keys: str) -> str:
        """The first text that `value` holds: a string, or an object's first filled key of `keys`; "" for none."""
        for _ in range(MAX_HOPS):
            for member in self.items(value):
                if isinstance(member, str) and member.strip():
                    return clean_markup(member)
                if isinstance(member, dict):
                    found = next((member[key] for key in keys if member.get(key)), None)
                    if found is not None:
                        value = found
                        break
            else:
                return ""
        return ""


def types_of(node: Node) -> tuple[str, ...]:
    """The node's types without "schema.org/" before them."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return tuple(
        name.rsplit("/", 1)[-1].removeprefix("schema:")
        for name in names[:MAX_TYPES]
        if isinstance(name, str) and len(name) <= MAX_TYPE_CHARS
    )


def read_graph(scripts: Iterable[str]) -> Graph:
    """The objects of the scripts' JSON, nested ones too, in document order and in bounded number."""
    values: list[Json] = []
    for number, script in enumerate(scripts):
        if number >= MAX_SCRIPTS:
            break
        values.extend(read_json(script))
    nodes = tuple(_objects(values))
    by_id: dict[str, Node] = {}
    for node in nodes:
        identity = node.get("@id")
        if isinstance(identity, str) and len(node) > len(by_id.get(identity, ())):
            by_id[identity] = node
    return Graph(nodes, by_id)


def pick_article(graph: Graph, url: str, headings: Sequence[str]) -> Node | None:
    """The object that describes the article at `url`; None when no object does.

    Told by its type, an URL of its own that is the page's, and a headline equal to one of `headings`. An object whose
    URL is another page's and whose headline is none of the page's is a teaser and never taken.
    """
    page_key = _key(url)
    known = {flat(heading) for heading in headings} - {""}
    best, best_score = None, 0.0
    for node in graph.nodes:
        score = _score(graph, node, page_key, known)
        if score > best_score:
            best, best_score = node, score
    return best


def _score(graph: Graph, node: Node, page_key: str, known: set[str]) -> float:
    types = types_of(node)
    if any(name in ARTICLE_TYPES for name in types):
        score = 2.0
    elif any(name in PAGE_TYPES for name in types):
        score = 0.5
    else:
        return 0.0
    if any(name.endswith(("NewsArticle", "BlogPosting", "Article")) for name in types):
        score += 0.5
    headline = flat(graph.text(node.get("headline") or node.get("name")))
    same_headline = bool(headline) and headline in known
    keys = {_key(graph.text(node.get(name), "@id", "url")) for name in ("url", "mainEntityOfPage", "@id")} - {""}
    same_url = page_key in keys
    if keys and not same_url and not same_headline and known and headline:
        return 0.0
    score += 2.0 * same_headline + 2.0 * same_url
    return score + 0.25 * sum(bool(node.get(key)) for key in ("author", "datePublished", "headline", "articleBody"))


def _objects(values: Sequence[Json]) -> Iterator[Node]:
    """Depth first with a stack of our own, bounded in depth and number."""
    stack: list[tuple[Json, int]] = [(value, 0) for value in reversed(values)]
    seen = 0
    while stack and seen < MAX_NODES:
        value, depth = stack.pop()
        if isinstance(value, dict):
            seen += 1
            yield value
            inner: Iterable[Json] = value.values()
        elif isinstance(value, list):
            inner = value[:MAX_NODES]
        else:
            continue
        if depth < MAX_DEPTH:
            stack.extend((member, depth + 1) for member in reversed(list(inner)) if isinstance(member, (dict, list)))


def _key(url: str) -> str:
    """Host and path for comparing; the full key of `crawler.urls` costs more than all else here."""
    match = PAGE_URL.match(url.strip())
    return match["page"].rstrip("/").lower() if match else ""
