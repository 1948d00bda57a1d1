"""The report of one site's run, as JSON in the store."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler import __version__
from crawler.dates import utc_stamp
from crawler.errors import CannotWrite
from crawler.monitor.verdict import Verdict
from crawler.run.site import SiteRun


@dataclass(frozen=True, slots=True)
class Totals:
    """The counts that people ask for.

    `asked` is the sum of `records`, `unchanged`, `rejects`, `errors` and `unfinished`; `records` that of `new` and
    `changed`; `gone` are rejects of articles on record.
    """

    found: int
    asked: int
    fetched: int
    records: int
    new: int
    changed: int
    unchanged: int
    gone: int
    rejects: dict[str, int]
    errors: dict[str, int]
    unfinished: int
    learned: int  # lines that came to be known as the site's furniture


def totals(site: SiteRun) -> Totals:
    """The counts of `site` so far."""
    counts = site.counts
    rejects, errors = _under(site, "rejects/"), _under(site, "errors/")
    answered = counts["records"] + counts["unchanged"] + sum(rejects.values()) + sum(errors.values())
    return Totals(
        counts["found"], counts["asked"], counts["fetched"], counts["records"], counts["new"], counts["changed"],
        counts["unchanged"], counts["gone"], rejects, errors, counts["asked"] - answered,
        counts["learned"],
    )  # fmt: skip


def report_of(
    site: SiteRun,
    verdict: Verdict,
    exit_code: int,
    ended: datetime,
    files: list[str],
    sizes: Mapping[str, object],
) -> dict[str, object]:
    """The report's content, in the order it is read; `sizes` are those of `sizes_of`."""
    sums = totals(site)
    return {
        "newskeep": __version__,
        "site": site.profile.name,
        "started_at": utc_stamp(site.started),
        "ended_at": utc_stamp(ended),
        "seconds": round((ended - site.started).total_seconds(), 1),
        "ending": verdict.ending.value,
        "exit_code": exit_code,
        "why": verdict.line,
        "stopped_by": site.stop_reason,
        "traps": site.traps.lines,
        "sources": site.counts["sources"],
        "sources_unchanged": site.counts["sources_unchanged"],
        "sources_skipped": site.counts["sources_skipped"],
        "source_failures": site.source_failures,
        "found": sums.found,
        "asked": sums.asked,
        "fetched": sums.fetched,
        "records": sums.records,
        "new": sums.new,
        "changed": sums.changed,
        "unchanged": sums.unchanged,
        "gone": sums.gone,
        "rejects": sums.rejects,
        "errors": sums.errors,
        "given_up": site.counts["given_up"],
        "unfinished": sums.unfinished,
        "memory": site.memory.digest,
        "learned": sums.learned,
        "files": files,
        "bytes": sizes,
    }


def write_report(path: Path, report: dict[str, object]) -> None:
    """Write it whole or not at all. Raises CannotWrite."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump(report, file, indent=2, ensure_ascii=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}") from error


def _under(site: SiteRun, prefix: str) -> dict[str, int]:
    return {
        name.removeprefix(prefix): number for name, number in sorted(site.counts.items()) if name.startswith(prefix)
    }
