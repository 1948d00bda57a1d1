"""What a person asks of a run, beside its sites and settings."""

from dataclasses import dataclass, field

from crawler.dates import Window


@dataclass(frozen=True, slots=True)
class Ask:
    """Defaults: all that is due. `limit` counts the records of a site, `pages` the pages that are asked for.

    `targets` are fetched instead of the sources.
    """

    window: Window = field(default_factory=Window)
    limit: int | None = None
    pages: int | None = None
    max_time_s: float | None = None
    refetch: bool = False
    dry_run: bool = False
    targets: tuple[str, ...] = ()
