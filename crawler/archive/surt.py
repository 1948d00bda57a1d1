"""SURT keys: a URL turned around and made plain, by which web archives sort and look up.

The same keys as pywb's, or it would not find a capture: the rules of the Wayback Machine's key maker, but for session
ids in paths. (pywb's package `surt` is under the AGPL, and asks the network for the address of some hosts.)
"""

import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import quote_from_bytes, unquote_to_bytes

HOST_AND_REST = re.compile(
    r"(?P<scheme>https?|ftp)://(?P<host>[^/?#]*)(?P<path>[^?#]*)\??(?P<query>[^#]*)", re.IGNORECASE
)
PORT = re.compile(r":(\d*)$")
WWW = re.compile(r"www\d*\.")  # "www.", "www2."
DEFAULT_PORTS = {"http": "80", "https": "443", "ftp": ""}

QUERY_SESSIONS = tuple(
    re.compile(rf"^(?P<before>.*){parameter}(?:&(?P<after>.*))?$")
    for parameter in (
        "jsessionid=[0-9a-z]{32}",
        "phpsessid=[0-9a-z]{32}",
        "sid=[0-9a-z]{32}",
        "aspsessionid[a-z]{8}=[a-z]{24}",
        "cfid=[^&]+&cftoken=[^&]+",
    )
)

MAX_UNESCAPES = 20  # rounds; %252525… of a hostile URL would take as many as it has characters
SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"


def surt_key(url: str) -> str:
    """The key of `url`, without spaces: "com,example)/path?query". What has no host (dns:, urn:) is its own key."""
    url = re.sub(r"[\t\r\n]", "", url).strip()
    match = HOST_AND_REST.match(url)
    host, port = _host_and_port(match["host"], match["scheme"].lower()) if match else ("", "")
    if not match or not host:
        return re.sub(r"\s", "%20", url) or "-"
    path = _plain(_resolved(_unescaped(match["path"]))).removesuffix("/") or "/"
    query = _ordered(_without_session(_plain(_unescaped(match["query"])))) if match["query"] else ""
    return f"{','.join(reversed(host.split('.')))}{port}){path}" + (f"?{query}" if query else "")


@lru_cache(maxsize=1000)  # a crawl asks few hosts again and again
def _host_and_port(authority: str, scheme: str) -> tuple[str, str]:
    authority = authority.rpartition("@")[2].replace("[", "").replace("]", "")  # of IPv6; the colons stay
    port = PORT.search(authority)
    host = authority[: port.start()] if port else authority
    raw = _unescaped(host)
    if not raw.isascii():
        with suppress(UnicodeError):  # a label that is too long, say: its bytes are escaped below
            raw = raw.decode("utf-8", "ignore").encode("idna")
    plain = _plain(raw.replace(b"..", b".").strip(b"."))
    www = WWW.match(plain)
    has_port = port is not None and port[1] not in ("", DEFAULT_PORTS[scheme])
    return plain[www.end() if www else 0 :], f":{int(port[1])}" if port and has_port else ""


def _unescaped(text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    for _ in range(MAX_UNESCAPES):
        if b"%" not in data:
            break
        once = unquote_to_bytes(data)
        if once == data:
            break
        data = once
    return data


def _plain(data: bytes) -> str:
    return quote_from_bytes(data, safe=SAFE).lower()


def _resolved(path: bytes) -> bytes:
    """`path` without dot segments and doubled slashes; it always begins with a slash."""
    kept: list[bytes] = []
    names = path.split(b"/")[1:]
    for name in names:
        if name == b".." and kept:
            kept.pop()
        elif name != b".":
            kept.append(name)
    last = kept.pop() if kept else b""
    return b"".join(b"/" + name for name in kept if name) + b"/" + last


def _without_session(query: str) -> str:
    for session in QUERY_SESSIONS:
        if match := session.match(query):
            query = match["before"] + (match["after"] or "")
    return query


def _ordered(query: str) -> str:
    # "a" before "a=": a pair is compared name first, and one without a value comes before one with an empty one.
    return "&".join("=".join(pair) for pair in sorted(pair.split("=", 1) for pair in query.split("&")))
