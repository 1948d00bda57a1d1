"""Addresses: which IP addresses and ports a run may connect to."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Network = IPv4Network | IPv6Network
WEB_PORTS = frozenset({80, 443})

# `is_global` alone has holes: it lets multicast and some transition ranges pass. What is not the public web, by
# IANA's special-purpose registries (RFC 6890 and its updates).
NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2620:4f:8000::/48",
        "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip

# Addresses that carry an IPv4 address inside: what counts is where the packet ends up.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
COMPATIBLE = ipaddress.IPv6Network("::/96")


def inner_addresses(address: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    """`address` and every IPv4 address that it stands for (mapped, compatible, NAT64, 6to4, Teredo)."""
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
        if any(inner in network for network in NOT_PUBLIC):
            return f"{address} is not on the public web; --allow-network {inner}/{inner.max_prefixlen} would allow it"
    return None


@dataclass(slots=True)
class AddressBook:
    """Host by host, what this process may connect to. Kept here: the reactor knows one resolver only."""

    _everywhere: list[Network] = field(default_factory=list)
    _networks: dict[str, list[Network]] = field(default_factory=dict)
    _ports: dict[str, set[int]] = field(default_factory=dict)
    _refused: dict[str, str] = field(default_factory=dict)

    def allow_everywhere(self, network: str) -> None:
        """Let any host have an address in `network` (CIDR). Raises ValueError when it is none."""
        self._everywhere.append(ipaddress.ip_network(network))

    def allow(self, host: str, networks: Iterable[str] = (), ports: Iterable[int] = ()) -> None:
        """Let `host` have an address in `networks` (CIDR), and be asked at `ports`."""
        self._networks.setdefault(host, []).extend(map(ipaddress.ip_network, networks))
        self._ports.setdefault(host, set()).update(ports)

    def port_refusal(self, host: str, port: int) -> str | None:
        """Why `host` may not be asked at `port`, or None when it may."""
        if port in WEB_PORTS or port in self._ports.get(host, ()):
            return None
        return f"port {port} of {host} is neither 80, 443, the profile's nor the one that was asked for"

    def check(self, host: str, addresses: Iterable[str]) -> str | None:
        """Why `host`, which resolves to `addresses`, may not be connected to. One bad address refuses all."""
        allowed = [*self._everywhere, *self._networks.get(host, ())]
        for address in addresses:
            if reason := refusal(address, allowed):
                self._refused[host] = reason
                return reason
        self._refused.pop(host, None)
        return None

    def refused(self, host: str) -> str | None:
        """Why the last connection to `host` was refused, or None when it was not."""
        return self._refused.get(host)


BOOK = AddressBook()
