"""One removal, from what is asked for to a store that holds nothing of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from crawler.archive.captured import Captured, with_payload
from crawler.archive.fields import Fields
from crawler.archive.holdings import Holdings, WarcFile
from crawler.archive.reader import Unreadable, captures, read_at
from crawler.errors import UsageError
from crawler.forget.addresses import Wanted, add_known_addresses, wanted_of, wanted_site
from crawler.forget.captures import Addresses, Widow
from crawler.reprocess.scratch import scratch_folder
from crawler.rewrite.exchange import exchange, held_whole, refuse_late, remove_new
from crawler.rewrite.ledger import Ledger
from crawler.rewrite.sealed import Rewriting, Value
from crawler.run.forgotten import add_tombstones, hash_of_url, read_forgotten
from crawler.run.records_reader import StoredLine, lines
from crawler.run.store import Store
from crawler.run.swap import LINES
from crawler.state import State
from crawler.state.forgetting import Going, forget
from crawler.state.lookup import Lookup
from crawler.state.rows import Segment


@dataclass(frozen=True, slots=True)
class Task:
    """Take out of the store `folder` what stands at `urls`, or all of `site`, for `reason`.

    A text of fewer than `least_words` words may rightly come again under another address.
    """

    folder: Path
    reason: str
    urls: tuple[str, ...] = ()
    site: str | None = None
    least_words: int = 0


@dataclass(frozen=True, slots=True)
class Removed:
    """What went: `versions` of `articles`, lines of rejects, captures; `made_whole` are revisits of other pages.

    `unknown` are those of the URLs that the store knows nothing of, `left` lines for people for what could not be
    taken out, and `urls` all addresses that went.
    """

    articles: int
    versions: int
    rejects: int
    captures: int
    made_whole: int
    urls: tuple[str, ...]
    unknown: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def is_something(self) -> bool:
        return bool(self.articles or self.rejects or self.captures or self.urls)


@dataclass(slots=True)
class _Found:
    wanted: Wanted
    unknown: list[str]
    ledger: Ledger
    files: list[tuple[WarcFile, Fields]] = field(default_factory=list)
    widows: dict[str, dict[int, Widow]] = field(default_factory=dict)
    heirs: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)  # sites
    counts: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)

    def is_rewritten(self, file: WarcFile) -> bool:
        """Whether something goes from `file` or changes in it."""
        return file.site is not None and bool(self.ledger.tally(file.name).dropped or file.name in self.widows)


class Job:
    """Does a task, once. `say` takes lines for people. No run may be in the store meanwhile, of whatever site."""

    def __init__(self, task: Task, least_free_bytes: int, now: datetime, say: Callable[[str], None]) -> None:
        self._task, self._least_free_bytes, self._now, self._say = task, least_free_bytes, now, say

    def preview(self) -> Removed:
        """What `run` would take out; nothing is changed, and runs may go on. Raises UsageError and CannotWrite."""
        store = Store(self._task.folder)
        with ExitStack() as stack:
            return self._removed(self._find(stack, store))

    def run(self) -> Removed:
        """Do it. Raises UsageError, SiteBusy and CannotWrite; then all is as it was, but that it may not come back."""
        store = Store(self._task.folder)
        with ExitStack() as stack:
            state, held = held_whole(stack, store, self._now)
            found = self._find(stack, store)
            removed = self._removed(found)
            if not removed.is_something:
                return removed
            self._require_room(store, found)
            sites = sorted(found.touched)
            stack.callback(remove_new, store, state, sites, self._say)
            rewritings = [self._rewritten(store, state, site, found) for site in sites]
            refuse_late(store, held)
            # First of all: whatever happens from here on, no crawl brings it back.
            known = (hash_ for one in read_forgotten(store.folder).tombstones for hash_ in one.hashes)
            if new := found.wanted.tombstones(self._now, self._task.reason, known):
                add_tombstones(store.folder, new)
            exchange(store, rewritings, found.ledger.dropped(), partial(forget, going=_going(found.wanted)))
            return removed

    def _find(self, stack: ExitStack, store: Store) -> _Found:
        scratch = stack.enter_context(scratch_folder(store.folder))
        ledger = Ledger(scratch / "ledger.sqlite")
        stack.callback(ledger.close)
        with Lookup(store.state_path) as state:
            wanted, unknown = wanted_of(self._task.urls, state)
            if self._task.site is not None:
                wanted = wanted_site(self._task.site, state)
            segments = {kind: state.segments(kind) for kind in LINES}
            found = _Found(wanted, unknown, ledger)
            add_known_addresses(wanted, state)
            for segment, value in _values(store, segments["records"]):
                if wanted.add_record(value, self._task.least_words):
                    found.counts["versions"] += 1
                    found.touched.add(segment.site)
            found.heirs = wanted.heirs(state)
        self._survey(store, found)
        for segment, value in _values(store, segments["rejects"]):
            if wanted.goes(value):
                found.counts["rejects"] += 1
                found.touched.add(segment.site)
        for segment, value in _values(store, segments["records"]) if found.heirs else ():
            if value.get("duplicate_of") in found.heirs:
                found.touched.add(segment.site)
        return found

    def _survey(self, store: Store, found: _Found) -> None:
        """Look through all files: captures of other sites may stand for what goes."""
        addresses = Addresses(found.ledger)
        damaged = {}
        for file in Holdings(store.folder / "archive").files():
            made_by: Fields = ()
            try:
                for captured in captures(file.path, tolerate_torn=file.is_open):
                    if captured.kind == "warcinfo":
                        made_by = made_by or captured.fields
                    found.ledger.add(file.name, captured, may_go=False)
                    addresses.add(file.name, captured)
            except Unreadable as error:
                damaged[file.name] = str(error)
            found.files.append((file, made_by))
        wanted = found.wanted
        sites = {file.name: file.site for file, _ in found.files}
        for url in found.unknown:  # but the archive may know it
            target = wanted.by_hash[hash_of_url(url)]
            if name := addresses.file_of(hash_of_url(url)):
                target.site = target.site or sites[name] or ""
            else:
                del wanted.by_hash[hash_of_url(url)]
        found.unknown = [url for url in found.unknown if wanted.of_url(url) is None]
        for hash_, url in addresses.parts_of(wanted.by_hash):
            wanted.add_address(wanted.by_hash[hash_], url)
        site_files = [file.name for file, _ in found.files if wanted.site and file.site == wanted.site]
        addresses.give_up(wanted.by_hash, site_files)
        for file, _ in found.files:
            goes = found.ledger.tally(file.name).may_go
            if goes and (file.name in damaged or file.site is None):
                why = damaged.get(file.name, "is no file of a crawl")
                found.left.append(f"archive/{file.name} holds captures of it and stays as it is: {why}")
                found.ledger.keep_all(file.name)
            elif file.name in damaged:
                found.left.append(f"archive/{damaged[file.name]}; what lies beyond was not looked at")
        found.ledger.begin()
        found.widows = addresses.widows()
        found.counts["made_whole"] = sum(map(len, found.widows.values()))
        for file, _ in found.files:
            dropped = found.ledger.tally(file.name).dropped
            found.counts["captures"] += dropped
            if found.is_rewritten(file):
                found.touched.add(str(file.site))

    def _removed(self, found: _Found) -> Removed:
        counts, wanted = found.counts, found.wanted
        targets = {id(one): one for one in wanted.by_hash.values()}.values()
        return Removed(
            wanted.articles or len(wanted.by_id),
            counts["versions"],
            counts["rejects"],
            counts["captures"],
            counts["made_whole"],
            tuple(sorted({url for one in targets for url in one.urls})),
            tuple(found.unknown),
            tuple(found.left),
        )

    def _require_room(self, store: Store, found: _Found) -> None:
        files = [file.path for file, _ in found.files if found.is_rewritten(file)]
        with Lookup(store.state_path) as state:
            segments = [one for kind in LINES for site in found.touched for one in state.segments(kind, site)]
        needed = sum(path.stat().st_size for path in files) + sum(one.committed_bytes for one in segments)
        store.require_room(self._least_free_bytes + needed)

    def _rewritten(self, store: Store, state: State, site: str, found: _Found) -> Rewriting:
        rewriting = Rewriting(store, site, found.ledger, self._now)
        for file, made_by in found.files:
            widows = found.widows.get(file.name, {})
            if file.site == site and found.is_rewritten(file):
                rewriting.archive(file, made_by, partial(_whole, store.folder / "archive", file, widows))
        for segment in state.segments.of(site):
            if segment.kind in LINES:
                rewriting.lines(segment, partial(_edited, found.wanted, found.heirs))
        return rewriting


def _values(store: Store, segments: list[Segment]) -> Iterator[tuple[Segment, Value]]:
    for segment in segments:
        for line in lines(store.folder, segment):
            if (value := _value(line)) is not None:
                yield segment, value


def _value(line: StoredLine) -> Value | None:
    try:
        return line.value()
    except ValueError:
        return None  # no line of ours: it tells of nothing


def _edited(wanted: Wanted, heirs: Mapping[str, str], value: Value) -> Value | None:
    if wanted.goes(value):
        return None
    copied = value.get("duplicate_of")
    if not isinstance(copied, str) or copied not in heirs:
        return value
    heir = heirs[copied]
    return {**value, "duplicate_of": None if heir == value.get("id") else heir}


def _whole(folder: Path, file: WarcFile, widows: Mapping[int, Widow], offset: int) -> Captured | None:
    """The revisit at `offset` with the payload that it stands for; None when it keeps what it stands for."""
    widow = widows.get(offset)
    if widow is None:
        return None
    revisit = read_at(file.path, widow.place.offset, widow.place.length)
    payload = read_at(folder / widow.file, widow.payload.offset, widow.payload.length)
    try:
        return with_payload(revisit, payload)
    except ValueError as error:
        raise UsageError(f"{file.name}: the payload of the revisit at {offset} cannot be had: {error}") from error


def _going(wanted: Wanted) -> Going:
    return Going(tuple(wanted.by_id), tuple(wanted.by_hash), tuple(wanted.lines), wanted.site)
