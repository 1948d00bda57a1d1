"""Words: names that stand in many rows (sites, outcomes, reasons, files), each kept once and told by a number."""

import sqlite3
from collections.abc import Iterable
from typing import get_args

from crawler.state.rows import Outcome

# The same in every state, so that indexes may name them.
OUTCOMES: dict[str, int] = {outcome: number for number, outcome in enumerate(get_args(Outcome), 1)}


def learn(connection: sqlite3.Connection, words: Iterable[str | None]) -> None:
    """Let each of `words` have a number, within the transaction that is open."""
    rows = [(word,) for word in dict.fromkeys(words) if word is not None]
    connection.executemany("INSERT OR IGNORE INTO words (word) VALUES (?)", rows)


def number_of(value: str) -> str:
    """SQL: the number of the word `value`, null when it has none."""
    return f"(SELECT number FROM words WHERE word = {value})"  # noqa: S608 - ours


def word_of(column: str) -> str:
    """SQL: the word that the number in `column` stands for."""
    return f"(SELECT word FROM words WHERE words.number = {column})"  # noqa: S608 - ours
