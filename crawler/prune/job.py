"""One prune, from the days that are not wanted to a smaller archive."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from crawler.archive.fields import Fields
from crawler.archive.holdings import Holdings, WarcFile
from crawler.archive.reader import Unreadable, captures
from crawler.errors import UsageError
from crawler.prune.choice import choose
from crawler.reprocess.scratch import scratch_folder
from crawler.rewrite.exchange import exchange, held_whole, refuse_late, remove_new
from crawler.rewrite.ledger import Ledger
from crawler.rewrite.sealed import Rewriting
from crawler.run.records_reader import lines
from crawler.run.store import Store
from crawler.state import State
from crawler.state.lookup import Lookup


@dataclass(frozen=True, slots=True)
class Task:
    """Drop captures fetched before the day `before` (UTC), of `site` or of all, unless something needs them.

    Without `everything`, the newest capture of a URL (of each status) stays, and what the newest version of an article
    was made from.
    """

    folder: Path
    before: date
    site: str | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Pruned:
    """What came of one site's archive: `captures` of those days, how many went, from how many files, and its bytes.

    `bytes_needed` must be free while it is done: what stays of the files that are written anew, records with it.
    """

    site: str
    captures: int
    dropped: int
    files: int
    bytes_before: int
    bytes_after: int
    bytes_needed: int


@dataclass(frozen=True, slots=True)
class _Surveyed:
    file: WarcFile
    made_by: Fields
    bytes: int


class Job:
    """Does a task, once. `say` takes lines for people.

    No run may be in the store meanwhile, of whatever site: captures of one may refer to another's.
    """

    def __init__(self, task: Task, least_free_bytes: int, now: datetime, say: Callable[[str], None]) -> None:
        self._task, self._least_free_bytes, self._now, self._say = task, least_free_bytes, now, say
        self._files: list[_Surveyed] = []
        self._record_bytes: Counter[str] = Counter()  # by site

    def preview(self) -> list[Pruned]:
        """What `run` would do, a row a site; nothing is changed, and runs may go on. Raises UsageError, CannotWrite."""
        store = Store(self._task.folder)
        with ExitStack() as stack:
            ledger = self._surveyed(stack, store)
            return [self._expected(site, ledger) for site in self._sites()]

    def run(self) -> list[Pruned]:
        """Do it; a row a site. Raises UsageError, SiteBusy and CannotWrite; after any of them all is as it was."""
        store = Store(self._task.folder)
        with ExitStack() as stack:
            state, held = held_whole(stack, store, self._now)
            ledger = self._surveyed(stack, store)
            expected = [self._expected(site, ledger) for site in self._sites()]
            store.require_room(self._least_free_bytes + sum(one.bytes_needed for one in expected))
            sites = [one.site for one in expected if one.dropped]
            stack.callback(remove_new, store, state, sites, self._say)
            rewritings = {site: self._rewritten(store, state, site, ledger) for site in sites}
            refuse_late(store, held)
            exchange(store, list(rewritings.values()), ledger.dropped())
            return [self._measured(one, rewritings.get(one.site)) for one in expected]

    def _surveyed(self, stack: ExitStack, store: Store) -> Ledger:
        """The ledger of all captures: those of other sites, and in files that stay, may need what is old."""
        scratch = stack.enter_context(scratch_folder(store.folder))
        ledger = Ledger(scratch / "ledger.sqlite")
        stack.callback(ledger.close)
        for file in Holdings(store.folder / "archive").files():
            self._survey(file, ledger)
        if self._task.site and self._task.site not in self._sites():
            held = ", ".join(sorted({one.file.site for one in self._files if one.file.site})) or "no site"
            raise UsageError(f"the archive of {store.folder} holds nothing of {self._task.site}; it has {held}")
        with Lookup(store.state_path) as state:
            segments = state.segments("records")
        for segment in segments:
            self._record_bytes[segment.site] += segment.committed_bytes
            for line in lines(store.folder, segment):
                try:
                    record = line.value()
                    ledger.add_record(str(record["id"]), int(str(record["version"])), _capture(record["archive"]))
                except (KeyError, ValueError):
                    continue  # no line of ours: it points at nothing
        choose(ledger, everything=self._task.everything)
        return ledger

    def _survey(self, file: WarcFile, ledger: Ledger) -> None:
        is_meant = not file.is_open and file.site is not None and self._task.site in (None, file.site)
        made_by: Fields = ()
        try:
            for captured in captures(file.path, tolerate_torn=file.is_open):
                if captured.kind == "warcinfo":
                    made_by = made_by or captured.fields
                is_old = captured.at.astimezone(UTC).date() < self._task.before
                ledger.add(file.name, captured, may_go=bool(is_meant and captured.length and is_old))
        except Unreadable as error:
            ledger.keep_all(file.name)
            self._say(f"{error}; this file stays as it is")
        self._files.append(_Surveyed(file, made_by, file.path.stat().st_size))

    def _sites(self) -> list[str]:
        held = {one.file.site for one in self._files if one.file.site}
        return sorted(site for site in held if self._task.site in (None, site))

    def _of(self, site: str, ledger: Ledger) -> list[_Surveyed]:
        """The files of `site` that something goes from."""
        return [one for one in self._files if one.file.site == site and ledger.tally(one.file.name).dropped]

    def _expected(self, site: str, ledger: Ledger) -> Pruned:
        own = [one for one in self._files if one.file.site == site]
        tallies = [ledger.tally(one.file.name) for one in own]
        rewritten = [one for one, tally in zip(own, tallies, strict=True) if tally.dropped]
        before = sum(one.bytes for one in own)
        stays = sum(kept.length for one in rewritten for kept in ledger.kept(one.file.name))
        return Pruned(
            site,
            sum(tally.may_go for tally in tallies),
            sum(tally.dropped for tally in tallies),
            len(rewritten),
            before,
            before - sum(one.bytes for one in rewritten) + stays,
            stays + self._record_bytes[site] if rewritten else 0,
        )

    def _rewritten(self, store: Store, state: State, site: str, ledger: Ledger) -> Rewriting:
        rewriting = Rewriting(store, site, ledger, self._now)
        for one in self._of(site, ledger):
            rewriting.archive(one.file, one.made_by)
        for segment in state.segments.of(site):
            if segment.kind == "records":
                rewriting.lines(segment)
        return rewriting

    def _measured(self, expected: Pruned, rewriting: Rewriting | None) -> Pruned:
        if rewriting is None:
            return expected
        gone = sum(one.bytes for one in self._files if f"archive/{one.file.name}" in rewriting.old)
        new = sum(segment.committed_bytes for segment in rewriting.new if segment.kind == "archive")
        return replace(expected, bytes_after=expected.bytes_before - gone + new)


def _capture(pointer: object) -> str:
    if not isinstance(pointer, dict):
        raise ValueError("no pointer")
    return str(pointer["record_id"])
