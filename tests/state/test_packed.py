"""What is packed comes out as it went in, read by the SQL that the views use."""

import sqlite3
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.dates import rfc3339
from crawler.state import packed
from crawler.urls import url_key

DATABASE = sqlite3.connect(":memory:")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)
PATH = st.from_regex(r"(/[a-zA-Z0-9._~-]{0,6}){0,4}/?(\?[a-z]=[0-9/]{0,3})?", fullmatch=True)
HOST = st.sampled_from(["daily.example", "www.daily.example", "www.com", "WWW.daily.example", "www2.daily.example:81"])


def read(expression: str, **values: str | int | bytes | None) -> object:
    """What `expression` makes of columns with these values."""
    columns = ", ".join(f":{name} AS {name}" for name in values)
    (row,) = DATABASE.execute(f"SELECT {expression} FROM (SELECT {columns})", values)  # noqa: S608 - ours
    return row[0]


@given(scheme=st.sampled_from(["https", "http"]), host=HOST, path=PATH)
@example(scheme="https", host="www.daily.example", path="/2026/story/")
def test_an_address_is_read_from_its_key_or_kept_in_full(scheme: str, host: str, path: str) -> None:
    url = f"{scheme}://{host}{path}"
    key = url_key(url)

    column = packed.packed_url(url, key)

    assert read(packed.url_text("url", "key"), url=column, key=key) == url


@pytest.mark.parametrize("start", ["https://www.", "https://", "http://www.", "http://"])
@pytest.mark.parametrize("end", ["", "/"])
def test_a_usual_address_costs_no_text(start: str, end: str) -> None:
    url = f"{start}daily.example/2026/story{end}"

    column = packed.packed_url(url, url_key(url))

    assert isinstance(column, int)


@given(digits=st.binary(max_size=40).map(bytes.hex) | TEXT, prefix=st.sampled_from(["", packed.SHA256]))
@example(digits="AB", prefix="")
@example(digits="ab cd", prefix="")
def test_hex_digits_come_out_as_they_were(digits: str, prefix: str) -> None:
    column = packed.packed_hex(prefix + digits, packed.SHA256)

    assert read(packed.hex_text("digest", packed.SHA256), digest=column) == prefix + digits


@given(text=st.uuids().map(lambda uuid: uuid.urn) | TEXT)
@example(text=UUID(int=1).urn.upper())
def test_the_id_of_an_archive_record_comes_out_as_it_was(text: str) -> None:
    column = packed.packed_urn(text)

    assert read(packed.urn_text("id"), id=column) == text


@given(text=st.datetimes(datetime(1, 1, 2)).map(lambda at: f"{at:%a, %d %b %Y %H:%M:%S} GMT") | TEXT)  # noqa: DTZ001
@example(text="Wed, 04 Mar 2026 07:00:00 GMT")
@example(text="Wed, 4 Mar 2026 07:00:00 GMT")
@example(text="Thu, 04 Mar 2026 07:00:00 GMT")
@example(text="Wed, 04 Mar 2026 07:00:00 -0000")
def test_an_http_date_comes_out_as_it_was(text: str) -> None:
    column = packed.packed_http_date(text)

    assert read(packed.http_date_text("at"), at=column) == text


def test_an_http_date_as_servers_write_it_costs_no_text() -> None:
    column = packed.packed_http_date("Wed, 04 Mar 2026 07:00:00 GMT")

    assert isinstance(column, int)


@given(day=st.dates())
def test_a_day_comes_out_as_it_was(day: date) -> None:
    column = packed.packed_day(day.isoformat())

    assert read(packed.day_text("day"), day=column) == day.isoformat()


@given(at=st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the zone is given
def test_a_moment_is_read_as_rfc_3339(at: datetime) -> None:
    at = at.replace(microsecond=0)

    text = read(packed.moment_text("at"), at=int(at.timestamp()))

    assert text == rfc3339(at)


@given(id_=st.binary(min_size=16, max_size=16).map(bytes.hex) | TEXT | st.none(), key=TEXT)
def test_the_id_of_a_pages_article_comes_out_as_it_was(id_: str | None, key: str) -> None:
    key_hash = packed.packed_key(key)

    of_another, own = packed.packed_own_id(id_, key_hash), packed.packed_own_id(key_hash.hex(), key_hash)

    for column, expected in ((of_another, id_), (own, key_hash.hex())):
        assert read(packed.hex_text(packed.OWN_ID), record_id=column, hash=key_hash) == expected
    assert own == 1
