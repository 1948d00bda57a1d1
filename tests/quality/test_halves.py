from collections import Counter

from tests.quality.halves import half_of


def test_the_halves_are_about_equal_and_a_host_stays_in_its_half() -> None:
    hosts = [f"daily-{number}.example" for number in range(400)]

    halves = Counter(half_of(host) for host in hosts)

    assert min(halves["fit"], halves["check"]) > 150
    assert half_of("daily-1.example") == half_of("daily-1.example")


def test_the_halves_are_those_that_were_used_before() -> None:
    assert [half_of(host) for host in ("daily.example", "post.example", "thehill.com")] == ["fit", "check", "check"]
