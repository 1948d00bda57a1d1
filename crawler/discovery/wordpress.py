"""WordPress REST API: pages of posts, of which only links, dates and titles are used."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from crawler.dates import Window
from crawler.discovery.markup import start_of
from crawler.discovery.sieve import Sieve, stamp
from crawler.errors import SourceChanged
from crawler.items import Found, Source, SourceReading

POSTS_ROUTE = "/wp/v2/posts"
PAGE_SIZE = 100  # the most that WordPress gives
MAX_PAGES = 20_000  # two million posts
# `after` and `before` are in the site's zone, whatever that is; the page's own date decides at the end.
SLACK = timedelta(days=2)


def posts_source(api_root: str, window: Window, depth: int = 0) -> Source:
    """The first page of posts below `api_root` ("…/wp-json/" or "…/?rest_route=/"), newest first."""
    parameters = {"per_page": str(PAGE_SIZE), "page": "1", "orderby": "date", "order": "desc"}
    if window.since:
        parameters["after"] = f"{window.since - SLACK}T00:00:00"
    if window.until:
        parameters["before"] = f"{window.until + SLACK}T00:00:00"
    parameters["_fields"] = "link,date_gmt,modified_gmt,title"
    parts = urlsplit(api_root)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    path = parts.path
    if "rest_route" in query:  # plain permalinks: the route is a parameter
        query["rest_route"] = POSTS_ROUTE
    else:
        path = path.rstrip("/") + POSTS_ROUTE
    return Source("wordpress", urlunsplit(parts._replace(path=path, query=_query({**query, **parameters}))), depth)


def newest_edits(source: Source) -> Source | None:
    """For the first page of posts, newest first, the first page of the same posts, last edited first; else None."""
    parts = urlsplit(source.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if query.get("orderby") != "date" or query.get("page") != "1":
        return None
    return replace(source, url=urlunsplit(parts._replace(query=_query({**query, "orderby": "modified"}))))


def read_wordpress(text: str, total_pages: str, sieve: Sieve) -> SourceReading:
    """The posts of one answer of the API and the next page; for the API's root, the first page of posts.

    `total_pages` is the X-WP-TotalPages header, or "". Raises SourceChanged for anything else than posts.
    """
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceChanged(f"no JSON at {sieve.page_url}, but {start_of(text)!r}") from error
    if isinstance(answer, dict):
        return _read_object(answer, sieve)
    if not isinstance(answer, list):
        raise SourceChanged(f"no list of posts at {sieve.page_url}, but {start_of(text)!r}")
    posts = [post for post in answer if isinstance(post, dict) and isinstance(post.get("link"), str)]
    if len(posts) < len(answer):
        raise SourceChanged(f"entries without a link at {sieve.page_url}: {start_of(text)!r}")
    found = (_post(post, sieve) for post in posts)
    further = _next_page(len(posts), total_pages, sieve)
    return SourceReading(tuple(article for article in found if article), (further,) if further else ())


def _read_object(answer: Mapping[str, object], sieve: Sieve) -> SourceReading:
    code = answer.get("code")
    if code == "rest_post_invalid_page_number":  # the list became shorter while we read it
        return SourceReading()
    if code is not None:
        raise SourceChanged(
            f"the API at {sieve.page_url} answers {str(code)[:60]!r}: {start_of(str(answer.get('message')))}"
        )
    namespaces = answer.get("namespaces")
    if not isinstance(namespaces, list):
        raise SourceChanged(f"no list of posts at {sieve.page_url}, and no root of an API")
    if "wp/v2" not in namespaces:
        raise SourceChanged(f"the API at {sieve.page_url} gives no posts (no wp/v2)")
    return SourceReading(further=(posts_source(sieve.page_url, sieve.window, sieve.source.depth + 1),))


def _post(post: Mapping[str, object], sieve: Sieve) -> Found | None:
    title = post.get("title")
    rendered = title.get("rendered") if isinstance(title, dict) else title
    return sieve.found(
        str(post["link"]),
        title=rendered if isinstance(rendered, str) else None,
        published=stamp(_text(post, "date_gmt"), "UTC"),
        modified=stamp(_text(post, "modified_gmt"), "UTC"),
    )


def _text(post: Mapping[str, object], name: str) -> str | None:
    value = post.get(name)
    return value if isinstance(value, str) else None


def _next_page(posts: int, total_pages: str, sieve: Sieve) -> Source | None:
    parts = urlsplit(sieve.source.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    number = _number(query.get("page"), 1)
    total = _number(total_pages, 0)
    has_more = number < total if total else posts >= _number(query.get("per_page"), 10)  # 10: WordPress's default
    if not has_more or not posts or number >= MAX_PAGES:
        return None
    url = urlunsplit(parts._replace(query=_query({**query, "page": str(number + 1)})))
    return sieve.further("wordpress", url)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text.strip()) else default


def _query(parameters: Mapping[str, str]) -> str:
    # "/" and "," as they are: some firewalls take "%2F" in a route for an attack.
    return urlencode(parameters, safe="/,:", quote_via=quote)
