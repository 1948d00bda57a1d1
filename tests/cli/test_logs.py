import logging
import sys

from crawler.cli.logs import OneLine


def test_what_is_foreign_in_a_log_line_or_its_traceback_only_shows() -> None:
    formatter = OneLine("%(levelname)s %(message)s")
    hostile = "quay\x1b[2J\nERROR all is lost\r\u202e"
    try:
        raise ValueError(hostile)
    except ValueError:
        record = logging.LogRecord("crawler", logging.WARNING, "", 0, "page failed url=%s", (hostile,), sys.exc_info())

    first, *rest = formatter.format(record).split("\n")

    assert first == r"WARNING page failed url=quay\x1b[2J\nERROR all is lost\r\u202e"
    assert rest[0] == "    Traceback (most recent call last):"
    assert all(line.startswith("    ") and line.isprintable() for line in rest)
