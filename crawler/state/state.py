"""The state of a store: what was seen, when it is due, what is committed.

What is finished and not yet committed is answered from memory, so a run sees its own work at once.
"""

from collections.abc import Sequence
from pathlib import Path

from crawler.state.copies import Copies, keep_copies
from crawler.state.database import Database
from crawler.state.memory import Memory, count
from crawler.state.packed import packed_hex, packed_key
from crawler.state.payloads import KEEP, Payloads, keep_row
from crawler.state.pending_copies import PendingCopies
from crawler.state.records import BACK, GONE, UPSERT, Records, upsert_row
from crawler.state.rows import Finished, KnownRecord, Payload, Segment, seconds
from crawler.state.runs import Runs
from crawler.state.segments import COMMIT, Segments
from crawler.state.sources import Sources
from crawler.state.urls import FINISH, Urls, finish_rows, finish_words
from crawler.state.words import learn
from crawler.urls import url_key


class State:
    """One state database, its tables by name. Arguments and errors are Database's."""

    def __init__(self, path: Path | None, copy_of: Path | None = None) -> None:
        self._database = Database(path, copy_of)
        self.urls = Urls(self._database)
        self.records = Records(self._database)
        self.sources = Sources(self._database)
        self.segments = Segments(self._database)
        self.runs = Runs(self._database)
        self.payloads = Payloads(self._database)
        self.memory = Memory(self._database)
        self.copies = Copies(self._database.all)
        self._pending_copies = PendingCopies(self.copies)
        self._pending: dict[str, KnownRecord] = {}
        self._pending_hashes: dict[str, dict[str, None]] = {}  # ids, in the order in which they came
        self._pending_ids: dict[str, str] = {}
        self._pending_payloads: dict[str, Payload] = {}

    def close(self) -> None:
        """Close the database; what was not committed is gone."""
        self._database.close()

    # What the stages ask: the committed, and what is finished but not committed yet.

    def id_of(self, url: str) -> str | None:
        """The article that `url` is known to show, under this or another of its addresses."""
        key = url_key(url)
        return self._pending_ids.get(key) or self.urls.id_of(key)

    def record(self, id: str) -> KnownRecord | None:  # noqa: A002 - the field's name
        """The newest version of article `id`."""
        return self._pending.get(id) or self.records.get(id)

    def records_with(self, content_hash: str) -> list[KnownRecord]:
        """The articles whose newest version has this text, the first fetched first, over all sites."""
        known = [one for one in self.records.with_content(content_hash) if one.id not in self._pending]
        return [*known, *(self._pending[one] for one in self._pending_hashes.get(content_hash, ()))]

    def first_copy(self, id: str, signature: bytes, same: list[str]) -> str | None:  # noqa: A002
        """The first of the articles of which article `id` is a copy by its text's `signature`, or those of `same` are.

        None when it is the first itself, or has no copies.
        """
        return self._pending_copies.first_copy(id, signature, same)

    def note(self, finished: Finished) -> None:
        """Answer from now on as if `finished` were committed already."""
        if finished.record:
            self._pending_copies.add(finished.record)
            self._forget(finished.record.id)  # the version before, when that is pending, too
            self._pending[finished.record.id] = finished.record
            self._pending_hashes.setdefault(finished.record.content_hash, {})[finished.record.id] = None
        if finished.record_id:
            for url in (finished.url, finished.final_url):
                self._pending_ids[url_key(url)] = finished.record_id

    def payload(self, digest: str) -> Payload | None:
        """The stored payload of that digest."""
        return self._pending_payloads.get(digest) or self.payloads.get(digest)

    def payload_of(self, url: str) -> Payload | None:
        """The payload that was stored last for just this URL."""
        pending = next((one for one in reversed(self._pending_payloads.values()) if one.url == url), None)
        return pending or self.payloads.of(url)

    def note_payload(self, payload: Payload) -> None:
        """Answer from now on as if `payload` were committed already."""
        self._pending_payloads[payload.digest] = payload

    def commit(
        self, finished: Sequence[Finished], segments: Sequence[Segment], payloads: Sequence[Payload] = ()
    ) -> None:
        """In one transaction: the new lengths of `segments`, and what they finish. The bytes are on disk already."""
        with self._database.writing() as connection:
            connection.executemany(
                COMMIT, [(segment.committed_bytes, segment.closed, segment.path) for segment in segments]
            )
            learn(connection, finish_words(finished))
            for one in finished:
                connection.executemany(FINISH, finish_rows(one))
                if one.record:
                    connection.execute(UPSERT, upsert_row(one.record, one.fetched_at))
                    keep_copies(connection, one.record)
                elif one.record_id:
                    connection.execute(BACK, (packed_hex(one.record_id),))
                if one.lines:
                    count(connection, one.site, one.lines)
                if one.gone:
                    connection.execute(GONE, (seconds(one.fetched_at), packed_key(url_key(one.url))))
            connection.executemany(KEEP, map(keep_row, payloads))  # last: their pages are known now
        for one in finished:
            self._settle(one)
        for payload in payloads:
            self._pending_payloads.pop(payload.digest, None)

    def _settle(self, finished: Finished) -> None:
        # Only what this commit wrote leaves the memory: a newer version may be pending under the same id.
        record = finished.record
        if record:
            self._pending_copies.drop(record)
        if record and self._pending.get(record.id) is record:
            self._forget(record.id)
        for url in (finished.url, finished.final_url):
            self._pending_ids.pop(url_key(url), None)

    def _forget(self, id: str) -> None:  # noqa: A002 - the field's name
        if record := self._pending.pop(id, None):
            ids = self._pending_hashes[record.content_hash]
            del ids[id]
            if not ids:
                del self._pending_hashes[record.content_hash]
