"""The work of an export: what it must know of every record, in a database beside its parts, so that memory stays flat.

It is thrown away in the end, and made anew when an export is cut off.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CACHE_KIB = 64_000  # of the file's pages in memory
FLUSH_AT = 5_000  # rows that wait in memory

# An article's id is its 16 bytes. `place` is a line's number over the whole snapshot.
TABLES = """
    CREATE TABLE later (id BLOB PRIMARY KEY, version INTEGER, place INTEGER) WITHOUT ROWID;
    CREATE TABLE copies (id BLOB PRIMARY KEY, name BLOB) WITHOUT ROWID;
    CREATE TABLE best (name BLOB PRIMARY KEY, rank TEXT, id BLOB) WITHOUT ROWID;
    CREATE TABLE chosen (
        number INTEGER PRIMARY KEY, folder INTEGER, segment INTEGER, offset INTEGER, length INTEGER
    );
"""
LATER = """
    INSERT INTO later VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, place = excluded.place
    WHERE excluded.version >= version
"""
BEST = """
    INSERT INTO best VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET rank = excluded.rank, id = excluded.id
    WHERE excluded.rank < rank
"""
IN_FOLDER = "SELECT segment, offset, length FROM chosen WHERE folder = ? ORDER BY number"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A record that goes out: its folder, and the line that it is. `segment` counts from 0 in the snapshot."""

    folder: str
    segment: int
    offset: int
    length: int


class Work:
    """A database in the new file `path`. Its methods raise sqlite3.OperationalError when that cannot be written."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._folder = path.parent
        self._database = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KIB}"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.executescript(TABLES)
        self._database.execute("BEGIN")
        self._folders: dict[str, int] = {}
        self._waiting: list[tuple[int, int, int, int]] = []

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def beside(self, name: str) -> Path:
        """A place for a file that goes when the export is whole."""
        return self._folder / name

    def add_later(self, id: str, version: int, place: int) -> None:  # noqa: A002 - the field's name, as below
        """Know a version beyond the first."""
        self._database.execute(LATER, (bytes.fromhex(id), version, place))

    def is_newest(self, id: str, version: int, place: int) -> bool:  # noqa: A002
        """Whether the line at `place` is the newest version of the article."""
        row = self._database.execute("SELECT place FROM later WHERE id = ?", (bytes.fromhex(id),)).fetchone()
        return version == 1 if row is None else bool(row[0] == place)

    def add_copies(self, groups: Iterable[tuple[str, str]]) -> None:
        """Know the articles that have copies, each with the first of its group, which is one of them itself."""
        rows = ((bytes.fromhex(id_), bytes.fromhex(name)) for id_, name in groups)
        self._database.executemany("INSERT INTO copies VALUES (?, ?)", rows)

    def has_copies(self, id: str) -> bool:  # noqa: A002
        return self._database.execute("SELECT 1 FROM copies WHERE id = ?", (bytes.fromhex(id),)).fetchone() is not None

    def group_of(self, id: str) -> str:  # noqa: A002
        """The first article of the group; the id itself when it has no copies."""
        row = self._database.execute("SELECT name FROM copies WHERE id = ?", (bytes.fromhex(id),)).fetchone()
        return row[0].hex() if row else id

    def copies_digest(self) -> str:
        """What tells these groups from all others."""
        digest = hashlib.sha256()
        for id_, name in self._database.execute("SELECT id, name FROM copies ORDER BY id"):
            digest.update(id_ + name)
        return digest.hexdigest()

    def offer(self, id: str, fetched_at: str) -> None:  # noqa: A002
        """Let an article that has copies stand for its group: the group's first does, else the first fetched."""
        name = self.group_of(id)
        rank = "" if name == id else f"{fetched_at} {id}"
        self._database.execute(BEST, (bytes.fromhex(name), rank, bytes.fromhex(id)))

    def stands_for_group(self, id: str) -> bool:  # noqa: A002
        """Whether it does, of all that were offered."""
        name = bytes.fromhex(self.group_of(id))
        row = self._database.execute("SELECT id FROM best WHERE name = ?", (name,)).fetchone()
        return row is None or row[0].hex() == id

    def choose(self, chosen: Chosen) -> None:
        """Have a record go out, behind those of its folder that were chosen before."""
        if chosen.folder not in self._folders:
            self._folders[chosen.folder] = len(self._folders)  # sites and months: they stay few
        self._waiting.append((self._folders[chosen.folder], chosen.segment, chosen.offset, chosen.length))
        if len(self._waiting) >= FLUSH_AT:
            self._flush()

    def chosen(self) -> Iterator[Chosen]:
        """All that go out, folder by folder."""
        self._flush()
        if len(self._folders) > 1:
            self._database.execute("CREATE INDEX chosen_folder ON chosen (folder)")
        for folder, number in sorted(self._folders.items()):
            for row in self._database.execute(IN_FOLDER, (number,)):
                yield Chosen(folder, *row)

    def _flush(self) -> None:
        self._database.executemany(
            "INSERT INTO chosen (folder, segment, offset, length) VALUES (?, ?, ?, ?)", self._waiting
        )
        self._waiting.clear()
