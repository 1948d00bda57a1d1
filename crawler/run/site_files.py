"""What one site's run writes to: its records, rejects, archive and index."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from scrapy.settings import BaseSettings

from crawler import __version__
from crawler.archive.member import SUFFIXES, Compression
from crawler.errors import UsageError
from crawler.profiles.model import SiteProfile
from crawler.run.archiver import Archiver, opening_of
from crawler.run.committer import Committer
from crawler.run.segment import Discard, SegmentWriter
from crawler.run.store import Store
from crawler.state import State

COMPRESSIONS: dict[str, Compression] = {"gzip": "gzip", "zstd": "zstd"}


class SiteFiles:
    """The writers of one site, all of them in the committer's hands until `close`.

    Without a store lines are discarded and nothing is archived (`archiver` is None), nor is it with ARCHIVE off.
    """

    def __init__(
        self,
        settings: BaseSettings,
        store: Store | None,
        state: State,
        committer: Committer,
        profile: SiteProfile,
        clock: Callable[[], datetime],
    ) -> None:
        self._committer = committer
        self.writers: list[SegmentWriter] = []
        self.archiver: Archiver | None = None
        self.records: SegmentWriter | Discard = Discard()
        self.rejects: SegmentWriter | Discard = Discard()
        if store is None:
            return
        rotate_bytes = settings.getint("SEGMENT_ROTATE_BYTES")
        self.records = SegmentWriter(store, state, profile.name, "records", rotate_bytes, clock)
        self.rejects = SegmentWriter(store, state, profile.name, "rejects", rotate_bytes, clock)
        self.writers = [self.records, self.rejects]
        if settings.getbool("ARCHIVE"):
            compression = _compression(settings["ARCHIVE_COMPRESSION"])
            opening = opening_of(_warcinfo(settings, profile), compression, uuid4)
            ending = SUFFIXES[compression]
            warcs = SegmentWriter(store, state, profile.name, "archive", rotate_bytes, clock, opening, ending)
            # An index that lies beside its file and has its name is found without reading the file.
            index = SegmentWriter(store, state, profile.name, "index", rotate_bytes, clock, leader=warcs)
            # The archive first: what a record points at is durable before the record is.
            self.writers = [warcs, index, *self.writers]
            self.archiver = Archiver(warcs, index, state, committer, compression, uuid4)
        for writer in self.writers:
            committer.add_writer(writer)

    async def close(self) -> list[str]:
        """Commit and close all of them; the files that this run wrote, relative to the store. Raises CannotWrite."""
        try:
            for writer in self.writers:
                writer.close()
            await self._committer.commit()
        finally:
            for writer in self.writers:
                self._committer.drop_writer(writer)
        return [path for writer in self.writers for path in writer.written]


def _compression(name: str) -> Compression:
    if name not in COMPRESSIONS:
        raise UsageError(f"ARCHIVE_COMPRESSION={name}: gzip and zstd are there")
    return COMPRESSIONS[name]


def _warcinfo(settings: BaseSettings, profile: SiteProfile) -> dict[str, str]:
    return {
        "software": f"newskeep/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": profile.name,
        "robots": "obey (RFC 9309)",
        "http-header-user-agent": str(settings["USER_AGENT"]),
    }
