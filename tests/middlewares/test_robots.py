import asyncio
import gzip
from collections.abc import Sequence

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response

from crawler.middlewares.robots import RobotsMiddleware
from crawler.middlewares.unfetched import NotFetched

ROBOTS = "https://daily.example/robots.txt"
STORY = "https://daily.example/private/story/"
FORBIDS = Response(ROBOTS, body=b"User-agent: *\nDisallow: /private\nCrawl-delay: 99\n")
EMPTY = Response(ROBOTS)

Asked = Response | Exception


def outcomes(
    answers: Sequence[Asked], moments_s: Sequence[float], urls: Sequence[str] = (STORY,)
) -> tuple[list[str], list[Request]]:
    """What each request to `urls` at `moments_s` comes to when robots.txt answers so; and the files asked for."""
    asked: list[Request] = []

    async def fetch(request: Request) -> Response:
        answer = answers[min(len(asked), len(answers) - 1)]
        asked.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def scenario() -> list[str]:
        clock = [0.0]
        robots = RobotsMiddleware(fetch, max_delay_s=60, max_age_s=86400, ask_again_s=600, clock=lambda: clock[0])
        found = []
        for clock[0] in moments_s:
            for url in urls:
                request = Request(url)
                try:
                    await robots.process_request(request)
                    found.append(f"after {request.meta['crawl_delay_s']:g} s")
                except NotFetched as error:
                    found.append(error.reason if error.retry else "for good")
        return found

    return asyncio.run(scenario()), asked


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (FORBIDS, "robots_denied"),
        (EMPTY, "after 0 s"),
        (Response(ROBOTS, status=404), "after 0 s"),
        (Response(ROBOTS, status=401), "after 0 s"),
        (Response(ROBOTS, status=403), "after 0 s"),
        (Response(ROBOTS, status=429), "robots_unreachable"),
        (Response(ROBOTS, status=500), "robots_unreachable"),
        (Response(ROBOTS, status=503), "robots_unreachable"),
        (DownloadTimeoutError("no answer"), "timeout"),
        (OSError("connection reset"), "unreachable"),
        (IgnoreRequest("max redirections reached"), "after 0 s"),  # as good as no file (RFC 9309, 2.3.1.2)
    ],
)
def test_what_may_be_fetched_hangs_on_how_robots_txt_answers(answer: Asked, reason: str) -> None:
    assert outcomes([answer], [0.0])[0] == [reason]


def test_one_file_is_asked_for_an_origin_and_its_delay_is_held_up_to_the_bound() -> None:
    urls = ["https://daily.example/a", "https://daily.example/b", "http://daily.example/a"]

    found, asked = outcomes([FORBIDS], [0.0, 1.0], urls)

    assert found == ["after 60 s"] * 6
    assert [request.url for request in asked] == [ROBOTS, "http://daily.example/robots.txt"]


def test_a_file_is_asked_for_again_after_a_day_and_the_old_one_serves_while_none_can_be_had() -> None:
    found, asked = outcomes([FORBIDS, OSError("down"), EMPTY], [0.0, 86399.0, 86401.0, 2 * 86402.0])

    assert found == ["robots_denied", "robots_denied", "robots_denied", "after 0 s"]
    assert len(asked) == 3


def test_a_file_that_could_not_be_had_is_asked_for_again_later_in_the_run() -> None:
    found, asked = outcomes([Response(ROBOTS, status=503), EMPTY], [0.0, 599.0, 601.0])

    assert found == ["robots_unreachable", "robots_unreachable", "after 0 s"]
    assert len(asked) == 2


def test_a_packed_file_is_unpacked_up_to_its_bound_only() -> None:
    packed = gzip.compress(FORBIDS.body + b"#" * 50_000_000)
    cut = Response(ROBOTS, body=packed[:-9], headers={"Content-Encoding": "gzip"})
    plain = FORBIDS.replace(headers={"Content-Encoding": "br"})

    assert outcomes([cut], [0.0])[0] == ["robots_denied"]
    assert outcomes([plain], [0.0])[0] == ["robots_denied"]
