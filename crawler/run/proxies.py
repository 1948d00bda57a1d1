"""Proxies: named in the environment, they are refused aloud."""

import os
from collections.abc import Iterable
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from crawler.errors import UsageError


def refuse_proxies(urls: Iterable[str]) -> None:
    """Raise UsageError when one of `urls` would be asked for through a proxy.

    Which address a proxy connects to cannot be checked, and to go past one that an operator set is not ours to decide.
    NO_PROXY is heeded.
    """
    proxies = getproxies_environment()
    for url in urls:
        parts = urlsplit(url)
        proxy = proxies.get(parts.scheme) or proxies.get("all")
        if proxy and not proxy_bypass_environment(parts.netloc.rpartition("@")[2], proxies):
            name = parts.scheme if parts.scheme in proxies else "all"
            shown = name.upper() if f"{name.upper()}_PROXY" in os.environ else name
            end = "_PROXY" if shown.isupper() else "_proxy"
            raise UsageError(
                f"{shown}{end} is set, but which address a proxy connects to cannot be checked: unset it, or let"
                f" NO_PROXY name {parts.hostname} (or *) to go there directly"
            )
