import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.language import SURE_LETTERS, language_of

ENGLISH = (
    "The harbour of the town opened again on Tuesday, weeks after the storm had thrown two cranes into the sea. " * 3
)
GERMAN = (
    "Der Hafen der Stadt ist am Dienstag wieder geöffnet worden, Wochen nachdem der Sturm zwei Kräne umgeworfen hat. "
    * 3
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        ("Le port de la ville a rouvert mardi, trois semaines après la grande tempête. " * 3, "fr"),
        ("Kentin eski limanı, fırtınadan üç hafta sonra salı günü yeniden açıldı. " * 3, "tr"),
        ("أعيد فتح ميناء المدينة القديم يوم الثلاثاء، بعد ثلاثة أسابيع من العاصفة. " * 3, "ar"),
        ("بندر قدیمی شهر سه‌شنبه دوباره باز شد، سه هفته پس از توفانی که دو جرثقیل را به دریا انداخته بود. " * 3, "fa"),
        ("הנמל הישן של העיר נפתח מחדש ביום שלישי, שלושה שבועות אחרי הסערה. ", "he"),
        ("町の古い港は火曜日に再び開かれた。", "ja"),
    ],
)  # fmt: skip
def test_a_text_tells_its_language(text: str, language: str) -> None:
    assert language_of(text, None) == language


def test_the_text_counts_more_than_what_the_page_declares() -> None:
    assert language_of(GERMAN, "en-US") == "de"


def test_a_declared_region_is_kept_when_the_language_is_right() -> None:
    assert language_of(ENGLISH, "en_GB") == "en-GB"


def test_a_short_text_is_in_the_declared_language_unless_its_script_says_no() -> None:
    short = "Bonjour!"
    assert len(short) < SURE_LETTERS

    assert language_of(short, "fr") == "fr"
    assert language_of("שלום לכולם", "fr") == "he"


@given(st.text(max_size=400), st.none() | st.text(max_size=10))
def test_any_text_gives_a_tag_or_none(text: str, declared: str | None) -> None:
    language = language_of(text, declared)

    assert language is None or language[:2].isalpha()
