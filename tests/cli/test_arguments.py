import argparse
import contextlib
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cli import arguments

READERS: list[Callable[[str], object]] = [
    arguments.whole,
    arguments.seconds,
    arguments.delay,
    arguments.day,
    arguments.network,
    arguments.setting,
]


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (arguments.whole, "12", 12),
        (arguments.seconds, "0.5", 0.5),
        (arguments.delay, "0", 0.0),
        (arguments.day, "2024-02-29", date(2024, 2, 29)),
        (arguments.network, "127.0.0.0/8", "127.0.0.0/8"),
        (arguments.network, "10.1.2.3", "10.1.2.3/32"),
        (arguments.network, "fd00::/8", "fd00::/8"),
        (arguments.setting, "LOG_LEVEL=DEBUG", ("LOG_LEVEL", "DEBUG")),
        (arguments.setting, "USER_AGENT=a=b c", ("USER_AGENT", "a=b c")),
    ],
)
def test_a_good_word_becomes_its_value(read: Callable[[str], object], text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (arguments.whole, "0", "not a whole number of at least 1"),
        (arguments.whole, "1.5", "not a whole number"),
        (arguments.whole, "9999999999", "not a whole number"),
        (arguments.seconds, "0", "not a number of seconds above 0"),
        (arguments.seconds, "inf", "not a number of seconds"),
        (arguments.delay, "-1", "0 or more"),
        (arguments.delay, "nan", "0 or more"),
        (arguments.day, "2025-02-29", "not a day like 2026-03-14"),
        (arguments.day, "20250228", "not a day"),
        (arguments.network, "10.0.0.1/8", "the network is 10.0.0.0/8"),
        (arguments.network, "localhost", "not a network like"),
        (arguments.setting, "LOG_LEVEL", "not NAME=VALUE"),
        (arguments.setting, "log_level=1", "NAME in capitals"),
    ],
)
def test_a_bad_word_is_refused_with_what_is_allowed(read: Callable[[str], object], text: str, message: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=message):
        read(text)


@given(text=st.text(), read=st.sampled_from(READERS))
def test_no_word_raises_anything_else(text: str, read: Callable[[str], object]) -> None:
    with contextlib.suppress(argparse.ArgumentTypeError):
        read(text)
