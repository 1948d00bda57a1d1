"""Segments: the files of the store, and how much of each is committed."""

from collections.abc import Sequence

from crawler.state.database import Database
from crawler.state.rows import Segment, SegmentKind

COMMIT = "UPDATE segments SET committed_bytes = ?, closed = ? WHERE path = ?"


class Segments:
    """The table of segments, a row a file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, site: str) -> list[Segment]:
        """Every segment of `site` that the state knows."""
        rows = self._database.all(
            "SELECT path, site, kind, committed_bytes, closed FROM segments WHERE site = ? ORDER BY path", (site,)
        )
        return [Segment(path, owner, kind, length, bool(closed)) for path, owner, kind, length, closed in rows]

    def add(self, path: str, site: str, kind: SegmentKind) -> None:
        """Know a segment before its file exists, so that a crash in between leaves nothing unknown."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO segments (path, site, kind, committed_bytes) VALUES (?, ?, ?, 0)", (path, site, kind)
            )

    def replace(self, site: str, segments: Sequence[Segment]) -> None:
        """Know just these segments of `site`, all of them closed now."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM segments WHERE site = ?", (site,))
            connection.executemany(
                "INSERT INTO segments (path, site, kind, committed_bytes, closed) VALUES (?, ?, ?, ?, 1)",
                [(segment.path, segment.site, segment.kind, segment.committed_bytes) for segment in segments],
            )
