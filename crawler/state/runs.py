"""Runs: when each began and how it ended."""

import json
from collections.abc import Mapping
from datetime import datetime

from crawler.state.database import Database
from crawler.state.rows import seconds


class Runs:
    """The table of runs, a row a site and run."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, site: str, pid: int, now: datetime) -> int:
        """The number of a new run of `site`."""
        with self._database.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO runs (site, pid, started_at) VALUES (?, ?, ?)", (site, pid, seconds(now))
            )
            return int(cursor.lastrowid or 0)

    def end(self, run: int, now: datetime, exit_code: int, counts: Mapping[str, int]) -> None:
        """Note how a run ended."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE runs SET ended_at = ?, exit_code = ?, counts = ? WHERE id = ?",
                (seconds(now), exit_code, json.dumps(counts, sort_keys=True), run),
            )
