"""What single pages cost, as a value: `pages` measures it, in a process of its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageCosts:
    """ms of CPU, one a page; the archive's is a mean."""

    ours_ms: list[float]
    trafilatura_ms: list[float]
    archive_ms: float
