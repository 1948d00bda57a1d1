"""What a store's state holds, as values for JSON and as tables for people."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

from crawler.cli.columns import in_columns
from crawler.cli.messages import plain
from crawler.dates import utc_stamp
from crawler.state.lookup import Lookup, RunEntry, SiteCounts

LAST_RUNS = 3  # of each site: enough to tell a bad day from a habit
PLACES = ("state", "records", "rejects", "archive", "reports")

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to show of a store: bytes by place, and of each site its counts and last runs."""

    store: Path
    sizes: Mapping[str, int]
    sites: Sequence[tuple[SiteCounts, Sequence[RunEntry]]]


def shown(state: Lookup, folder: Path, now: datetime) -> Shown:
    """What the state and the folder of a store show `now`."""
    sizes = {place: _bytes_in(folder, place) for place in PLACES}
    return Shown(folder, sizes, [(one, state.last_runs(one.site, LAST_RUNS)) for one in state.counts(now)])


def facts_of(what: Shown) -> Facts:
    """`what` as values for JSON."""
    sites = [{**asdict(counts), "last_runs": [_run(run) for run in runs]} for counts, runs in what.sites]
    return {"store": str(what.store), "bytes": what.sizes, "sites": sites}


def text_of(what: Shown) -> str:
    """`what` as three tables: bytes, counts, runs."""
    tables = [in_columns([("place", "bytes"), *((place, f"{size:,}") for place, size in what.sizes.items())])]
    if what.sites:
        heading = [field.name.replace("_", " ") for field in fields(SiteCounts)]
        counts = [[plain(str(cell)) for cell in asdict(counts).values()] for counts, _ in what.sites]
        tables.append(in_columns([heading, *counts]) + _on_given_up(what))
        rows = [_run_row(run) for _, runs in what.sites for run in runs]
        tables.append(in_columns([("site", "run", "began", "ended", "exit", "records"), *rows]))
    return "\n".join(tables)


def _on_given_up(what: Shown) -> str:
    if not any(counts.errors_given_up for counts, _ in what.sites):
        return ""
    return "errors given up: newskeep fetch --keep URL asks for one again, newskeep crawl --refetch for all of a site\n"


def _run(run: RunEntry) -> Facts:
    return {
        "run": run.number,
        "pid": run.pid,
        "started_at": utc_stamp(run.started_at),
        "ended_at": utc_stamp(run.ended_at) if run.ended_at else None,
        "exit_code": run.exit_code,
        "records": run.counts.get("records", 0) if run.ended_at else None,
    }


def _run_row(run: RunEntry) -> tuple[str, ...]:
    facts = _run(run)
    cells = (facts["started_at"], facts["ended_at"] or "not ended", facts["exit_code"], facts["records"])
    return (run.site, str(run.number), *("-" if cell is None else str(cell) for cell in cells))


def _bytes_in(folder: Path, place: str) -> int:
    paths = folder.glob("state.sqlite*") if place == "state" else (folder / place).glob("*")
    # A run may close or remove a file between the two looks.
    return sum(path.stat().st_size for path in paths if path.is_file())
