"""Addresses: which IP addresses and ports a run may connect to."""

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Network = IPv4Network | IPv6Network
WEB_PORTS = frozenset({80, 443})

# `is_global` alone has holes: it lets multicast, what IANA has not given out and some transition ranges pass. What is
# not the public web, by IANA's special-purpose registries (RFC 6890 and its updates).
NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # in no registry: Azure tells its machines their secrets there
        "2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20",
    )
)  # fmt: skip
# All that is given out of IPv6 lies here (IANA). Loopback, unique local, link-local, site-local, multicast, the local
# NAT64 and what nobody has yet do not.
PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")

# Addresses that carry an IPv4 address inside: what counts is where the packet ends up.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
COMPATIBLE = ipaddress.IPv6Network("::/96")
ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})  # before the last 32 bits (RFC 5214, 6.1)


def inner_addresses(address: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    """`address` and every IPv4 address that it stands for (mapped, compatible, NAT64, 6to4, Teredo, ISATAP)."""
    if isinstance(address, IPv4Address):
        return (address,)
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address in NAT64 or (address in COMPATIBLE and int(address) > 1):
        return (low,)
    inner: list[IPv4Address | IPv6Address] = [address]
    if address.sixtofour:
        inner.append(address.sixtofour)
    if address.teredo:
        inner += address.teredo
    if int(address) >> 32 & 0xFFFFFFFF in ISATAP:
        inner.append(low)
    return tuple(inner)


def refusal(address: str, allowed: Iterable[Network]) -> str | None:
    """Why `address` (a literal) may not be connected to, or None when it may.

    An address within `allowed` may; else it must be public, and so must every address that it carries inside.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address} is no IP address"
    networks = tuple(allowed)
    for inner in inner_addresses(parsed):
        if any(inner in network for network in networks):
            continue
        is_given_out = inner.version == 4 or inner in PUBLIC_IPV6
        if not is_given_out or any(inner in network for network in NOT_PUBLIC):
            return f"{address} is not on the public web; --allow-network {inner}/{inner.max_prefixlen} would allow it"
    return None


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the profile of `site` allows for one domain."""

    site: str
    networks: tuple[Network, ...]
    ports: frozenset[int]


@dataclass(slots=True)
class AddressBook:
    """Host by host, what this process may connect to. Kept here: the reactor knows one resolver only."""

    _everywhere: list[Network] = field(default_factory=list)
    _domains: dict[str, list[_Opened]] = field(default_factory=dict)
    _ports: dict[str, set[int]] = field(default_factory=dict)
    _refused: dict[str, str] = field(default_factory=dict)

    def allow_everywhere(self, network: str) -> None:
        """Let any host have an address in `network` (CIDR). Raises ValueError when it is none."""
        self._everywhere.append(ipaddress.ip_network(network))

    def allow(self, site: str, domain: str, networks: Iterable[str], ports: Iterable[int]) -> None:
        """Let `site` ask `domain` and what is below it at addresses in `networks` (CIDR), and at `ports`."""
        opened = _Opened(site, tuple(map(ipaddress.ip_network, networks)), frozenset(ports))
        self._domains.setdefault(domain, []).append(opened)

    def allow_port(self, host: str, port: int) -> None:
        """Let `host` be asked at `port`: a person typed a URL that has both."""
        self._ports.setdefault(host, set()).add(port)

    def refusal_before(self, host: str, port: int, site: str) -> str | None:
        """Why `site` may not ask `host` at `port`, whatever its address, or None when that will decide."""
        opened = list(self._opened(host))
        ours = [one for one in opened if one.site == site]
        # The resolver does not know which site asks: a network that one site's profile opens is no way for another.
        if any(one.networks for one in opened) and not any(one.networks for one in ours):
            return f"{host} is another site's, whose profile allows addresses that are not on the public web"
        if port in WEB_PORTS or port in self._ports.get(host, ()) or any(port in one.ports for one in ours):
            return None
        return f"port {port} of {host} is neither 80, 443, the profile's nor the one that was asked for"

    def check(self, host: str, addresses: Iterable[str]) -> str | None:
        """Why `host`, which resolves to `addresses`, may not be connected to. One bad address refuses all."""
        allowed = [*self._everywhere, *(network for one in self._opened(host) for network in one.networks)]
        for address in addresses:
            if reason := refusal(address, allowed):
                self._refused[host] = reason
                return reason
        self._refused.pop(host, None)
        return None

    def refused(self, host: str) -> str | None:
        """Why the last connection to `host` was refused, or None when it was not."""
        return self._refused.get(host)

    def _opened(self, host: str) -> Iterator[_Opened]:
        """What profiles say of `host` and of the domains that it is below."""
        labels = host.rstrip(".").split(".")
        for start in range(len(labels)):
            yield from self._domains.get(".".join(labels[start:]), ())


BOOK = AddressBook()
