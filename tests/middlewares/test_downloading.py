from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.middlewares.downloading import HeadTooLarge, _BoundedParser, head_too_large


class Asked:
    """As much of a request as the parser looks at."""

    method = b"GET"


def parser(head_bytes: int) -> _BoundedParser:
    made = _BoundedParser(Asked(), lambda _: None)  # type: ignore[no-untyped-call]
    made.head_bytes = head_bytes
    made.connectionMade()  # type: ignore[no-untyped-call]
    return made


def test_headers_up_to_the_bound_are_read_and_beyond_it_none() -> None:
    sound, flood = parser(1_000), parser(1_000)
    sound.lineReceived(b"HTTP/1.1 200 OK\r")
    flood.lineReceived(b"HTTP/1.1 200 OK\r")

    for _ in range(9):
        sound.lineReceived(b"X-Padding: " + b"x" * 90)
    try:
        for _ in range(20):
            flood.lineReceived(b"X-Padding: " + b"x" * 90)
        stopped = False
    except HeadTooLarge:
        stopped = True

    assert stopped


def test_the_bound_is_found_among_what_led_to_an_error() -> None:
    failed = ResponseFailed([Failure(HeadTooLarge("too long"))])  # type: ignore[no-untyped-call]
    error = OSError("failed")
    error.__cause__ = failed

    assert head_too_large(error)
    assert head_too_large(OSError("failed")) is None
