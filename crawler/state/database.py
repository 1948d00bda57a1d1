"""The database file: one connection that reads on the event loop, one that writes in threads, behind a lock."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from crawler.errors import CannotWrite
from crawler.state.schema import migrate

BUSY_TIMEOUT_S = 30.0  # other sites' commits are milliseconds; longer than this and something holds the file


class Database:
    """`path` None keeps it in memory: nothing is left when it is closed.

    In memory it may begin as a copy of another (`copy_of`), which is read and not touched. Raises CannotWrite when
    the file cannot be used.
    """

    def __init__(self, path: Path | None, copy_of: Path | None = None) -> None:
        self._lock = threading.Lock()
        try:
            self._writer = _connect(path)
            if copy_of and copy_of.exists():
                with closing(sqlite3.connect(f"{copy_of.absolute().as_uri()}?mode=ro", uri=True)) as original:
                    original.backup(self._writer)
            # Several processes may open a new store at once: who comes second finds the tables made.
            with self.writing() as connection:
                migrate(connection)
            self._reader = _connect(path) if path else self._writer
        except sqlite3.Error as error:
            raise CannotWrite(f"cannot use the state {path}: {error}") from error

    def all(self, query: str, values: "Values" = ()) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self._reader.execute(query, values).fetchall()

    def one(self, query: str, values: "Values" = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        row: tuple[Any, ...] | None = self._reader.execute(query, values).fetchone()
        return row

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of the block counts, or nothing of it. Raises CannotWrite."""
        with self._lock:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                self._writer.execute("COMMIT")
            except sqlite3.OperationalError as error:
                _roll_back(self._writer)
                raise CannotWrite(f"cannot write the state: {error}") from error
            except BaseException:
                _roll_back(self._writer)
                raise

    def attach(self, path: Path, name: str) -> None:
        """Let transactions read the database at `path` as `name`. Raises CannotWrite."""
        try:
            self._writer.execute("ATTACH ? AS ?", (str(path), name))
        except sqlite3.Error as error:
            raise CannotWrite(f"cannot use {path}: {error}") from error

    def empty_log(self) -> None:
        """Have nothing left in the write-ahead log, of what was deleted, either; not while another reads."""
        with self._lock:
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the connections; what was not committed is gone."""
        self._reader.close()
        self._writer.close()


Value = str | int | bytes | None
Values = tuple[Value, ...] | Mapping[str, Value]


def _connect(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path or ":memory:", timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    if path:
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")  # the commit is the promise: it must survive a power cut
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Use a write-ahead log. Only the first to open a file has to switch it, and SQLite does not wait for that."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
        # This does wait, for at most BUSY_TIMEOUT_S, until whoever has the file is done with it.
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
