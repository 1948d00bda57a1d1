"""The head of an HTTP message as a WARC record holds it: written from an exchange, read back from bytes."""

import re
from dataclasses import dataclass

from crawler.archive.exchange import Exchange, Headers

# What is taken off a name of our own writing; a header whose name is lost altogether goes.
NO_TOKEN = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")  # RFC 9110, 5.6.2
LINE_BREAKING = re.compile(r"[\r\n\x00]")
SPACE = re.compile(r"\s")
VERSION = re.compile(r"HTTP/\d(?:\.\d)?")  # "HTTP/1.1"
STATUS_LINE = re.compile(rb"(?P<version>HTTP/[\d.]{1,5})[ \t]+(?P<status>\d{3})(?:[ \t]+(?P<reason>[^\r\n]*))?")
REQUEST_LINE = re.compile(rb"(?P<method>[A-Za-z]{1,20}) (?P<target>\S+)(?: (?P<version>HTTP/[\d.]{1,5}))?")

ORIGINAL = "X-Archive-Orig-"  # what pywb puts before headers that no longer fit the stored body
MAX_HEADERS = 1000  # of a message; servers themselves stop at 100


@dataclass(frozen=True, slots=True)
class Head:
    """The first line, split at its spaces, and the headers of a message; and where its body begins."""

    line: tuple[str, str, str]  # version, status, reason of a response; method, target, version of a request
    headers: Headers
    body_at: int

    def header(self, name: str) -> str:
        """The value of header `name` (lower case), several joined by ", ", or "" when absent."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)


def response_head(exchange: Exchange, *, has_body: bool) -> bytes:
    """Status line, headers and the empty line after them. Without the body (revisits) its length is not held to."""
    line = f"{_version(exchange)} {exchange.status:03} {one_line(exchange.reason)}".rstrip()
    headers = kept_headers(exchange.response_headers, len(exchange.body) if has_body else None)
    return _bytes_of(line, headers)


def request_head(exchange: Exchange, target: str) -> bytes:
    """Request line, headers and the empty line after them."""
    line = f"{NO_TOKEN.sub('', exchange.method) or 'GET'} {SPACE.sub('%20', target)} {_version(exchange)}"
    return _bytes_of(line, kept_headers(exchange.request_headers, None))


def kept_headers(headers: Headers, body_bytes: int | None) -> Headers:
    """`headers` as the record keeps them: no line of theirs can begin another, and they fit the stored body.

    Transfer-Encoding (the body is stored without it) and a Content-Length other than `body_bytes` are renamed to
    X-Archive-Orig-…: a replay that sent them on would hang or break.
    """
    kept = []
    for name, value in headers:
        name, value = NO_TOKEN.sub("", name), one_line(value)
        match name.lower():
            case "":
                continue
            case "transfer-encoding":
                name = ORIGINAL + name
            case "content-length" if body_bytes is not None and value != str(body_bytes):
                name = ORIGINAL + name
        kept.append((name, value))
    return tuple(kept)


def one_line(text: str) -> str:
    """`text` without what could end its line."""
    return LINE_BREAKING.sub(" ", text).strip(" \t")


def read_response_head(block: bytes) -> Head | None:
    """The head of the response that `block` begins with; None when it begins with none."""
    return _read(block, STATUS_LINE, ("version", "status", "reason"))


def read_request_head(block: bytes) -> Head | None:
    """The head of the request that `block` begins with; None when it begins with none."""
    return _read(block, REQUEST_LINE, ("method", "target", "version"))


def _version(exchange: Exchange) -> str:
    return exchange.http_version if VERSION.fullmatch(exchange.http_version) else "HTTP/1.1"


def _bytes_of(line: str, headers: Headers) -> bytes:
    lines = [line, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _read(block: bytes, pattern: re.Pattern[bytes], parts: tuple[str, str, str]) -> Head | None:
    first, at = _line(block, 0)
    match = pattern.fullmatch(first)
    if not match:
        return None
    headers: list[tuple[str, str]] = []
    while at < len(block):
        line, at = _line(block, at)
        if not line:
            break
        text = line.decode("latin-1")
        if text[0] in " \t" and headers:  # a folded value (RFC 9112, 5.2)
            before, value = headers[-1]
            headers[-1] = (before, " ".join((value, text.strip(" \t"))))
            continue
        name, colon, value = text.partition(":")
        if colon and len(headers) < MAX_HEADERS:
            headers.append((name.strip(" \t"), value.strip(" \t")))
    words = tuple((match[part] or b"").decode("latin-1") for part in parts)
    return Head((words[0], words[1], words[2]), tuple(headers), at)


def _line(block: bytes, at: int) -> tuple[bytes, int]:
    """The line at `at` without its end, and where the next begins."""
    end = block.find(b"\n", at)
    if end < 0:
        return block[at:], len(block)
    return block[at:end].removesuffix(b"\r"), end + 1
