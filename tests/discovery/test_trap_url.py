import pytest

from crawler.discovery.trap_url import trap_sign


@pytest.mark.parametrize(
    ("path", "sign"),
    [
        ("/news/?sid=8f3a2c", "session ids"),
        ("/news/;jsessionid=0A1B2C", "session ids"),
        ("/news/?PHPSESSID=abc", "session ids"),
        ("/a/b/a/b/a/b/", "endless path"),
        ("/a/b/c/d/e/f/g/h/i/j/k/l/m/", "endless path"),
        ("/shop/?colour=red&size=m&sort=price", "facets"),
        ("/calendar/2031/7/", "calendar"),
        ("/events/?month=2031-07", "calendar"),
        ("/2031/07/12/", "calendar"),
        ("/world/?page=412", "paging"),
        ("/world/", None),
        ("/2026/03/04/harbour-reopens-after-storm/", None),
        ("/story?id=4711&lang=en", None),
        ("/side-effects-of-the-sid-virus/", None),
    ],
)
def test_a_trap_shows_in_its_address(path: str, sign: str | None) -> None:
    assert trap_sign(f"https://daily.example{path}") == sign
