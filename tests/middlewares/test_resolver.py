from twisted.internet.address import IPv4Address

from crawler.middlewares.resolver import GuardedResolver
from crawler.run.addresses import AddressBook


class Reactor:
    """A reactor whose system resolver gives the next of `answers` each time that it is asked."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.nameResolver = self

    def resolveHostName(self, receiver: "Receiver", host: str, port: int, *more: object) -> object:  # noqa: N802
        receiver.resolutionBegan(None)
        for address in self.answers.pop(0):
            receiver.addressResolved(IPv4Address("TCP", address, port))
        receiver.resolutionComplete()
        return None


class Receiver:
    """Takes down the addresses that a connection is let go to."""

    def __init__(self) -> None:
        self.hosts: list[str] = []

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        """Says nothing."""

    def addressResolved(self, address: IPv4Address) -> None:  # noqa: N802
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        """Says nothing."""


def connect(resolver: GuardedResolver, host: str = "daily.example") -> list[str]:
    receiver = Receiver()
    resolver.resolveHostName(receiver, host, 80)  # type: ignore[arg-type]  # as much of one as is called
    return receiver.hosts


def test_a_connection_gets_the_very_addresses_that_were_checked() -> None:
    resolver = GuardedResolver(Reactor(["93.184.216.34"], ["127.0.0.1"]), AddressBook())

    assert connect(resolver) == ["93.184.216.34"]
    assert connect(resolver) == []  # rebound since: checked anew, for nothing is remembered


def test_a_name_that_resolves_to_both_is_let_go_nowhere() -> None:
    assert connect(GuardedResolver(Reactor(["93.184.216.34", "10.0.0.1"]), AddressBook())) == []
