"""One exchange with a server: what was asked and what came back, as close to the wire as we see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

# Why a body is not whole; the words are those of WARC-Truncated.
Truncated = Literal["length", "time", "disconnect", "unspecified"]

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response. `body` is as served: still in its Content-Encoding, but no longer chunked.

    Header names and values hold one character a byte (Latin-1), in the order and spelling in which they are known.
    `fetched_at` is an aware date-time.
    """

    url: str
    method: str
    request_headers: Headers
    http_version: str  # "HTTP/1.1"
    status: int
    reason: str
    response_headers: Headers
    body: bytes
    fetched_at: datetime
    truncated: Truncated | None = None
    ip: str | None = None  # that the response came from

    def header(self, name: str) -> str:
        """The value of response header `name` (lower case), several joined by ", ", or "" when absent."""
        return ", ".join(value for key, value in self.response_headers if key.lower() == name)
