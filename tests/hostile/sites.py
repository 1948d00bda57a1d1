"""The hostile sites. Each also has healthy articles, none of which may be lost."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from secrets import token_hex

from tests.hostile.pages import (
    ENTITY_BOMB,
    brotli_bomb,
    endless,
    gzip_bomb,
    killers,
    zstd_bomb,
)
from tests.hostile.web import Answer, Reply, Site, article, links, urlset

BOMB_BYTES = 300_000_000
HEALTHY = tuple(f"/harbour-opens-after-{word}-storm/" for word in ("long", "short", "third"))
SITEMAP = 'sources = [{ kind = "sitemap", url = "{base}/sitemap.xml" }]\n'
CHAIN = "/story-in-a-long-chain-"
GZIPPED = {"Content-Encoding": "gzip"}


def sites() -> list[Site]:
    """All of them."""
    _bomb()  # made while a site is asked for it, by several at once, it took longer than a response may
    return [
        *(_page_site(f"killer-{name}", partial(_killer, name)) for name in _killers()),
        *(_page_site(name, reply) for name, reply in BAD_PAGES.items()),
        *(_site(name, answers, SITEMAP) for name, answers in BAD_SITEMAPS.items()),
        *(_robots_site(name, reply) for name, reply in BAD_ROBOTS.items()),
        *(_trap(name, answer) for name, answer in TRAPS.items()),
        _site(
            "feed-bomb",
            {"/feed/": lambda: Reply(ENTITY_BOMB.replace(b"urlset", b"rss"), kind="text/xml"), "/sitemap.xml": _good},
            SITEMAP.replace("[", '[{ kind = "feed", url = "{base}/feed/" }, '),
        ),
        _site(
            "deep-api",
            {"/wp-json/": lambda: Reply(b"[" * 5_000_000, kind="application/json"), "/sitemap.xml": _good},
            SITEMAP.replace("[", '[{ kind = "wordpress", url = "{base}/wp-json/" }, '),
        ),
    ]


def _good() -> Reply:
    return urlset(list(HEALTHY))


@cache
def _killers() -> Mapping[str, bytes]:
    return killers()


def _killer(name: str) -> Reply:
    return Reply(_killers()[name])


@cache
def _bomb(layers: int = 1) -> bytes:
    return gzip_bomb(BOMB_BYTES, layers)


def _to(location: str) -> Callable[[], Reply]:
    return lambda: Reply(status=302, headers={"Location": location})


# What a site answers in the place of one article of its sitemap.
BAD_PAGES: dict[str, Callable[[], Reply]] = {
    "gzip-bomb": lambda: Reply(_bomb(), headers=GZIPPED),
    "nested-bomb": lambda: Reply(_bomb(2), headers={"Content-Encoding": "gzip, gzip"}),
    "brotli-bomb": lambda: Reply(brotli_bomb(BOMB_BYTES), headers={"Content-Encoding": "br"}),
    "zstd-bomb": lambda: Reply(zstd_bomb(BOMB_BYTES), headers={"Content-Encoding": "zstd"}),
    "endless-body": lambda: Reply(endless),
    "announced-body": lambda: Reply(endless, headers={"Content-Length": str(10**12)}),
    "dripping-body": lambda: Reply(lambda: endless(b"x"), pause_s=0.2),
    "dripping-head": lambda: Reply(b"", head=lambda: endless(b"X-A: b\r\n"), pause_s=0.2),
    "endless-head": lambda: Reply(b"", head=lambda: endless(b"X-A: " + b"b" * 1_000 + b"\r\n")),
    "long-header": lambda: Reply(b"", head=lambda: endless(b"b" * 1_000)),
    "video": lambda: Reply(endless, kind="video/mp4"),
    "stream": lambda: Reply(endless, kind="application/octet-stream"),
    "redirect-loop": _to("{base}/killer-of-a-long-story/?again"),
    "redirect-inside": _to("http://169.254.169.254/latest/meta-data/"),
    "redirect-file": _to("file:///etc/passwd"),
    "redirect-user": _to("http://user:word@127.0.0.1/"),
    "redirect-port": _to("http://127.0.0.1:6379/"),
    "redirect-nonsense": _to("http://[::1:99999/"),
    "refresh-inside": lambda: Reply(b'<meta http-equiv="refresh" content="0;url=http://127.0.0.1:6379/"><p>moved'),
    "refresh-loop": lambda: Reply(b'<meta http-equiv="refresh" content="0;url={base}/killer-of-a-long-story/?again">'),
    "many-encodings": lambda: Reply(b"x" * 999, headers={"Content-Encoding": ", ".join(["gzip"] * 9)}),
}


def _page_site(name: str, reply: Callable[[], Reply]) -> Site:
    bad = "/killer-of-a-long-story/"
    answers = {bad: reply, f"{bad}?again": reply, "/sitemap.xml": lambda: urlset([*HEALTHY, bad])}
    return _site(name, answers, SITEMAP)


def _site(name: str, answers: Mapping[str, Callable[[], Reply]], profile: str) -> Site:
    def answer(path: str) -> Reply | None:
        if path in answers:
            return answers[path]()
        return article(path) if path in HEALTHY else None

    return Site(name, answer, profile, HEALTHY)


def _index(paths: list[str]) -> Reply:
    reply = urlset(paths)
    assert isinstance(reply.body, bytes)
    body = reply.body.replace(b"urlset", b"sitemapindex").replace(b"<url>", b"<sitemap>")
    return Reply(body.replace(b"</url>", b"</sitemap>"), kind="application/xml")


def _many_idle() -> Mapping[str, Callable[[], Reply]]:
    paths = [f"/posts-{number}.xml" for number in range(1, 201)]
    same = {path: lambda: urlset(list(HEALTHY)) for path in paths}
    return {**same, "/sitemap.xml": lambda: _index(paths)}


def _large_sitemap() -> Reply:
    rows = b"".join(
        b"<url><loc>{base}/category/harbour-page-%d/</loc><image><loc>%s</loc></image></url>" % (n, b"i" * 300)
        for n in range(50_000)
    )
    first = b"".join(b"<url><loc>{base}%s</loc></url>" % path.encode() for path in HEALTHY)
    return Reply(b"<urlset>" + first + rows + b"</urlset>", kind="application/xml")


def _beside(bad: str, reply: Callable[[], Reply]) -> Mapping[str, Callable[[], Reply]]:
    """An index of a bad sitemap and a good one."""
    return {"/sitemap.xml": lambda: _index([bad, "/good.xml"]), bad: reply, "/good.xml": _good}


BAD_SITEMAPS: dict[str, Mapping[str, Callable[[], Reply]]] = {
    "entity-sitemap": _beside("/bomb.xml", lambda: Reply(ENTITY_BOMB, kind="text/xml")),
    "gzip-sitemap": _beside("/bomb.xml.gz", lambda: Reply(_bomb(), kind="application/gzip")),
    "drip-sitemap": _beside("/drip.xml", lambda: Reply(lambda: endless(b"<a/>"), kind="text/xml", pause_s=0.2)),
    "idle-sitemaps": _many_idle(),
    "large-sitemap": {"/sitemap.xml": _large_sitemap},
}

WILDCARDS = b"User-agent: *\nDisallow: /" + b"*a" * 200_000 + b"b\nAllow: /\n"
LEADING_INSIDE = (
    b"Sitemap: http://169.254.169.254/sitemap.xml\nSitemap: file:///etc/passwd\n"
    b"Sitemap: http://u:p@127.0.0.1/s.xml\nSitemap: {base}/sitemap.xml\n"
)
BAD_ROBOTS: dict[str, Callable[[], Reply]] = {
    "robots-bomb": lambda: Reply(_bomb(), kind="text/plain", headers=GZIPPED),
    "robots-endless": lambda: Reply(lambda: endless(b"Allow: /x\n" * 6_000), kind="text/plain"),
    "robots-wildcards": lambda: Reply(WILDCARDS, kind="text/plain"),
    "robots-inside": lambda: Reply(LEADING_INSIDE, kind="text/plain"),
}


def _robots_site(name: str, reply: Callable[[], Reply]) -> Site:
    answers = {"/robots.txt": reply, "/sitemap.xml": lambda: urlset(list(HEALTHY)), "/": lambda: links([])}
    return _site(name, answers, 'sources = [{ kind = "site", url = "{base}/" }]\n')


def _trap(name: str, answer: Answer) -> Site:
    def with_articles(path: str) -> Reply | None:
        if path in HEALTHY:
            return article(path)
        return answer(path)

    bounds = "[bounds]\ndepth = 3\n" if name == "short-chain" else ""
    return Site(name, with_articles, f'sources = [{{ kind = "site", url = "{{base}}/" }}]\n{bounds}', HEALTHY)


def _calendar(path: str) -> Reply | None:
    if path == "/":
        return links([*HEALTHY, "/calendar/2026/5/"])
    parts = path.strip("/").split("/")
    if parts[0] != "calendar" or len(parts) < 3:
        return None
    month = int(parts[1]) * 12 + int(parts[2])
    days = [f"/calendar/{parts[1]}/{parts[2]}/{day}/what-is-on-that-day/" for day in range(1, 29)]
    return links([f"/calendar/{month // 12}/{month % 12 + 1}/", *days], path)


def _session(path: str) -> Reply | None:
    bare = path.partition("?")[0]
    if bare in HEALTHY:
        return article(bare)
    mixed = [f"{one}?sid={token_hex(8)}" for one in ("/", "/news/", "/sport/", *HEALTHY)]
    return links([*HEALTHY, *mixed]) if bare in ("/", "/news/", "/sport/") else None


def _facets(path: str) -> Reply | None:
    query = path.partition("?")[2]
    more = [
        f"/?{query}{'&' if query else ''}{name}={value}"
        for name in ("colour", "size", "sort", "brand")
        for value in "abc"
    ]
    return links([*HEALTHY, *more]) if path.startswith("/?") or path == "/" else None


def _endless_path(path: str) -> Reply | None:
    story = f"{path}the-harbour-of-the-old-town-{len(path)}/"
    return links([*HEALTHY, f"{path}more/", f"{path}again/", story]) if path.endswith("/") else None


def _endless_list(path: str) -> Reply | None:
    number = int(path.partition("=")[2] or 1)
    if path != "/" and "page=" not in path:
        return None
    return Reply(
        f'<link rel="next" href="/?page={number + 1}">'.encode()
        + b"".join(b'<h2><a href="%s">A harbour story of some words</a></h2>' % one.encode() for one in HEALTHY)
    )


def _chain(path: str) -> Reply | None:
    """Articles, each of which links to the next: all of them sound, and no end."""
    stem, _, number = path.strip("/").rpartition("-")
    if path == "/":
        return links([*HEALTHY, f"{CHAIN}1/"])
    if f"/{stem}-" != CHAIN:
        return None
    body = article(path).body
    assert isinstance(body, bytes)
    return Reply(body.replace(b"</article>", f'</article><a href="{CHAIN}{int(number) + 1}/">Next</a>'.encode()))


TRAPS: dict[str, Answer] = {
    "chain": _chain,
    "short-chain": _chain,
    "calendar": _calendar,
    "session-ids": _session,
    "facets": _facets,
    "endless-path": _endless_path,
    "endless-list": _endless_list,
}
