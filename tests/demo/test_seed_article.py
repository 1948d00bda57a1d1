"""The article that this project began with, put into a page of the demo's theme, comes out exact."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from crawler.demo.articles import article_documents
from crawler.demo.newspaper import BASE, Newspaper, Post, read_newspaper
from crawler.extract.article import read_article
from crawler.items import Article, Page
from crawler.profiles import load_profile

SITE = "https://www.middleeastmonitor.com"
SUFFIX = " – Middle East Monitor"
LABEL = "READ: "
FORM = "Leave A Reply"  # what the saved text ends in; the theme's comment form says it here


@dataclass(frozen=True, slots=True)
class Saved:
    """The saved text, taken apart. `lines` are its paragraphs and label lines in order."""

    title: str
    lines: tuple[str, ...]

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in self.lines if not line.startswith(LABEL)]

    @property
    def related(self) -> list[str]:
        return [line.removeprefix(LABEL) for line in self.lines if line.startswith(LABEL)]


def saved(corpus: Path) -> Saved:
    (path,) = (corpus / "seed").glob("*.txt")
    head, *lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    assert head.endswith(SUFFIX)
    assert lines[-1] == FORM
    return Saved(head.removesuffix(SUFFIX), tuple(lines[:-1]))


def served(seed: Saved, paper: Newspaper) -> Page:
    """The page of a post with the seed's lines, as the demo's theme makes it, at the real site's address."""
    post = Post(
        slug="20200818-turkey-qatar-sign-military-cooperation-agreement-with-libyan-government",
        id=818,
        title=seed.title,
        description="",
        date=datetime(2020, 8, 18, 14, 2, 11, tzinfo=UTC),
        authors=("staff",),
        category="news",
        tags=(),
        pages=("\n".join(_html(seed.lines)),),
    )
    ((path, document),) = article_documents(replace(paper, name=SUFFIX.removeprefix(" – ")), post)
    html = document.body.replace(BASE.encode(), SITE.encode())
    headers = (("content-type", document.content_type),)
    return Page(SITE + path, SITE + path, 200, headers, html, datetime(2026, 11, 1, tzinfo=UTC))


def _html(lines: tuple[str, ...]) -> Iterator[str]:
    for number, line in enumerate(lines):
        text = escape(line, quote=False)
        link = f'<a href="{BASE}/20200817-another-story-{number}/"><strong>{text}</strong></a>'
        yield f"<p>{link if line.startswith(LABEL) else text}</p>"


def test_the_seed_article_comes_out_exact(corpus: Path) -> None:
    seed = saved(corpus)
    page = served(seed, read_newspaper())

    article = read_article(page, load_profile("memo")).outcome

    assert isinstance(article, Article)
    assert article.title == seed.title
    assert article.text.split("\n\n") == seed.paragraphs
    assert [related.title for related in article.related] == seed.related
    assert article.date_published == "2020-08-18T14:02:11+00:00"


def test_the_read_lines_point_where_their_links_do(corpus: Path) -> None:
    seed = saved(corpus)
    page = served(seed, read_newspaper())

    article = read_article(page, load_profile("memo")).outcome

    assert isinstance(article, Article)
    assert len(seed.related) == 2
    assert all((related.url or "").startswith(f"{SITE}/20200817-another-story-") for related in article.related)
