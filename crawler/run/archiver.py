"""The archiver: every response of a site's crawl becomes a record of its archive, and a line of its index."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from crawler.archive.cdxj import CaptureKind, cdxj_line
from crawler.archive.exchange import Exchange
from crawler.archive.member import Compression
from crawler.archive.page_note import PageNote
from crawler.archive.warc import RevisitProfile, digest_of, metadata, request, response, revisit, warcinfo
from crawler.items import ArchivePointer
from crawler.run.committer import Committer
from crawler.run.segment import Opening, SegmentWriter
from crawler.state import State
from crawler.state.rows import Payload

NOT_MODIFIED = 304


class Archiver:
    """Writes to one site's archive. `chance` gives the ids of records.

    What it appends is made final by the same commit as the record of the page.
    """

    def __init__(
        self,
        warcs: SegmentWriter,
        index: SegmentWriter,
        state: State,
        committer: Committer,
        compression: Compression,
        chance: Callable[[], UUID],
    ) -> None:
        self._warcs, self._index, self._state, self._committer = warcs, index, state, committer
        self._compression, self._chance = compression, chance

    def keep(self, exchange: Exchange) -> ArchivePointer:
        """Store what was asked and what came back; where it lies. Raises CannotWrite, and then nothing counts."""
        record_id = self._chance().urn
        digest = digest_of(exchange.body)
        kind, member, digest = self._member(exchange, record_id, digest)
        offset = self._warcs.append(member)
        # The request lies in the same file: the segment rotates between exchanges, never within one.
        file = self._warcs.path or ""
        self._warcs.append_beside(request(exchange, self._chance().urn, record_id, self._compression))
        name = file.rpartition("/")[2]
        self._index.append(cdxj_line(exchange, kind, name, offset, len(member), digest))
        if kind == "response" and exchange.body and not exchange.truncated and exchange.status == 200:
            self._committer.keep(Payload(digest, record_id, exchange.url, exchange.fetched_at))
        return ArchivePointer(record_id, file, offset, len(member), digest)

    def note(self, url: str, pointer: ArchivePointer, note: PageNote, now: datetime) -> None:
        """Store what is known of the page that `pointer` holds, and that it is taken in now. Raises CannotWrite."""
        record_id = self._chance().urn
        member = metadata(url, record_id, now, pointer.record_id, note.fields(), self._compression)
        self._warcs.append_beside(member)

    def _member(self, exchange: Exchange, record_id: str, digest: str) -> tuple[CaptureKind, bytes, str]:
        if exchange.status == NOT_MODIFIED and (stored := self._state.payload_of(exchange.url)):
            return "revisit", self._revisit(exchange, record_id, stored, "server-not-modified"), stored.digest
        if exchange.body and not exchange.truncated and (stored := self._state.payload(digest)):
            return "revisit", self._revisit(exchange, record_id, stored, "identical-payload-digest"), digest
        return "response", response(exchange, record_id, digest, self._compression), digest

    def _revisit(self, exchange: Exchange, record_id: str, stored: Payload, profile: RevisitProfile) -> bytes:
        return revisit(
            exchange, record_id, stored.record_id, stored.url, stored.captured_at, profile, stored.digest,
            self._compression,
        )  # fmt: skip


def opening_of(fields: Mapping[str, str], compression: Compression, chance: Callable[[], UUID]) -> Opening:
    """What begins a new file of the archive: its warcinfo, with `fields`."""

    def opening(path: str, now: datetime) -> bytes:
        return warcinfo(path.rpartition("/")[2], chance().urn, now, fields, compression)

    return opening
