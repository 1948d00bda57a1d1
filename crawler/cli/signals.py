"""Signals that stop a command."""

import signal
from types import FrameType
from typing import NoReturn


class Terminated(KeyboardInterrupt):
    """SIGTERM came."""


def raise_on_sigterm() -> None:
    """From now on SIGTERM raises Terminated, as SIGINT raises KeyboardInterrupt."""
    signal.signal(signal.SIGTERM, _terminate)


def raise_on_sigint() -> None:
    """Make SIGINT raise inside `asyncio.run`, too.

    Its own handler, which it puts in the place of Python's default one, cancels the task: one that waits for a slow
    pipe would never notice.
    """
    signal.signal(signal.SIGINT, _interrupt)


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
