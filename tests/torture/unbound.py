"""Lifts bounds one by one and tells whether the hostile site that each is for is answered as if it still held.

`tests/hostile` shows that such a site is answered as it should be; this shows that it is the bound that does it. A
crawl without it must give another answer, or not end by itself.

    python -m tests.torture.unbound
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hostile.crawling import Crawled, crawl
from tests.hostile.sites import sites
from tests.hostile.test_hostile import QUICK

WAIT_S = 45  # three times as long as a bounded crawl of one site takes
Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bound:
    """A setting, what lifts it, the site that it is for, and what holds of that site's report while it is there."""

    setting: str
    lifted: str
    site: str
    holds: Callable[[Report], bool]


def _is(kind: str, reason: str) -> Callable[[Report], bool]:
    return lambda report: bool(report[kind] == {reason: 1})


def _names(word: str) -> Callable[[Report], bool]:
    return lambda report: any(word in line for line in report["traps"])


BOUNDS = (
    Bound("BODY_MAX_BYTES", "1000000000000", "endless-body", _is("errors", "too_large")),
    Bound("BODY_MAX_BYTES", "1000000000000", "gzip-bomb", _is("rejects", "too_large")),
    Bound("HEAD_MAX_BYTES", "1000000000000", "endless-head", _is("errors", "too_large")),
    Bound("CONTENT_TYPES", "{}", "stream", _is("rejects", "not_html")),
    Bound("DOWNLOAD_TIMEOUT", "100000", "dripping-body", _is("errors", "timeout")),
    Bound("WORKER_TIMEOUT_S", "100000", "killer-attributes", _is("rejects", "extraction_timeout")),
    Bound("REDIRECT_MAX_TIMES", "100000", "redirect-loop", _is("errors", "redirects")),
    Bound(
        "SITEMAP_MAX_BYTES", "1000000000000", "gzip-sitemap",
        lambda report: "beyond 50000000 bytes" in report["source_failures"][0],
    ),
    Bound("IDLE_SITEMAPS_MAX", "0", "idle-sitemaps", _names("sitemaps: ")),
    Bound("IDLE_PAGES_MAX", "0", "endless-list", _names("paging")),
    Bound("FRUITLESS_MAX", "0", "endless-path", _names("in a row gave nothing new")),
    Bound("SOURCE_MAX_DEPTH", "100000", "chain", lambda report: bool(report["records"] == 3 + 7)),
)  # fmt: skip


def main() -> int:
    """Lift each; 1 when one of them changed nothing."""
    by_name = {site.name: site for site in sites()}
    idle = 0
    for bound in BOUNDS:
        words = [word for pair in QUICK if not pair.startswith(f"{bound.setting}=") for word in ("--set", pair)]
        words += ["--set", f"{bound.setting}={bound.lifted}", "--jobs", "1"]
        with tempfile.TemporaryDirectory() as folder:
            try:
                crawled: Crawled | None = crawl([by_name[bound.site]], Path(folder), *words, wait_s=WAIT_S)
            except subprocess.TimeoutExpired:
                crawled = None
        if crawled is None:
            said = f"did not end within {WAIT_S} s"
        elif report := crawled.reports.get(bound.site):
            changes_nothing = bound.holds(report)
            idle += changes_nothing
            said = "CHANGES NOTHING" if changes_nothing else _told(report)
        else:
            said = f"ended with {crawled.code} and no report: {crawled.stderr[-200:]}"
        print(f"{bound.setting:<20}{bound.site:<20}without it: {said}", flush=True)  # noqa: T201
    print(f"unbound: {len(BOUNDS) - idle} of {len(BOUNDS)} bounds hold up their site")  # noqa: T201
    return 1 if idle else 0


def _told(report: Report) -> str:
    told = {name: report[name] for name in ("records", "errors", "rejects", "source_failures", "traps") if report[name]}
    return str(told)[:200]


if __name__ == "__main__":
    sys.exit(main())
