"""What `crawl`, `fetch` and `sites check` were asked to do: the command line as values, checked."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

Format = Literal["jsonl", "json", "text", "markdown"]
ExplainFormat = Literal["text", "html", "jsonl"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """`sites` are profile names, profile files or URLs, as typed. None leaves the setting or profile as it is."""

    sites: tuple[str, ...]
    output: Path
    limit: int | None = None  # records a site, at least 1
    max_time_s: float | None = None
    since: date | None = None  # day of publication, included
    until: date | None = None  # included, never before `since`
    jobs: int | None = None  # worker processes
    delay_s: float | None = None  # between two requests to a host; 0 is allowed
    concurrency: int | None = None  # requests at once to a host
    refetch: bool = False
    dry_run: bool = False
    settings: tuple[tuple[str, str], ...] = ()  # of --set, in order; names are Python identifiers in upper case
    allow_networks: tuple[str, ...] = ()  # CIDR, normal form
    quiet: bool = False
    verbose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """`urls` are absolute http(s) URLs in the order asked for, "-" already replaced by the lines of standard input."""

    urls: tuple[str, ...]
    output: Path  # the store, for `keep`
    to: Path | None = None  # None is standard output
    format: Format = "jsonl"
    site: str | None = None  # profile name or file
    keep: bool = False
    delay_s: float | None = None
    jobs: int | None = None
    settings: tuple[tuple[str, str], ...] = ()
    allow_networks: tuple[str, ...] = ()
    quiet: bool = False
    verbose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """`site` is a profile's name, a profile file or a URL, as typed."""

    site: str
    pages: int  # asked for, at most
    to: Path | None = None  # None is standard output
    format: ExplainFormat = "text"
    jobs: int | None = None
    delay_s: float | None = None
    settings: tuple[tuple[str, str], ...] = ()
    allow_networks: tuple[str, ...] = ()
    quiet: bool = False
    verbose: bool = False
