"""Small pages made for the tests of extraction."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

from crawler.extract.article import read_article
from crawler.items import Article, Page, Reading, Rejected
from crawler.profiles import load_profile

URL = "https://daily.example/20240312-harbour-reopens-after-the-storm/"
AT = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)

PARAGRAPHS = (
    "The old harbour of the town opened again on Tuesday, three weeks after the storm threw two cranes into the sea.",
    "Fishermen had waited on the pier since five in the morning, and the first of them were out before the sun was up.",
    "“We have lost a month, but not the boats,” said one of them, who has sailed from here for forty years.",
    "The town wants to raise the wall by a metre before the winter, and asks the ministry for half of the money.",
    "Whether it comes is open: the ministry said only that it would read the letter, as it had read others.",
)


def page_of(
    html: str | bytes, url: str = URL, *, status: int = 200, headers: tuple[tuple[str, str], ...] | None = None
) -> Page:
    body = html.encode() if isinstance(html, str) else html
    return Page(url, url, status, headers or (("content-type", "text/html; charset=utf-8"),), body, AT)


def story(
    *extra: str,
    before: str = "",
    after: str = "",
    head: str = "",
    body_class: str = "single single-post",
    lang: str = "en",
) -> str:
    """A page with the harbour story, `extra` HTML in its middle, `before` and `after` around the article's element."""
    paragraphs = [f"<p>{text}</p>" for text in PARAGRAPHS]
    middle = "\n".join([*paragraphs[:3], *extra, *paragraphs[3:]])
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>Harbour reopens after the storm</title>{head}</head>'
        f'<body class="{body_class}"><nav><a href="/">Home</a> <a href="/world/">World</a></nav>{before}'
        f'<article class="post"><h1>Harbour reopens after the storm</h1><div class="entry-content">{middle}</div>'
        f"</article>{after}<footer><p>The Daily Example, Pier 3</p></footer></body></html>"
    )


def reading_of(html: str | bytes, url: str = URL, profile: str = "generic", **page: object) -> Reading:
    return read_article(page_of(html, url, **page), load_profile(profile))  # type: ignore[arg-type]


def article_of(html: str | bytes, url: str = URL, profile: str = "generic") -> Article:
    outcome = reading_of(html, url, profile).outcome
    assert isinstance(outcome, Article), outcome
    return outcome


def rejected_of(html: str | bytes, url: str = URL, profile: str = "generic", **page: object) -> Rejected:
    outcome = reading_of(html, url, profile, **page).outcome
    assert isinstance(outcome, Rejected), outcome
    return outcome


def corpus_html(corpus: Path, identifier: str) -> bytes:
    return gzip.decompress((corpus / "html" / f"{identifier}.html.gz").read_bytes())
