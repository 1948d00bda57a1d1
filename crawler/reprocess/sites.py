"""Which site a page of an archive belongs to, and with which profile it is read."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Protocol

from crawler.archive.holdings import Choice, Holdings, WarcFile
from crawler.errors import ProfileError
from crawler.profiles import bundled_profiles, profile_for_host, profile_for_site, rebase
from crawler.profiles.model import SiteProfile
from crawler.urls import belongs_to, host_of, origin_of

MOST_ORIGINS = 10_000  # whose profiles are kept at hand
MOST_ENTRIES = 1000  # of an archive's index, looked through for the home of a site


class Sites(Protocol):
    """Tells the profile of a page; None when it is of no site that is asked for."""

    def profile_of(self, file: WarcFile, url: str) -> SiteProfile | None: ...
    def named(self, site: str, url: str) -> SiteProfile: ...


class ByFile:
    """The sites of a store: its archive's files are named after them."""

    def __init__(self, profiles: Mapping[str, SiteProfile]) -> None:
        self._profiles = profiles

    def profile_of(self, file: WarcFile, url: str) -> SiteProfile | None:
        return self._profiles.get(file.site or "")

    def named(self, site: str, url: str) -> SiteProfile:
        """The profile of a site that `profile_of` has told."""
        return self._profiles[site]


class ByHost:
    """The sites of any archive: those of `profiles`, or, without any, the one of each page's host."""

    def __init__(self, profiles: Sequence[SiteProfile]) -> None:
        self._profiles = profiles
        self._known: dict[str, SiteProfile | None] = {}

    def profile_of(self, file: WarcFile | None, url: str) -> SiteProfile | None:
        try:
            origin = origin_of(url)
        except ValueError:
            return None
        if origin not in self._known:
            if len(self._known) == MOST_ORIGINS:
                self._known.clear()
            self._known[origin] = self._find(origin)
        return self._known[origin]

    def named(self, site: str, url: str) -> SiteProfile:
        """The profile of a site that `profile_of` has told."""
        profile = self.profile_of(None, url)
        if profile is None:
            raise ProfileError(f"{url} is of no site")
        return profile

    def _find(self, origin: str) -> SiteProfile | None:
        if self._profiles:
            return next((one for one in self._profiles if belongs_to(origin, one.domains)), None)
        try:
            return profile_for_host(host_of(origin)) or profile_for_site(origin)
        except ProfileError:  # a host that is none
            return None


def profile_in(holdings: Holdings, site: str) -> SiteProfile:
    """The profile of a site that a store's archive names: a bundled one, or that of a site that was crawled by its URL.

    Raises ProfileError when it is neither: its profile is a file.
    """
    if site in bundled_profiles():
        return bundled_profiles()[site]
    for _, entry in islice(holdings.entries(Choice(site)), MOST_ENTRIES):
        try:
            profile = profile_for_site(origin_of(entry.url))
        except (ValueError, ProfileError):
            continue
        if profile.name == site:
            return profile
    raise ProfileError(
        f"the profile of {site} is a file of yours; name it with --site, and every other site that is meant"
    )


def as_noted(profile: SiteProfile, lineage: Sequence[str]) -> SiteProfile:
    """`profile` on the base that the crawl found its site to need: one of WordPress, say, known by its URL alone."""
    base = next((name for name in lineage[1:] if name in bundled_profiles()), None)
    if base is None or base in profile.lineage:
        return profile
    try:
        return rebase(profile, base)
    except ProfileError:  # a profile that has become a base itself since
        return profile
