"""URLs: the canonical form that a record shows, and the key by which two URLs are compared."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from w3lib.url import safe_url_string

DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that name the way a reader came, never the page.
TRACKING_PARAMETER = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|yclid|msclkid|twclid|igshid|igsh|mc_[ce]id|mkt_tok|_ga|_gl|_hsenc|_hsmi"
    r"|ns_(?:campaign|mchannel|source|linkname|fee)|at_(?:medium|campaign|custom\d|format|link\w*|bbc\w*)"
    r"|cmpid|cmp|ocid|smid|smtyp|s_cid|ito|xtor|wt_\w+|pk_\w+|mtm_\w+|piwik_\w+|spm|ref_src|ref_url"
    r"|__twitter_impression|guccounter|guce_\w+|taid|traffic_source)$",
    re.IGNORECASE,
)

# The same article once more, for phones: /story/amp/, /amp/story, story.amp.html, ?amp=1, amp.example.com.
AMP_PATH = re.compile(r"(?:/amp(?=/?$)|^/amp(?=/.)|\.amp(?=\.html?$|$))", re.IGNORECASE)
AMP_PARAMETERS = frozenset({"amp", "amp_js_v", "outputtype"})

INDEX_FILE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)


def canonical_url(url: str) -> str:
    """`url` as a record shows it: escaped, host in lower case, without default port, fragment, user-info and tracking.

    Still the address of the same response. Raises ValueError when it is no absolute http(s) URL with a host.
    """
    parts = urlsplit(safe_url_string(url.strip()))
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not an http(s) URL: {url!r}")
    host = parts.hostname.rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    port = parts.port  # ValueError when it is no port
    netloc = host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", _without_tracking(parts.query), ""))


def url_key(url: str) -> str:
    """The key under which all addresses of one page fall together: no scheme, www, trailing slash, AMP; query sorted.

    Compare by it, never fetch it. Raises ValueError as `canonical_url` does.
    """
    parts = urlsplit(canonical_url(url))
    host = re.sub(r"^(?:www\d?|amp)\.(?=[^.]+\.)", "", parts.netloc)
    path = INDEX_FILE.sub("/", AMP_PATH.sub("", parts.path))
    path = re.sub(r"/{2,}", "/", path).rstrip("/")
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in AMP_PARAMETERS
    )
    return f"{host}{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")


def host_of(url: str) -> str:
    """The host of `url`, lower case, without "www." and port; "" when it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # an unclosed IPv6 bracket, say
        return ""
    return host.rstrip(".").removeprefix("www.")


def origin_of(url: str) -> str:
    """Scheme, host and port of `url`, no path: what robots.txt and a site's own paths hang on."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def belongs_to(url: str, domains: tuple[str, ...]) -> bool:
    """Whether the host of `url` is one of `domains` or a subdomain of one."""
    host = host_of(url)
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _without_tracking(query: str) -> str:
    # Kept pair by pair as written: some servers care about order, and "?p" is not "?p=".
    return "&".join(pair for pair in query.split("&") if pair and not TRACKING_PARAMETER.match(pair.split("=", 1)[0]))
