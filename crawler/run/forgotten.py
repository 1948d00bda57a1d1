"""What was taken out of a store for good, and must not come back: a tombstone each, which holds hashes and no address.

They lie in a file of their own, so that they outlast the state, the records and the archive. An article is told by the
hashes of all its addresses and of its text, a site by those of its name and its hosts.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from crawler.errors import CannotWrite, UsageError
from crawler.items import Reading, Rejected
from crawler.run.store import PART
from crawler.urls import host_of, url_key

FILE = "forgotten.jsonl"
REASON = "forgotten"  # of rejects, and of requests that are not made
HASH_DIGITS = 32  # as many as an article's id has


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One article or site that was taken out: when (RFC 3339), why, of which site, and by which hashes it is told."""

    forgotten_at: str
    reason: str
    site: str
    hashes: tuple[str, ...]

    @property
    def said(self) -> str:
        """When and why, for people."""
        return f"forgotten on {self.forgotten_at[:10]}: {self.reason}"


class Forgotten:
    """The tombstones of a store."""

    def __init__(self, tombstones: Sequence[Tombstone] = ()) -> None:
        self.tombstones = tuple(tombstones)
        self._by_hash = {hash_: one for one in tombstones for hash_ in one.hashes}

    def of_url(self, url: str) -> Tombstone | None:
        """The one that `url` stands under, by itself or by its host; None for what is no URL."""
        if not self._by_hash:
            return None
        try:
            return self._by_hash.get(hash_of_url(url)) or self._by_hash.get(hash_of_host(host_of(url)))
        except ValueError:
            return None

    def of_text(self, site: str, content_hash: str) -> Tombstone | None:
        """The one of an article of `site` with that text."""
        return self._by_hash.get(hash_of_text(site, content_hash)) if self._by_hash else None

    def of_site(self, site: str) -> Tombstone | None:
        """The one of the whole site."""
        return self._by_hash.get(hash_of_site(site))


def refused(reading: Reading, forgotten: Forgotten) -> Rejected | None:
    """The reject of a page that sends readers on to what was forgotten, or is another form of the article there."""
    for url in (reading.refresh_url, reading.article_url):
        if url and (tombstone := forgotten.of_url(url)):
            one = reading.outcome
            return Rejected(
                one.url, one.requested_url, one.site, REASON, f"leads to it: {tombstone.said}", one.fetched_at,
                one.status, one.found_via,
            )  # fmt: skip
    return None


def hash_of_url(url: str) -> str:
    """Just the id of an article that is first seen there. Raises ValueError for what is no http(s) URL."""
    return _hash(url_key(url))


def hash_of_host(host: str) -> str:
    return _hash(f"host\n{host}")


def hash_of_site(site: str) -> str:
    return _hash(f"site\n{site}")


def hash_of_text(site: str, content_hash: str) -> str:
    return _hash(f"text\n{site}\n{content_hash}")


def read_forgotten(folder: Path) -> Forgotten:
    """The tombstones of the store `folder`. Raises UsageError when they cannot be read: all of them must hold."""
    path = folder / FILE
    try:
        lines = path.read_bytes().splitlines()
    except (FileNotFoundError, NotADirectoryError):  # no store: whoever opens it says so
        return Forgotten()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    try:
        return Forgotten([_tombstone(line) for line in lines])
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} has a line that is no tombstone ({error}); put a backup of it back") from error


def add_tombstones(folder: Path, new: Iterable[Tombstone]) -> None:
    """Write `new` to those of the store, all of them or none. Raises UsageError and CannotWrite."""
    path = folder / FILE
    part = path.with_name(FILE + PART)
    kept = read_forgotten(folder).tombstones
    try:
        with part.open("w", encoding="utf-8") as file:
            file.writelines(_line(one) for one in (*kept, *new))
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}") from error


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:HASH_DIGITS]


def _line(one: Tombstone) -> str:
    value = {"forgotten_at": one.forgotten_at, "reason": one.reason, "site": one.site, "hashes": one.hashes}
    return json.dumps(value, ensure_ascii=False) + "\n"


def _tombstone(line: bytes) -> Tombstone:
    value = json.loads(line)
    at, reason, site, hashes = value["forgotten_at"], value["reason"], value["site"], tuple(value["hashes"])
    if not all(isinstance(text, str) for text in (at, reason, site, *hashes)):
        raise ValueError("something in it is no text")
    return Tombstone(at, reason, site, hashes)
