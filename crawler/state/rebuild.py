"""Rebuild: the tables of a state, filled from what the lines of a store tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.state.copies import keep_copies
from crawler.state.database import Database
from crawler.state.memory import count
from crawler.state.packed import packed_key
from crawler.state.records import GONE, UPSERT, upsert_row
from crawler.state.regrouping import begin_marks, elect_firsts, mark
from crawler.state.rows import Finished, Segment, seconds
from crawler.state.urls import FINISH, finish_rows, finish_words
from crawler.state.words import learn, number_of
from crawler.urls import url_key

NAMED = f"UPDATE packed_urls SET via = coalesce(via, {number_of('?')}), sort_at = ? WHERE hash = ?"  # noqa: S608 - ours
SEGMENT = "INSERT INTO segments (path, site, kind, committed_bytes, closed) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Replay:
    """What a line says became of a URL, what had named it, and the time that it is sorted by."""

    finished: Finished
    via: str | None
    sort_at: datetime


class Rebuilding:
    """Writes a new state to `path`. Raises CannotWrite, here and in every call."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        with self._database.writing() as connection:
            begin_marks(connection)

    def add(self, replays: Sequence[Replay]) -> None:
        """Take in what was finished, in that order: for one URL or article the last one holds."""
        with self._database.writing() as connection:
            learn(connection, (*finish_words(one.finished for one in replays), *(one.via for one in replays)))
            for one in replays:
                finished, key_hash = one.finished, packed_key(url_key(one.finished.url))
                connection.executemany(FINISH, finish_rows(finished))
                connection.execute(NAMED, (one.via, seconds(one.sort_at), key_hash))
                if finished.record:
                    connection.execute(UPSERT, upsert_row(finished.record, finished.fetched_at))
                    keep_copies(connection, finished.record)
                    mark(connection, finished.record)
                if finished.lines:
                    count(connection, finished.site, finished.lines)
                if finished.gone:
                    connection.execute(GONE, (seconds(finished.fetched_at), key_hash))

    def elect_firsts(self) -> None:
        """Name the groups of copies as the records do; when all is taken in."""
        with self._database.writing() as connection:
            elect_firsts(connection)

    def add_segments(self, segments: Sequence[Segment]) -> None:
        """Know these files."""
        with self._database.writing() as connection:
            connection.executemany(
                SEGMENT, [(one.path, one.site, one.kind, one.committed_bytes, one.closed) for one in segments]
            )

    def counts(self) -> tuple[int, int]:
        """How many articles and URLs there are."""
        return self._count("packed_records"), self._count("packed_urls")

    def close(self) -> None:
        """Close the file: it is whole, with no other beside it."""
        self._database.close()

    def _count(self, table: str) -> int:
        ((count,),) = self._database.all(f"SELECT count(*) FROM {table}")  # noqa: S608 - ours
        return int(count)
