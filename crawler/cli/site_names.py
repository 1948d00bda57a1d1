"""What a person may call a site by: a profile's name, a profile file, or a URL."""

import re
from collections.abc import Iterable
from pathlib import Path

from crawler.errors import ProfileError
from crawler.profiles import load_profile, profile_for_host, profile_for_site, require_distinct_hosts
from crawler.profiles.model import SiteProfile
from crawler.urls import host_of

BARE_HOST = re.compile(r"^(?!.*\.toml$)[\w-]+(?:\.[\w-]+)+(?:/.*)?$")  # news.example.com/politics


def profiles_of(names: Iterable[str]) -> list[SiteProfile]:
    """The profile of each name. Raises ProfileError for one that is none, and when two share a name or a host."""
    profiles = [profile_of(name) for name in dict.fromkeys(names)]
    seen: set[str] = set()
    for profile in profiles:
        if not profile.sources:
            raise ProfileError(
                f"{profile.name} is no site: it has no sources; give a site's URL, or a profile that extends it"
            )
        if profile.name in seen:
            raise ProfileError(f"two of the sites are called {profile.name}")
        seen.add(profile.name)
    require_distinct_hosts(profiles)
    return profiles


def profile_of(name: str) -> SiteProfile:
    """The profile that `name` means: for a URL the bundled one of its host, else a generic one."""
    if "://" not in name:
        if BARE_HOST.match(name) and not Path(name).exists():
            raise ProfileError(f"{name} is no profile; if it is a site, give its URL: https://{name}")
        return load_profile(name)
    if not name.lower().startswith(("http://", "https://")):
        raise ProfileError(f"{name}: a site's URL begins with http:// or https://")
    return profile_for_host(host_of(name)) or profile_for_site(name)
