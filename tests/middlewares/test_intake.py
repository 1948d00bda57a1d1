"""What responses hold of the budget of bytes."""

import asyncio

from scrapy import Request
from scrapy.http import Response

from crawler.middlewares.intake import IntakeMiddleware
from crawler.run.flight import Flight

URL = "https://daily.example/quay/"


def test_a_whole_response_holds_no_more_than_came() -> None:
    async def scenario() -> None:
        flight = Flight(1000)
        intake = IntakeMiddleware(flight, {}, max_bytes=1000, first_bytes=900)
        request, response = Request(URL), Response(URL)
        await intake.process_request(request)
        intake.bytes_received(b"x" * 50, request)

        intake.process_response(request, response)

        async with asyncio.timeout(0.5):  # it would wait for as long as `response` is there
            await flight.admit(950)

    asyncio.run(scenario())
