"""Profiles by host, and for sites that are known by their URL alone."""

import re
from hashlib import sha256
from urllib.parse import urlsplit

from crawler.errors import ProfileError
from crawler.items import Source
from crawler.profiles import checks
from crawler.profiles.files import bundled_profiles, unknown_name
from crawler.profiles.layer import Layer
from crawler.profiles.merge import inherit, own_layer
from crawler.profiles.model import Network, SiteProfile
from crawler.profiles.table import one_line
from crawler.urls import DEFAULT_PORTS, canonical_url, host_of

HASH_DIGITS = 8  # enough to part the few sites whose hosts differ in odd characters only
WEB_PORTS = frozenset(DEFAULT_PORTS.values())


def profile_for_host(host: str) -> SiteProfile | None:
    """The bundled profile whose domains hold `host` or a parent domain of it; the nearest one, or None."""
    wanted = host.lower().rstrip(".").removeprefix("www.")
    owners = {domain: profile for profile in bundled_profiles().values() for domain in profile.domains}
    while wanted:
        if wanted in owners:
            return owners[wanted]
        wanted = wanted.partition(".")[2]
    return None


def profile_for_site(url: str, base: str = "generic") -> SiteProfile:
    """A profile for the site at `url`, of which nothing else is known, on top of the bundled profile `base`.

    A port in `url` is one that the operator meant, so the profile allows it. Raises ProfileError for what is no
    http(s) URL and for an unknown `base`.
    """
    try:
        address = canonical_url(checks.url(url.strip()))
    except ValueError as error:
        raise ProfileError(f"{one_line(str(error))}; a site is named such as https://daily.example/") from error
    port = urlsplit(address).port
    name = _name_for(host_of(address), port)
    values = SiteProfile(
        name=name,
        lineage=(name,),
        domains=(host_of(address),),
        sources=(Source("site", address),),
        network=Network(ports=(port,) if port and port not in WEB_PORTS else ()),
    )
    return inherit(Layer(values, frozenset({"domains", "sources", "network.ports"}), base), _base(base))


def rebase(profile: SiteProfile, base_name: str) -> SiteProfile:
    """The same site on top of another bundled profile: what `profile` itself says stays, what it inherited does not.

    `profile` itself comes back when it is built on that base already. Raises ProfileError for an unknown base.
    """
    base = _base(base_name)
    if base_name in profile.lineage:
        return profile
    old = next((name for name in profile.lineage[1:] if name in bundled_profiles()), None)
    if old is None:
        raise ProfileError(f"{profile.name}: is a base itself and cannot be put on {base_name!r}")
    return inherit(own_layer(profile, bundled_profiles()[old]), base)


def _base(name: str) -> SiteProfile:
    bundled = bundled_profiles()
    if name not in bundled:
        raise ProfileError(unknown_name(name, bundled))
    return bundled[name]


def _name_for(host: str, port: int | None) -> str:
    """A name that is safe as a folder's, the same for the same host and port, another for any other."""
    site = host if port is None else f"{host}:{port}"
    name = re.sub(r"[.:]", "_", site)
    if checks.NAME.fullmatch(name) and not {"_", ":"} & set(host) and name not in bundled_profiles():
        return name
    # An odd, long or taken name: keep what is readable of it, and tell it from its like by a hash.
    readable = re.sub(r"[^a-z0-9-]+", "_", site).strip("_-")[:40] or "site"
    return f"{readable}_{sha256(site.encode()).hexdigest()[:HASH_DIGITS]}"
