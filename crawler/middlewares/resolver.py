"""Resolver: the one door through which this process learns an address, for names and literals alike.

The connection goes to the addresses that were checked (pinned): a name cannot change between check and use.
"""

from collections.abc import Sequence
from typing import Any, Self

from scrapy.crawler import Crawler
from twisted.internet import address as twisted_address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from crawler.run.addresses import BOOK, AddressBook


@implementer(IResolutionReceiver)
class _CheckedReceiver:
    """Holds back the addresses of a host until all of them are known and allowed."""

    def __init__(self, receiver: Any, host: str, book: AddressBook) -> None:  # noqa: ANN401 - zope interfaces are untyped
        self._receiver, self._host, self._book = receiver, host, book
        self._addresses: list[IAddress] = []

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        hosts = [address.host for address in self._addresses]
        if self._book.check(self._host, hosts) is None:
            for address in self._addresses:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves through the system (in threads, IPv4 and IPv6) and lets no address through that is not allowed."""

    def __init__(self, reactor: Any, book: AddressBook = BOOK) -> None:  # noqa: ANN401 - the reactor has no type
        self._reactor = reactor
        self._book = book
        self._system: Any = reactor.nameResolver

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:  # noqa: ANN401
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        receiver = _CheckedReceiver(resolutionReceiver, hostName.lower(), self._book)
        types = addressTypes or (twisted_address.IPv4Address, twisted_address.IPv6Address)
        resolution: IHostResolution = self._system.resolveHostName(
            receiver, hostName, portNumber, types, transportSemantics
        )
        return resolution
