import gzip
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.reading import read_source
from crawler.errors import NewskeepError, RetryLater, SourceChanged, TooLarge, Undecodable
from crawler.items import SourceKind, SourceReading
from tests.discovery.site_of import GENERIC, SITE, paths, read

KINDS: list[SourceKind] = ["site", "sitemap", "feed", "wordpress", "listing", "links"]


@pytest.mark.parametrize("kind", KINDS)
@given(body=st.binary(max_size=200), label=st.sampled_from(["gzip", "br", "", "text/html"]))
def test_any_bytes_are_read_or_get_a_plain_answer(kind: SourceKind, body: bytes, label: str) -> None:
    answer: SourceReading | NewskeepError
    try:
        answer = read(kind, body, headers=(("content-encoding", label),))
    except (SourceChanged, RetryLater, TooLarge, Undecodable) as error:
        answer = error

    if isinstance(answer, NewskeepError):
        assert SITE in str(answer)
        assert "\n" not in str(answer)
    else:
        assert pickle.loads(pickle.dumps(answer)) == answer  # noqa: S301 - our own


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_answer_calls_for_a_person(kind: SourceKind) -> None:
    with pytest.raises(SourceChanged):
        read(kind, "")


def test_a_source_cut_off_on_the_way_is_put_back() -> None:
    body = gzip.compress(f"<urlset><url><loc>{SITE}/a</loc></url></urlset>".encode())

    with pytest.raises(RetryLater):
        read("sitemap", body[:-4], headers=(("content-encoding", "gzip"),))
    with pytest.raises(RetryLater):
        read("sitemap", body[:-4])


def test_a_page_of_deep_nesting_is_read_in_bounded_time_and_depth() -> None:
    assert paths(read("links", "<div>" * 100_000 + "<a href=/harbour-reopens-after-storm/>x</a>")) in (
        [],
        ["/harbour-reopens-after-storm/"],
    )


def test_a_site_without_domains_keeps_to_the_host_of_the_page() -> None:
    body = '<a href="/harbour-reopens-after-storm/">x</a><a href="https://other.example/harbour-reopens-after-storm/">x</a>'

    assert paths(read("links", body, profile=replace(GENERIC, domains=()))) == ["/harbour-reopens-after-storm/"]


def test_a_site_may_be_an_address_with_a_port() -> None:
    body = '<a href="/harbour-reopens-after-storm/">x</a><a href="http://127.0.0.12:8811/harbour-reopens-after-storm/">x</a>'

    reading = read("links", body, path="http://127.0.0.11:8811/", profile=replace(GENERIC, domains=("127.0.0.11",)))

    assert paths(reading) == ["http://127.0.0.11:8811/harbour-reopens-after-storm/"]


def test_the_reader_of_sources_can_be_sent_to_a_worker() -> None:
    assert pickle.loads(pickle.dumps(read_source)) is read_source  # noqa: S301 - our own
