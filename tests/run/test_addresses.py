import ipaddress

import pytest

from crawler.run.addresses import AddressBook, refusal

REFUSED = [
    "0.0.0.0",  # noqa: S104 - an address to refuse, not to bind to
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.7",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.9",
    "203.0.113.9",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",  # Azure's metadata
    "100.100.100.200",  # Alibaba's
    "192.0.0.192",  # Oracle's
    "fd00:ec2::254",  # Amazon's
    "192.88.99.1",
    "233.252.0.1",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "::8:8",
    "::ffff:0:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1:7f00:0:100::",
    "2001:470:1:2:0:5efe:10.0.0.1",
    "2001:470:1:2:200:5efe:7f00:1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "3ffe::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "8000::1",
    "1::1",
    "fe00::1",
    "fec0::7f00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "100::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "2001:0:7f00:1::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_on_the_public_web_is_refused(address: str) -> None:
    assert refusal(address, ())


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_a_public_address_is_let_through(address: str) -> None:
    assert refusal(address, ()) is None


def test_what_is_no_address_is_refused() -> None:
    assert refusal("localhost", ())


def test_an_allowed_range_opens_itself_and_no_other() -> None:
    allowed = [ipaddress.ip_network("127.0.0.16/28")]

    assert refusal("127.0.0.17", allowed) is None
    assert refusal("::ffff:127.0.0.17", allowed) is None
    assert refusal("127.0.0.1", allowed)
    assert refusal("10.0.0.1", allowed)


def test_a_name_with_one_bad_address_is_refused_whole_and_the_reason_is_kept() -> None:
    book = AddressBook()

    reason = book.check("both.example", ["93.184.216.34", "10.0.0.1"])

    assert reason
    assert book.refused("both.example") == reason
    assert book.check("both.example", ["93.184.216.34"]) is None
    assert book.refused("both.example") is None


def test_a_network_allowed_for_one_host_is_not_allowed_for_another() -> None:
    book = AddressBook()
    book.allow("intranet", "intranet.example", ["10.0.0.0/8"], [8080])

    assert book.check("intranet.example", ["10.0.0.1"]) is None
    assert book.check("other.example", ["10.0.0.1"])
    assert book.check("news.intranet.example", ["10.0.0.1"]) is None
    assert book.refusal_before("intranet.example", 8080, "intranet") is None
    assert book.refusal_before("other.example", 8080, "intranet")
    assert book.refusal_before("other.example", 443, "intranet") is None


def test_what_one_site_s_profile_allows_is_no_way_for_another_site() -> None:
    book = AddressBook()
    book.allow("intranet", "intranet.example", ["10.0.0.0/8"], [8080])
    book.allow("daily", "daily.example", [], [])

    assert book.refusal_before("intranet.example", 443, "daily")
    assert book.refusal_before("daily.example", 8080, "daily")


def test_the_port_that_a_person_typed_is_for_that_host_only() -> None:
    book = AddressBook()
    book.allow_port("daily.example", 8080)

    assert book.refusal_before("daily.example", 8080, "daily") is None
    assert book.refusal_before("daily.example", 8081, "daily")
    assert book.refusal_before("www.daily.example", 8080, "daily")
    assert book.refusal_before("127.0.0.1", 8080, "daily")
