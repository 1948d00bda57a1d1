"""URLs: the canonical form that a record shows, and the key by which two URLs are compared."""

import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import safe_url_string

DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that name the way a reader came, or his session, never the page.
TRACKING_PARAMETER = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|yclid|msclkid|twclid|igshid|igsh|mc_[ce]id|mkt_tok|_ga|_gl|_hsenc|_hsmi"
    r"|ns_(?:campaign|mchannel|source|linkname|fee)|at_(?:medium|campaign|custom\d|format|link\w*|bbc\w*)"
    r"|cmpid|cmp|ocid|smid|smtyp|s_cid|ito|xtor|wt_\w+|(?:pk|mtm|piwik)_(?:campaign|kwd|keyword|source|medium|content|cid)"
    r"|spm|ref_src|ref_url|__twitter_impression|guccounter|guce_\w+|taid|traffic_source|phpsessid|jsessionid)",
    re.IGNORECASE,
)
SESSION_SUFFIX = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)  # "/story;jsessionid=0A1B"

# The same article once more, for phones: /story/amp/, /amp/story, story.amp.html, ?amp=1, amp.example.com.
AMP_PATH = re.compile(r"(?:/amp(?=/?$)|^/amp(?=/.)|\.amp(?=\.html?$|$))", re.IGNORECASE)
AMP_PARAMETERS = frozenset({"amp", "amp_js_v", "outputtype"})
EXTRA_HOST_LABEL = re.compile(r"(?:www\d?|amp)\.(?=[^.]+\.)")  # "www.example.com", but not "www.com"

INDEX_FILE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)

# What is canonical as it stands, as most addresses of a sitemap are: three times as fast told so as worked out.
PLAIN = re.compile(
    r"https?://(?=[a-z0-9.-]*[a-z])[a-z0-9]+(?:[.-][a-z0-9]+)+/(?:[A-Za-z0-9_~-]+/)*(?:[A-Za-z0-9_~-]+(?:\.[a-z]+)?)?"
)

ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def canonical_url(url: str) -> str:
    """`url` as a record shows it: escaped, host in lower case, without default port, fragment, user-info and tracking.

    Still the address of the same response. Raises ValueError when it is no absolute http(s) URL with a host.
    """
    if PLAIN.fullmatch(url):
        return url
    # Line breaks and tabs go first, as in a browser: inside an address they would end the host early.
    parts = urlsplit(safe_url_string(re.sub(r"[\t\r\n]", "", url).strip()))
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not an http(s) URL: {url!r}")
    host = parts.hostname.rstrip(".")
    if not host or re.search(r"[\s<>\"%\\^`{|}]", host):
        raise ValueError(f"no host: {url!r}")
    if ":" in host:
        host = f"[{host}]"
    port = parts.port  # ValueError when it is no port
    netloc = host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    path = _without_dots(ESCAPE.sub(_tidy_escape, SESSION_SUFFIX.sub("", parts.path)))
    return urlunsplit((parts.scheme, netloc, path, _without_tracking(ESCAPE.sub(_tidy_escape, parts.query)), ""))


@lru_cache(maxsize=4096)  # each page's is asked for a dozen times between its request and its commit
def url_key(url: str) -> str:
    """The key under which all addresses of one page fall together: no scheme, www, trailing slash, AMP; query sorted.

    Compare by it, never fetch it. Raises ValueError as `canonical_url` does.
    """
    parts = urlsplit(canonical_url(url))
    label = EXTRA_HOST_LABEL.match(parts.netloc)
    host = parts.netloc[label.end() :] if label else parts.netloc
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/")
    path = INDEX_FILE.sub("/", AMP_PATH.sub("", path)).rstrip("/")
    # Escapes are not undone: bytes of an old charset (?title=%C7%E1) would all become the same U+FFFD.
    pairs = (pair.replace("+", "%20").removesuffix("=") for pair in parts.query.split("&"))
    query = sorted(pair for pair in pairs if pair and pair.split("=", 1)[0].lower() not in AMP_PARAMETERS)
    return f"{host}{path}" + (f"?{'&'.join(query)}" if query else "")


def host_of(url: str) -> str:
    """The host of `url` in ASCII, lower case, without "www." and port; "" when it has none."""
    try:
        return _plain_host(urlsplit(url).hostname or "")
    except ValueError:  # an unclosed IPv6 bracket, say
        return ""


def origin_of(url: str) -> str:
    """Scheme, host and port of `url`, no path: what robots.txt and a site's own paths hang on.

    Raises ValueError as `canonical_url` does.
    """
    parts = urlsplit(canonical_url(url))
    return f"{parts.scheme}://{parts.netloc}"


def belongs_to(url: str, domains: tuple[str, ...]) -> bool:
    """Whether the host of `url` is one of `domains` or a subdomain of one."""
    host = host_of(url)
    return bool(host) and any(host == domain or host.endswith(f".{domain}") for domain in map(_plain_host, domains))


def _plain_host(host: str) -> str:
    host = host.lower().rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    bare = host.removeprefix("www.")
    return bare if "." in bare else host  # www.com is a host of its own


def _tidy_escape(match: re.Match[str]) -> str:
    # RFC 3986, 6.2.2: %d8 is %D8, and %7E is ~.
    character = chr(int(match[0][1:], 16))
    return character if character in UNRESERVED else match[0].upper()


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4, as every browser does before it asks."""
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    *folders, last = path.split("/")[1:]
    for segment in [*folders, last]:
        if segment == ".." and kept:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    return "/" + "/".join(kept) + ("/" if last in (".", "..") and kept else "")


def _without_tracking(query: str) -> str:
    # Kept pair by pair as written: some servers care about order, and "?p" is not "?p=".
    return "&".join(
        pair for pair in query.split("&") if pair and not TRACKING_PARAMETER.fullmatch(pair.split("=", 1)[0])
    )
