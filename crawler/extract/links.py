"""Links of a page, made absolute."""

from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

MAX_URL = 2000  # characters; longer ones are data or an attack


def base_of(tree: HtmlElement, url: str) -> str:
    """What relative links of the page at `url` hang on: its first <base href>, else `url`."""
    base = tree.find(".//base[@href]")
    return (absolute(url, base.get("href") or "") or url) if base is not None else url


def absolute(base: str, href: str) -> str | None:
    """`href` as an absolute http(s) URL, or None for anything else (mailto, data, a user name, nonsense)."""
    href = href.strip()
    if not href or len(href) > MAX_URL or href.startswith("#"):
        return None
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
    except ValueError:  # an unclosed IPv6 bracket, say
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc:
        return None
    return "".join(url.split()).replace("<", "%3C").replace(">", "%3E").replace('"', "%22")
