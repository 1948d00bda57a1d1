"""What the demo site serves to machines: robots.txt, sitemaps, the feed, and WordPress's REST interface."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from crawler.demo.document import JSON, XML, Document
from crawler.demo.newspaper import BASE, Newspaper, Post

SITEMAP_SPACE = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)

POSTS_A_SITEMAP = 20
POSTS_IN_FEED = 10

ROBOTS = f"""User-agent: *
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php
Disallow: /?s=

Sitemap: {BASE}/sitemap_index.xml
"""


def machine_documents(paper: Newspaper) -> Iterator[tuple[str, Document]]:
    """Path and answer of robots.txt, the sitemaps and the feed."""
    yield "/robots.txt", Document(ROBOTS.encode(), content_type="text/plain; charset=utf-8")
    yield "/wp-sitemap.xml", Document(status=301, location=f"{BASE}/sitemap_index.xml")
    yield "/feed/", _feed(paper)
    sitemaps = dict(_sitemaps(paper))
    yield from sitemaps.items()
    newest = paper.posts[0].moment.isoformat()
    parts = "".join(f"<sitemap><loc>{BASE}{path}</loc><lastmod>{newest}</lastmod></sitemap>\n" for path in sitemaps)
    yield "/sitemap_index.xml", _xml(f"<sitemapindex {SITEMAP_SPACE}>\n{parts}</sitemapindex>")


def rest_document(paper: Newspaper, path: str, query: Mapping[str, str]) -> Document | None:
    """The answer of /wp-json/, its posts or one post; None for a route that there is not."""
    match path.strip("/").split("/"):
        case ["wp-json"]:
            routes = {"/wp/v2/posts": {"namespace": "wp/v2", "methods": ["GET"]}}
            return _json({"name": paper.name, "url": BASE, "namespaces": ["wp/v2"], "routes": routes})
        case ["wp-json", "wp", "v2", "posts"]:
            return _rest_posts(paper, query)
        case ["wp-json", "wp", "v2", "posts", id]:
            return next((_json(_rest_post(post)) for post in paper.posts if str(post.id) == id), None)
        case _:
            return None


def _rest_posts(paper: Newspaper, query: Mapping[str, str]) -> Document:
    try:
        per_page, number = int(query.get("per_page", "10")), int(query.get("page", "1"))
        after, before = (_moment(query.get(name)) for name in ("after", "before"))
    except ValueError:
        return _json({"code": "rest_invalid_param", "data": {"status": 400}}, status=400)
    posts = [
        post
        for post in paper.posts
        if (after is None or post.moment > after) and (before is None or post.moment < before)
    ]
    pages = -(-len(posts) // max(1, per_page))
    if number > max(1, pages):
        return _json({"code": "rest_post_invalid_page_number", "data": {"status": 400}}, status=400)
    shown = [_rest_post(post) for post in posts[(number - 1) * per_page : number * per_page]]
    return _json(shown, headers=(("X-WP-Total", str(len(posts))), ("X-WP-TotalPages", str(pages))))


def _rest_post(post: Post) -> dict[str, object]:
    modified = post.modified or post.moment
    return {
        "id": post.id,
        "date": f"{post.moment:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{post.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "modified": f"{modified:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{modified.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "slug": post.path.strip("/"),
        "status": "publish",
        "type": "post",
        "link": BASE + post.path,
        "title": {"rendered": post.title},
        "content": {"rendered": "" if post.trap else "\n".join(post.pages), "protected": post.trap == "password"},
    }


def _moment(raw: str | None) -> datetime | None:
    if raw is None:
        return None
    value = datetime.fromisoformat(raw)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _json(value: object, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Document:
    text = json.dumps(value).replace("/", r"\/")  # as PHP writes it
    return Document(text.encode(), content_type=JSON, status=status, headers=headers)


def _sitemaps(paper: Newspaper) -> Iterator[tuple[str, Document]]:
    for start in range(0, len(paper.posts), POSTS_A_SITEMAP):
        entries = [entry for post in paper.posts[start : start + POSTS_A_SITEMAP] for entry in _post_entries(post)]
        yield f"/post-sitemap{start // POSTS_A_SITEMAP + 1}.xml", _urlset(entries)
    yield "/page-sitemap.xml", _urlset([(f"/{page.slug}/", "") for page in paper.pages])
    yield "/category-sitemap.xml", _urlset([(f"/category/{slug}/", "") for slug in paper.categories])
    yield "/post_tag-sitemap.xml", _urlset([(f"/tag/{slug}/", "") for slug in paper.tags])
    yield "/author-sitemap.xml", _urlset([(f"/author/{slug}/", "") for slug in paper.authors])
    attached = [(f"{p.path}{p.image.name}/", p.moment.isoformat()) for p in paper.posts if p.image]
    yield "/attachment-sitemap.xml", _urlset(attached)


def _post_entries(post: Post) -> Iterator[tuple[str, str]]:
    yield post.path, (post.modified or post.moment).isoformat()
    if post.moved_from:
        yield f"/{post.moved_from}/", post.moment.isoformat()


def _urlset(entries: Sequence[tuple[str, str]]) -> Document:
    urls = "".join(
        f"<url><loc>{BASE}{path}</loc>{f'<lastmod>{stamp}</lastmod>' if stamp else ''}</url>\n"
        for path, stamp in entries
    )
    return _xml(f"<urlset {SITEMAP_SPACE}>\n{urls}</urlset>")


def _feed(paper: Newspaper) -> Document:
    items = "".join(
        f"<item><title>{escape(post.title)}</title>"
        f"<link>{BASE}{post.path}?utm_source=rss&amp;utm_medium=rss&amp;utm_campaign=feed</link>"
        f"<pubDate>{format_datetime(post.moment)}</pubDate>"
        f'<guid isPermaLink="false">{BASE}/?p={post.id}</guid>'
        f"<description>{escape(post.description)}</description></item>\n"
        for post in paper.posts[:POSTS_IN_FEED]
    )
    channel = f"<title>{paper.name}</title><link>{BASE}/</link><description>{paper.tagline}</description>"
    return _xml(f'<rss version="2.0"><channel>{channel}\n{items}</channel></rss>')


def _xml(text: str) -> Document:
    return Document(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode(), content_type=XML)
