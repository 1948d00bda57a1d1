"""What is to go: the articles asked for, with all addresses by which they are known, and what else tells of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawler.dates import utc_stamp
from crawler.extract.furniture import line_key
from crawler.run.forgotten import Tombstone, hash_of_host, hash_of_site, hash_of_text, hash_of_url
from crawler.state.lookup import Lookup
from crawler.urls import host_of, url_key


@dataclass(slots=True)
class Target:
    """One article, or one address that gave none, and what is found of it."""

    site: str
    hashes: set[str] = field(default_factory=set)  # of its addresses and texts
    urls: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Wanted:
    """All that is to go. `by_hash` is what an address stands for, `by_id` an article. `site` is gone as a whole."""

    site: str | None = None
    by_id: dict[str, Target] = field(default_factory=dict)
    by_hash: dict[str, Target] = field(default_factory=dict)
    lines: set[tuple[str, bytes]] = field(default_factory=set)  # of the site memory: site and key
    copies: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # that stay, by what they copy
    hosts: set[str] = field(default_factory=set)
    articles: int = 0  # of the site

    def add_address(self, target: Target, url: str) -> None:
        """Know one more address of `target`; what is no http(s) URL is none."""
        try:
            hash_ = hash_of_url(url)
        except ValueError:
            return
        target.hashes.add(hash_)
        target.urls.add(url)
        self.by_hash[hash_] = target

    def target_of(self, value: Mapping[str, object]) -> Target | None:
        """What a line of record or reject belongs to; None: it stays."""
        if found := self.by_id.get(str(value.get("id"))):
            return found
        for name in ("url", "requested_url"):
            url = value.get(name)
            if "id" not in value and isinstance(url, str) and (found := self.of_url(url)):
                return found
        return None

    def goes(self, value: Mapping[str, object]) -> bool:
        """Whether a line of record or reject goes."""
        return (self.site is not None and value.get("site") == self.site) or self.target_of(value) is not None

    def of_url(self, url: str) -> Target | None:
        """What `url` stands for."""
        try:
            return self.by_hash.get(hash_of_url(url))
        except ValueError:
            return None

    def add_record(self, value: Mapping[str, object], least_words: int) -> bool:
        """Take in what a record tells; whether it goes. Texts of fewer words may rightly be another's, too."""
        copied = value.get("duplicate_of")
        if self.goes(value):
            target = self.target_of(value)
            if target:
                self._add_version(target, value, least_words)
            return True
        if isinstance(copied, str):
            self.copies[copied].append(str(value.get("id")))
        return False

    def heirs(self, state: Lookup) -> dict[str, str]:
        """By article that goes, the first of its copies that stays, after which its group is called from now on."""
        gone = {id_: state.first_of(copies) for id_, copies in self.copies.items() if self._is_gone(id_, state)}
        return {id_: heir for id_, heir in gone.items() if heir is not None}

    def _is_gone(self, id: str, state: Lookup) -> bool:  # noqa: A002 - the field's name
        if self.site is None:
            return id in self.by_id
        record = state.record(id)
        return record is not None and record.site == self.site

    def _add_version(self, target: Target, value: Mapping[str, object], least_words: int) -> None:
        for name in ("url", "requested_url"):
            self.add_address(target, str(value.get(name)))
        words, content_hash = value.get("word_count"), value.get("content_hash")
        if isinstance(words, int) and words >= least_words:
            target.hashes.add(hash_of_text(target.site, str(content_hash)))
        self.lines |= {(target.site, line_key(line)) for line in str(value.get("text")).split("\n")}

    def tombstones(self, now: datetime, reason: str, known: Iterable[str]) -> list[Tombstone]:
        """A tombstone for each target, but for those that stand among the `known` hashes whole."""
        stamp = utc_stamp(now)
        if self.site is not None:
            hashes = (hash_of_site(self.site), *map(hash_of_host, sorted(self.hosts)))
            made = [Tombstone(stamp, reason, self.site, hashes)]
        else:
            targets = {id(one): one for one in (*self.by_id.values(), *self.by_hash.values())}.values()
            made = [Tombstone(stamp, reason, one.site, tuple(sorted(one.hashes))) for one in targets]
        held = set(known)
        return [one for one in made if not held.issuperset(one.hashes)]


def wanted_of(urls: Iterable[str], state: Lookup) -> tuple[Wanted, list[str]]:
    """What is to go for `urls`, as far as the state knows, and those of them that it does not know."""
    wanted, unknown = Wanted(), []
    for url in urls:
        entry, record = state.url(url_key(url)), state.record(hash_of_url(url))
        shown = entry and (entry.record_id or entry.alias_of)
        ids = [one for one in (shown, record and record.id) if one]
        target = Target(record.site if record else entry.site if entry else "")
        if not ids and not entry:
            unknown.append(url)
        for id_ in ids:
            target = wanted.by_id.setdefault(id_, target)
        wanted.add_address(target, url)
    return wanted, unknown


def wanted_site(site: str, state: Lookup) -> Wanted:
    """All of `site`."""
    urls = state.record_urls(site)
    return Wanted(site=site, hosts={host_of(url) for url in urls}, articles=len(urls))


def add_known_addresses(wanted: Wanted, state: Lookup) -> None:
    """Let `wanted` have all addresses that the state knows of its articles."""
    for id_, addresses in state.urls_of_all(wanted.by_id).items():
        for url in addresses:
            wanted.add_address(wanted.by_id[id_], url)
