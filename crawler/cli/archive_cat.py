"""`newskeep archive cat`: what a URL answered, as bytes on standard output."""

import argparse
import sys

from crawler.archive.captured import page_of
from crawler.archive.holdings import Choice, Holdings
from crawler.archive.http_head import response_head
from crawler.archive.reader import MAX_BLOCK_BYTES
from crawler.bodies import decoded_body
from crawler.cli.archive_choice import capture_for
from crawler.cli.exits import Exit
from crawler.cli.messages import say
from crawler.errors import RetryLater, TooLarge, Undecodable


def run(args: argparse.Namespace, holdings: Holdings, choice: Choice) -> int:
    """Write the body; NOTHING when there is none to be had."""
    captured = capture_for(args, holdings, choice)
    if captured is None or captured.exchange is None:
        return Exit.NOTHING
    page = page_of(captured)
    try:
        body = page.body if args.raw else decoded_body(page, MAX_BLOCK_BYTES)
    except (RetryLater, TooLarge, Undecodable) as error:
        say(f"{error}; --raw gives it as it was served")
        return Exit.NOTHING
    if args.headers:
        sys.stdout.buffer.write(response_head(captured.exchange, has_body=False))
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()
    return Exit.DONE
