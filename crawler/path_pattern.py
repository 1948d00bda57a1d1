"""Patterns of paths as robots.txt has them (RFC 9309, 2.2.3): "*" is any characters, "$" at the end is the end."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
RESERVED = frozenset(b"!&'()+,/:;=?@[]")
# A query may hold these as they are (RFC 3986, 3.4); in the table of RFC 9309 both spellings are the same.
PLAIN_IN_QUERY = frozenset(b"/:?@")
ESCAPE_OR_ODD = re.compile(rb"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~/=*-]")


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A pattern, as its parts between the stars."""

    parts: tuple[str, ...]
    to_end: bool

    def matches(self, path: str) -> bool:
        """Whether it matches `path`, as `path_of` gives it."""
        first, *rest = self.parts
        if not path.startswith(first):
            return False
        if not rest:
            return not self.to_end or len(path) == len(first)
        at = len(first)
        for part in rest[:-1]:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        if self.to_end:
            return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at
        return path.find(rest[-1], at) >= 0


def read_pattern(octets: bytes) -> tuple[str, bool]:
    """The pattern in its one spelling, to be parted at the stars, and whether it has to match to the path's end."""
    to_end = octets.endswith(b"$")
    return re.sub(r"\*+", "*", _spelt(octets[:-1] if to_end else octets)), to_end


def path_of(url: str) -> str:
    """Path and query of `url`, an absolute one, in the spelling that patterns are compared with."""
    address = url.partition("#")[0]
    parts = urlsplit(address)
    query = f"?{parts.query}" if "?" in address else ""
    return _spelt(f"{parts.path or '/'}{query}".encode("utf-8", "surrogateescape")).replace("*", "%2A")


def _spelt(path: bytes) -> str:
    """A path with its query, or a pattern of them, each octet in its one spelling (RFC 9309, 2.2.2).

    An escape of what is not reserved is undone, all others are of upper case. A dollar is always one: %24.
    """
    before, mark, query = path.partition(b"?")
    spelt = ESCAPE_OR_ODD.sub(_octet, before) + mark + ESCAPE_OR_ODD.sub(_octet_of_query, query)
    return spelt.decode("ascii")


def _octet(found: re.Match[bytes], plain: frozenset[int] = UNRESERVED) -> bytes:
    is_escape = len(found[0]) > 1
    octet = int(found[0][1:], 16) if is_escape else found[0][0]
    return bytes((octet,)) if octet in plain or (octet in RESERVED and not is_escape) else b"%%%02X" % octet


def _octet_of_query(found: re.Match[bytes]) -> bytes:
    return _octet(found, UNRESERVED | PLAIN_IN_QUERY)
