"""The verdict on one site's run: how it ended, in a word and a line for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from crawler.run.site import SiteRun


class Ending(Enum):
    """How a site's run can end."""

    DONE = "done"
    NOTHING_FETCHED = "nothing_fetched"
    NO_ARTICLE = "no_article"
    EXPECTATIONS_MISSED = "expectations_missed"
    BUSY = "busy"
    CANNOT_WRITE = "cannot_write"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An ending and why, in one line; the line of a run that is done is empty."""

    ending: Ending
    line: str = ""


def verdict_on(site: SiteRun, missed: list[str], records_before: int) -> Verdict:
    """What to say of a site's run. `records_before` counts the articles that were on record when it began."""
    name, counts = site.profile.name, site.counts
    if site.write_failure:
        return Verdict(Ending.CANNOT_WRITE, f"{name}: {site.write_failure}")
    if site.stop_reason:  # what a run did not come to says nothing about the site
        return Verdict(Ending.DONE)
    if not counts["sources"] and not counts["fetched"] and (counts["asked"] or site.source_failures):
        return Verdict(Ending.NOTHING_FETCHED, f"{name}: nothing could be fetched: {_first_failure(site)}")
    if not counts["records"] and not counts["unchanged"]:
        # Pages that lead to what was forgotten are turned away by our own wish.
        if max(counts["fetched"], counts["asked"]) > counts["rejects/forgotten"]:
            return Verdict(Ending.NO_ARTICLE, f"{name}: no article came out of {counts['asked']} pages: {_top(counts)}")
        if not counts["found"] and not records_before:
            return Verdict(Ending.NO_ARTICLE, f"{name}: its sources name no article{_because(site)}")
    if missed:
        return Verdict(Ending.EXPECTATIONS_MISSED, f"{name}: {'; '.join(missed)}")
    return Verdict(Ending.DONE)


def _first_failure(site: SiteRun) -> str:
    return site.source_failures[0] if site.source_failures else _top(site.counts)


def _because(site: SiteRun) -> str:
    return f": {site.source_failures[0]}" if site.source_failures else ""


def _top(counts: Mapping[str, int]) -> str:
    """The three most frequent reasons, with their numbers."""
    reasons = [
        (number, name.partition("/")[2]) for name, number in counts.items() if name.startswith(("rejects/", "errors/"))
    ]
    return ", ".join(f"{name} {number}" for number, name in sorted(reasons, reverse=True)[:3]) or "none was answered"
