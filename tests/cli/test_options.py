from datetime import date
from pathlib import Path

import pytest

from crawler.cli import crawl_options, fetch_options
from crawler.cli.main import parsers
from crawler.cli.options import CrawlOptions, FetchOptions
from crawler.errors import UsageError


def crawl(*words: str) -> CrawlOptions:
    return crawl_options.options_of(parsers()[1]["crawl"].parse_intermixed_args(words))


def fetch(*words: str, stdin: bytes = b"") -> FetchOptions:
    return fetch_options.options_of(parsers()[1]["fetch"].parse_intermixed_args(words), stdin.splitlines(keepends=True))


def test_a_crawl_of_a_name_leaves_everything_else_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSKEEP_OUTPUT", raising=False)

    assert crawl("memo") == CrawlOptions(sites=("memo",), output=Path("output"))


def test_each_option_of_crawl_arrives() -> None:
    options = crawl(
        "memo", "--output", "store", "--limit", "5", "--max-time", "60", "--since", "2026-01-01",
        "--until", "2026-01-31", "--jobs", "2", "--delay", "0", "--concurrency", "4", "--refetch", "--dry-run",
        "--set", "LOG_LEVEL=DEBUG", "--set", "JOBS=1", "--allow-network", "10.0.0.0/8", "--allow-network", "::1",
        "--verbose", "my.toml",
    )  # fmt: skip

    assert options == CrawlOptions(
        sites=("memo", "my.toml"),
        output=Path("store"),
        limit=5,
        max_time_s=60.0,
        since=date(2026, 1, 1),
        until=date(2026, 1, 31),
        jobs=2,
        delay_s=0.0,
        concurrency=4,
        refetch=True,
        dry_run=True,
        settings=(("LOG_LEVEL", "DEBUG"), ("JOBS", "1")),
        allow_networks=("10.0.0.0/8", "::1/128"),
        verbose=True,
    )


def test_the_store_is_named_by_the_environment_unless_an_option_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSKEEP_OUTPUT", "/srv/news")

    assert crawl("memo").output == Path("/srv/news")
    assert crawl("memo", "--output", "here").output == Path("here")
    assert fetch("https://a.example/").output == Path("/srv/news")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "required: SITE"),
        (["memo", "--since", "2026-02-01", "--until", "2026-01-01"], "--since 2026-02-01 is after --until 2026-01-01"),
        (["memo", "--quiet", "--verbose"], "not allowed with argument"),
        (["memo", "--lim", "3"], "unrecognized arguments: --lim"),
        (["memo", "--since", "yesterday"], "'yesterday' is not a day like"),
    ],
)
def test_a_crawl_that_contradicts_itself_is_a_usage_error(words: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        crawl(*words)


def test_a_dash_stands_for_the_urls_on_standard_input() -> None:
    listed = b"\xef\xbb\xbf# of this week\nhttps://b.example/1\r\n\n   https://b.example/2  \n"

    options = fetch("https://a.example/", "-", "https://c.example/", "--format", "text", "--keep", stdin=listed)

    assert options.urls == (
        "https://a.example/",
        "https://b.example/1",
        "https://b.example/2",
        "https://c.example/",
    )
    assert (options.format, options.keep, options.to) == ("text", True, None)


@pytest.mark.parametrize(
    ("words", "stdin", "message"),
    [
        (["-"], b"# nothing\n\n", "no URL on standard input"),
        (["-"], b"https://a.example/\nftp://a.example/\n", r"not an http\(s\) URL \(line 2 of standard input\): ftp:"),
        (["-"], b"\xff\xfe\n", r"line 1 of standard input"),
        (["a.example/story"], b"", r"did you mean https://a\.example/story\?"),
        (["https://a.example/", "--format", "xml"], b"", "invalid choice: 'xml'"),
    ],
)
def test_what_is_no_url_is_a_usage_error(words: list[str], stdin: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        fetch(*words, stdin=stdin)
