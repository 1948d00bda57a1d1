"""What a healthy run looks like, read from TOML."""

from crawler.profiles.model import Expectations
from crawler.profiles.table import Table
from crawler.record import FIELDS

MAX_PER_DAY = 1_000_000


def read_expectations(table: Table) -> Expectations:
    """The table `expect`. Raises ProfileError."""
    table.allow("articles_per_day", "filled", "max_reject_share")
    filled = table.table("filled")
    filled.allow(*FIELDS)
    return Expectations(
        articles_per_day=_range(table, "articles_per_day") if table.has("articles_per_day") else None,
        filled=tuple((field, filled.number(field, 0, 1)) for field in sorted(filled.values)),
        max_reject_share=table.number("max_reject_share", 0, 1) if table.has("max_reject_share") else None,
    )


def _range(table: Table, key: str) -> tuple[int, int]:
    match table.integers(key, 0, MAX_PER_DAY):
        case (least, most) if least <= most:
            return least, most
    raise table.fault(key, "must be two whole numbers, the least and the most, such as [5, 150]")
