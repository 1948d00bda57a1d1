"""When an article is looked at again: soon after its publication, then ever less, then no more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from crawler.profiles.model import SiteProfile


def next_look(base: datetime, fetched_at: datetime, ladder_s: Sequence[float]) -> datetime | None:
    """The first moment after `fetched_at` that lies a step of the ladder after `base`; None when it is climbed.

    `base` is the publication; `ladder_s` counts seconds from there and rises.
    """
    for step_s in ladder_s:
        moment = base + timedelta(seconds=step_s)
        if moment > fetched_at:
            return moment
    return None


def ladder_of(profile: SiteProfile, settings: BaseSettings) -> tuple[float, ...]:
    """The ladder of a site, in seconds: of the command line, else of its profile, else of the project's settings."""
    asked = (settings.getpriority("LOOK_AGAIN_S") or 0) >= SETTINGS_PRIORITIES["cmdline"]
    if profile.look_again_s is None or asked:
        return tuple(float(step_s) for step_s in settings.getlist("LOOK_AGAIN_S"))
    return tuple(map(float, profile.look_again_s))
