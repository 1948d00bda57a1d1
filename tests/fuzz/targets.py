"""Targets: every parser of foreign input, what it may raise, and how long one input may take."""

import gzip
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from hypothesis import strategies as st

from crawler.archive.reader import Unreadable, captures
from crawler.archive.warc import digest_of, response
from crawler.bodies import beginning_of, decoded_body, text_of
from crawler.cli.json_member import members
from crawler.dates import Window, parse_stamp
from crawler.discovery.reading import read_source
from crawler.errors import NewskeepError, ProfileError, RetryLater
from crawler.extract.article import read_article
from crawler.extract.metadata.loose_json import read_json
from crawler.extract.rules import compiled
from crawler.extract.saved_text import cleaned
from crawler.items import Article, Page, Source, SourceKind
from crawler.middlewares.politeness import retry_after_s
from crawler.profiles import profile_for_site
from crawler.profiles.layer import read_layer
from crawler.record import record_line
from crawler.robots import read_robots
from crawler.urls import canonical_url, host_of, url_key
from tests.archive.exchanges import PAGE, exchange
from tests.fuzz.inputs import damaged, damaged_text
from tests.server import news_page

URL = "https://daily.example/2026/03/04/bridge-opens/"
PROFILE = profile_for_site("https://daily.example/")
NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Target:
    """`run` reads one of `inputs`; it may raise `errors` and take `most_s`, and nothing else."""

    run: Callable[..., object]
    inputs: st.SearchStrategy[object]
    errors: tuple[type[Exception], ...] = ()
    most_s: float = 1.0


def _page(body: bytes, kind: str, encoding: str = "") -> Page:
    headers = (("content-type", kind), ("content-encoding", encoding))
    return Page(URL, URL, 200, headers, body, NOW)


def _source(kind: SourceKind, content_type: str, body: bytes) -> None:
    read_source(Source(kind, URL), _page(body, content_type), PROFILE, Window())


def _article(body: bytes, kind: str) -> None:
    outcome = read_article(_page(body, kind), PROFILE).outcome
    if isinstance(outcome, Article):
        line = record_line(outcome)
        if line.count(b"\n") != 1 or len(line.decode().splitlines()) != 1:
            raise AssertionError("a record is more than one line")
        json.loads(line)


def _robots(body: bytes, path: str) -> None:
    read_robots(body, "newskeep").allows(f"https://daily.example/{path}")


def _url(text: str) -> None:
    host_of(text)
    again = canonical_url(text)
    if canonical_url(again) != again:
        raise AssertionError(f"{again!r} has another canonical form")
    url_key(text)


def _saved_text(text: str) -> None:
    rules = compiled(PROFILE.boilerplate)
    once = cleaned(text, rules).text
    if cleaned(once, rules).text != once:
        raise AssertionError("a clean text was cleaned once more")


def _json_line(line: str) -> None:
    found = members(line)
    if found.keys() != json.loads(line).keys():
        raise AssertionError("other members than the parser's")


def _warc(body: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".warc.gz") as file:
        file.write(body)
        file.flush()
        for _ in captures(Path(file.name)):
            pass


SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://daily.example/2026/a/</loc>
<lastmod>2026-03-04T07:00:00Z</lastmod><n:news><n:publication_date>2026-03-04</n:publication_date><n:title>A</n:title>
</n:news></url><url><loc>https://daily.example/2026/b/</loc></url></urlset>"""
INDEX = b"""<sitemapindex><sitemap><loc>https://daily.example/s1.xml</loc><lastmod>2026-03</lastmod>
</sitemap></sitemapindex>"""
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>D</title><item><title>A</title>
<link>https://daily.example/2026/a/</link><pubDate>Wed, 04 Mar 2026 07:00:00 +0200</pubDate></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">A</title>
<link rel="alternate" href="https://daily.example/2026/a/"/><updated>2026-03-04T07:00:00Z</updated></entry></feed>"""
POSTS = json.dumps(
    [
        {
            "id": 7, "date": "2026-03-04T09:00:00", "date_gmt": "2026-03-04T07:00:00", "modified_gmt": "2026-03-04T07:30:00",
            "link": "https://daily.example/2026/a/", "title": {"rendered": "A"}, "type": "post", "status": "publish",
        }
    ]
).encode()  # fmt: skip
LISTING = (
    b'<html><body><main><article><h2><a href="/2026/a/">A bridge opens at last</a></h2></article></main></body></html>'
)
LD = (
    '{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"A","datePublished":"2026-03-04T07:00:00Z",'
    '"author":[{"@type":"Person","name":"Ann Lee"}],"image":{"url":"/a.jpg"},"keywords":["a","b"]}]}'
)
ARTICLE = news_page("The bridge opens", "The mayor", path="/2026/03/04/bridge-opens/").encode()
ARABIC = "<p>أعلن الرئيس اليوم عن مفاوضات جديدة في العاصمة.</p>" * 4
PROFILE_TOML = """name = "daily"
extends = "generic"
domains = ["daily.example"]
timezone = "Asia/Beirut"
sources = [{ kind = "sitemap", url = "https://daily.example/s.xml" }]
[politeness]
delay_s = 2.0
contact = "https://us.example/"
[[refuse]]
name = "live"
pattern = "^/live/"
matches = "/live/a/"
spares = "/a/"
[[boilerplate.lines]]
name = "share"
pattern = "^Share this"
removes = "Share this story"
keeps = "Shares fell"
"""

WARC = response(exchange(), "0" * 8 + "-0000-0000-0000-" + "0" * 12, digest_of(PAGE), "gzip")

TARGETS: dict[str, Target] = {
    "urls": Target(
        _url,
        damaged_text(
            ["https://Daily.example:443/a/../b/?utm_source=x&p=1#c", "http://user:pw@[::ffff:1.2.3.4]:80/ä%zz"],
            ["//", "\\", "@", ":", "[", "]", "%25", "..", ";jsessionid=1", "xn--", "。", "①"],
        ),
        (ValueError,),
    ),
    "robots": Target(
        lambda both: _robots(*both),
        st.tuples(
            damaged(
                [b"User-agent: *\nDisallow: /a*b$\nAllow: /a\nCrawl-delay: 5\n\nUser-agent: newskeep\nSitemap: /s.xml\n"],
                [b"*", b"$", b"#", b"User-agent: newskeep\n", b"Disallow: ", b"%2f"],
            ),
            st.text(max_size=40),
        ),
    ),
    "sitemap": Target(
        partial(_source, "sitemap", "application/xml"),
        damaged([SITEMAP, INDEX, gzip.compress(SITEMAP), b"https://daily.example/2026/a/\n"]),
        (NewskeepError,),
    ),
    "feed": Target(partial(_source, "feed", "application/rss+xml"), damaged([RSS, ATOM]), (NewskeepError,)),
    "wordpress": Target(partial(_source, "wordpress", "application/json"), damaged([POSTS]), (NewskeepError,)),
    "listing": Target(partial(_source, "listing", "text/html"), damaged([LISTING, ARTICLE]), (NewskeepError,)),
    "links": Target(partial(_source, "links", "text/html"), damaged([LISTING, ARTICLE]), (NewskeepError,)),
    "site": Target(partial(_source, "site", "text/html"), damaged([LISTING, ARTICLE]), (NewskeepError,)),
    "dates": Target(
        parse_stamp,
        damaged_text(
            ["2026-03-04T07:00:00.123+02:00", "Wed, 04 Mar 2026 07:00:00 GMT", "4 March 2026 at 7:00", "20260304", "1772607600"],
            ["T", "Z", "+99:99", "EET", "24:00", "-0000"],
        ),
        (ValueError,),
    ),
    "retry-after": Target(
        lambda text: retry_after_s(text, NOW), damaged_text(["120", "Wed, 04 Mar 2026 07:01:30 GMT"], ["+9999", "-"])
    ),
    "charsets": Target(
        lambda both: text_of(both[0], both[1], "html"),
        st.tuples(
            damaged(
                [ARABIC.encode(codec) for codec in ("utf-8", "windows-1256", "utf-16", "utf-16-be", "iso-8859-6")],
                [b"<meta charset=utf-16>", b'<meta http-equiv=content-type content="text/html;charset=x-gbk">', b"\x1b$B"],
            ),
            st.sampled_from(["text/html", "text/html; charset=utf-8", "text/html; charset=gb18030", "a; charset=iso-2022-jp"])
            | st.text(max_size=30),
        ),
    ),
    "encodings": Target(
        lambda both: decoded_body(_page(both[0], "text/html", both[1]), 1_000_000) + beginning_of(both[0], both[1], 1000),
        st.tuples(
            damaged([gzip.compress(ARTICLE), ARTICLE]),
            st.lists(st.sampled_from(["gzip", "br", "zstd", "deflate", "x", ""]), max_size=4).map(",".join),
        ),
        (NewskeepError,),
    ),
    "article": Target(
        lambda both: _article(*both),
        st.tuples(
            damaged([ARTICLE, ARTICLE.replace(b"</head>", f'<script type="application/ld+json">{LD}</script></head>'.encode())]),
            st.sampled_from(["text/html; charset=utf-8", "text/html", "application/xhtml+xml"]),
        ),
        (RetryLater,),
        most_s=3.0,
    ),
    "json-ld": Target(read_json, damaged_text([LD], ["//", "/*", ",", "}", "]", "\\u0000", "&quot;"])),
    "saved-text": Target(
        _saved_text,
        damaged_text(["Bridge opens\n\nIt did.\n\nREAD: Cranes fall\n\nLeave A Reply\n"], ["\r", "\u2028", "\u200f", "READ: ", "\n"]),
    ),
    "json-line": Target(_json_line, damaged_text([LD, '{"text": "a", "b": [1e5, {"c": "\\ud83d"}]}'], ["{", "\\", '"', ","]), (ValueError,)),
    "profile": Target(lambda text: read_layer(text, "fuzz.toml"), damaged_text([PROFILE_TOML], ["(a+)+$", "[[", "="]), (ProfileError,)),
    "warc": Target(_warc, damaged([WARC, WARC * 2, gzip.decompress(WARC)]), (Unreadable,)),
}  # fmt: skip
