from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.metadata.visible_day import days_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("August 18, 2020", "en"),
        ("Aug. 18th 2020", "en-US"),
        ("Tuesday 18 August 2020", "en-GB"),
        ("18. August 2020", "de"),
        ("18.08.2020", "de"),
        ("18.8.20", "de"),
        ("18 août 2020", "fr"),
        ("18 de agosto de 2020", "es"),
        ("18 agosto 2020", "it"),
        ("18 de agosto de 2020", "pt"),
        ("18 Ağustos 2020", "tr"),
        ("18 أغسطس 2020", "ar"),
        ("١٨ آب ٢٠٢٠", "ar"),
        ("18 באוגוסט 2020", "he"),
        ("۲۸ مرداد ۱۳۹۹", "fa"),
        ("18 augustus 2020", "nl"),
        ("18 августа 2020", "ru"),
        ("18 sierpnia 2020", "pl"),
        ("2020年8月18日", "ja"),
        ("2020년 8월 18일", "ko"),
        ("2020-08-18", ""),
        ("18/08/2020", "en"),
        ("18 août 2020", ""),
    ],
)
def test_a_day_is_read_in_the_pages_language(text: str, language: str) -> None:
    assert next(days_in(text, language, None, month_first=False)).value == date(2020, 8, 18)


def test_an_ambiguous_day_follows_the_pages_custom() -> None:
    american = next(days_in("04/03/2025", "en", None, month_first=True))
    british = next(days_in("04/03/2025", "en", None, month_first=False))

    assert (american.value, british.value) == (date(2025, 4, 3), date(2025, 3, 4))


def test_a_time_counts_with_its_own_zone_or_the_sites_and_not_without() -> None:
    text = "August 18, 2020 at 10:42 am"

    assert next(days_in(text, "en", None, month_first=True)).value == date(2020, 8, 18)
    assert next(days_in(text, "en", "Europe/London", month_first=True)).value == datetime(
        2020, 8, 18, 10, 42, tzinfo=ZoneInfo("Europe/London")
    )
    assert next(days_in(text + " GMT", "en", None, month_first=True)).value == datetime(2020, 8, 18, 10, 42, tzinfo=UTC)


def test_the_raw_text_is_the_pages_own() -> None:
    assert next(days_in("نُشر ١٨ آب ٢٠٢٠", "ar", None, month_first=False)).raw == "١٨ آب ٢٠٢٠"


@pytest.mark.parametrize(
    "text", ["32 August 2020", "18 Foo 2020", "phone 0123-456", "1.2.3.4", "99/99/2020", "12-11-10"]
)
def test_what_is_no_day_gives_none(text: str) -> None:
    assert list(days_in(text, "en", None, month_first=False)) == []


@given(
    st.text(alphabet="0123456789 ./-:,apmGTMUTC+年月日٠١AugustMäreb", max_size=80),
    st.sampled_from(["en", "ar", "xx", ""]),
)
def test_no_text_raises(text: str, language: str) -> None:
    list(days_in(text, language, "Europe/Berlin", month_first=False))
