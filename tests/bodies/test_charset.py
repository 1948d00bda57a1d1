from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.bodies import text_of
from crawler.bodies.labels import codec_of

RUSSIAN = "<p>Президент сегодня заявил о новых переговорах в столице. " * 20
ARABIC = "<p>أعلن الرئيس اليوم عن مفاوضات جديدة في العاصمة. " * 20
TURKISH = "<p>Cumhurbaşkanı bugün İstanbul'da yeni görüşmeleri açıkladı. " * 20
FRENCH = "<p>Le président a déclaré aujourd’hui à Paris que l’été sera chaud. " * 20
HEBREW = "<p>ראש הממשלה הודיע היום על שיחות חדשות. " * 20
CHINESE = "<p>总统今天宣布了新的谈判。" * 20
SAMPLES = [
    (RUSSIAN, "windows-1251"),
    (RUSSIAN, "koi8-r"),
    (ARABIC, "windows-1256"),
    (TURKISH, "iso-8859-9"),
    (TURKISH.replace("İ", "I"), "windows-1254"),
    (FRENCH, "windows-1252"),
    (HEBREW, "iso-8859-8"),
    (CHINESE, "gb2312"),
    (CHINESE, "big5"),
    (ARABIC, "utf-8"),
]


def encoded(text: str, label: str) -> bytes:
    return text.encode(label, "ignore")


@pytest.mark.parametrize(("text", "label"), SAMPLES)
def test_the_header_says_what_the_bytes_are(text: str, label: str) -> None:
    body = encoded(text, label)

    assert text_of(body, f"text/html; charset={label}", "html") == body.decode(label)


@pytest.mark.parametrize(("text", "label"), SAMPLES)
def test_without_a_header_the_meta_tag_says_it(text: str, label: str) -> None:
    body = f'<html><head><meta charset="{label}">'.encode() + encoded(text, label)

    assert text_of(body, "text/html", "html") == body.decode(label)


@pytest.mark.parametrize(("text", "label"), [sample for sample in SAMPLES if sample[1] != "big5"])
def test_a_header_that_wrongly_says_utf8_gives_way_to_the_meta_tag(text: str, label: str) -> None:
    body = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'.encode() + encoded(text, label)

    assert text_of(body, "text/html; charset=UTF-8", "html") == body.decode(label)


@pytest.mark.parametrize("label", ["windows-1251", "windows-1252", "iso-8859-1", "iso-8859-9", "gb2312", "ascii"])
def test_a_declared_charset_gives_way_to_bytes_that_are_utf8_throughout(label: str) -> None:
    assert text_of(ARABIC.encode(), f"text/html; charset={label}", "html") == ARABIC


def test_bytes_that_are_not_utf8_are_read_as_declared_even_when_few() -> None:
    assert text_of(b"<p>caf\xe9", "text/html; charset=iso-8859-1", "html") == "<p>café"


@pytest.mark.parametrize(("text", "label"), [(RUSSIAN, "windows-1251"), (ARABIC, "windows-1256"), (RUSSIAN, "koi8-r")])
def test_without_any_declaration_the_bytes_are_looked_at(text: str, label: str) -> None:
    assert text_of(text.encode(label), "text/html", "html") == text
    assert text_of(text.encode(label), "text/html; charset=utf-8", "html") == text


ICELANDIC = "<p>Veðurstofan spáir norðanátt með snjókomu, en þurrt verður sunnan til, sagði þingið í dag. " * 20


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "iso-8859-15"])
def test_turkish_that_is_called_latin_is_read_as_turkish_and_icelandic_is_not(label: str) -> None:
    header, meta = f"text/html; charset={label}", f'<meta charset="{label}">'

    assert text_of(TURKISH.encode("cp1254"), header, "html") == TURKISH
    assert text_of(meta.encode() + TURKISH.encode("cp1254"), "text/html", "html") == meta + TURKISH
    assert text_of(ICELANDIC.encode("cp1252"), header, "html") == ICELANDIC
    assert text_of(FRENCH.encode("cp1252"), "text/html; charset=windows-1252", "html") == FRENCH


def test_a_page_cut_inside_a_character_stays_utf8() -> None:
    body = ARABIC.encode() + "ة".encode()[:1]

    assert text_of(body, "text/html", "html") == ARABIC + "\ufffd"
    assert text_of(body, "text/html; charset=utf-8", "html") == ARABIC + "\ufffd"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_comes_before_the_header(codec: str) -> None:
    assert text_of(ARABIC.encode(codec), "text/html; charset=windows-1252", "html") == ARABIC


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_first_tag(codec: str) -> None:
    assert text_of(ARABIC.encode(codec), "text/html", "html") == ARABIC
    assert text_of(ARABIC[3:].encode(codec), f"text/plain; charset={codec}", "text") == ARABIC[3:]


def test_utf16_in_the_header_of_a_page_that_is_not_is_no_word_of_honour() -> None:
    assert text_of(ARABIC.encode(), "text/html; charset=utf-16", "html") == ARABIC
    assert text_of(b"<meta charset=utf-16>" + ARABIC.encode(), "text/html", "html").endswith(ARABIC)


@pytest.mark.parametrize(
    "label", ["punycode", "zlib", "base64", "idna", "unicode_escape", "utf-7", "x-nonsense", "undefined"]
)
def test_a_label_that_is_no_charset_of_the_web_is_as_good_as_none(label: str) -> None:
    assert text_of(b"<p>+ADw-a \\u0041 \xc3\xa9", f"text/html; charset={label}", "html") == "<p>+ADw-a \\u0041 é"


def test_labels_that_only_browsers_know_are_understood() -> None:
    assert text_of("联通".encode("gbk"), "text/html; charset=x-gbk", "html") == "联通"
    assert text_of(encoded(HEBREW, "iso-8859-8"), "text/html; charset=ISO-8859-8-I", "html") == HEBREW


def test_an_xml_declaration_counts_and_in_plain_text_it_does_not() -> None:
    body = b'<?xml version="1.0" encoding="windows-1252"?><a>\x93\xe9\x94</a>'

    assert "“é”" in text_of(body, "text/xml", "xml")
    assert text_of("“é”".encode(), "text/plain", "text") == "“é”"


JAPANESE = "<p>大統領は本日、新しい交渉を発表した。" * 10
KOREAN = "<p>대통령은 오늘 새로운 협상을 발표했다. " * 10
GREEK = "<p>Ο πρόεδρος ανακοίνωσε σήμερα νέες διαπραγματεύσεις. " * 10
THAI = "<p>ประธานาธิบดีประกาศการเจรจารอบใหม่วันนี้ " * 10
BY_LABEL = [
    *((ARABIC, label) for label in ("windows-1256", "x-cp1256", "iso-8859-6", "csISOLatinArabic", "win-1256")),
    *((TURKISH, label) for label in ("iso-8859-9", "latin5", "windows-1254", "ISO_8859-9:1989")),
    *((RUSSIAN, label) for label in ("windows-1251", "koi8-r", "koi", "iso-8859-5", "x-mac-cyrillic", "ibm866")),
    *((JAPANESE, label) for label in ("shift_jis", "x-sjis", "Windows-31J", "euc-jp", "iso-2022-jp", "ms_kanji")),
    *((KOREAN, label) for label in ("euc-kr", "ks_c_5601-1987", "windows-949", "korean")),
    *((CHINESE, label) for label in ("gb18030", "gbk", "gb2312", "x-gbk", "chinese", "hz-gb-2312", "big5", "x-x-big5")),
    *((GREEK, label) for label in ("iso-8859-7", "windows-1253", "sun_eu_greek")),
    *((HEBREW, label) for label in ("windows-1255", "iso-8859-8", "ISO-8859-8-I", "logical", "visual")),
    *((THAI, label) for label in ("tis-620", "windows-874", "iso-8859-11")),
    *((FRENCH, label) for label in ("iso-8859-1", "latin1", "us-ascii", "l1", "macintosh")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "label"), BY_LABEL)
def test_each_label_of_the_web_means_its_charset_in_header_and_meta(text: str, label: str) -> None:
    codec = codec_of(label)
    assert codec
    body = text.encode(codec, "ignore")
    text = body.decode(codec)

    assert text_of(body, f'text/html; charset="{label}"', "html") == text
    assert text_of(f"<meta charset={label}>".encode() + body, "text/html", "html").endswith(text)
    xml = f'<?xml version="1.0" encoding="{label}"?>'.encode() + body
    assert text_of(xml, "text/xml", "xml").endswith(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [(ARABIC, "windows-1256"), (RUSSIAN, "windows-1251"), (JAPANESE, "shift_jis"), (KOREAN, "euc-kr")],
)
def test_a_server_that_says_latin_1_of_all_it_sends_is_no_match_for_the_page(text: str, label: str) -> None:
    body = f"<meta charset={label}>".encode() + text.encode(label)

    assert text_of(body, "text/html; charset=ISO-8859-1", "html") == body.decode(label)
    assert text_of(text.encode(label), "text/html; charset=ISO-8859-1", "html") == text


@pytest.mark.parametrize(
    "text", [FRENCH, "<p>Señoras ¿qué pasó? «Él» — “más” … " * 9, "<p>Ärger über Größe: „Öl“ … – " * 9]
)
def test_latin_text_stays_what_it_is_declared_to_be_whatever_the_page_says(text: str) -> None:
    body = b"<meta charset=windows-1251>" + text.encode("windows-1252")

    assert text_of(body, "text/html; charset=iso-8859-1", "html").endswith(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [(JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"), (KOREAN, "euc-kr"), (CHINESE, "gbk"), (ARABIC, "windows-1256"),
     (RUSSIAN, "windows-1251"), (GREEK, "iso-8859-7"), (HEBREW, "windows-1255")],
)  # fmt: skip
def test_without_any_label_a_text_is_told_by_its_letters(text: str, label: str) -> None:
    assert text_of(text.encode(label), "text/html", "html") == text


def test_a_meta_tag_in_a_comment_says_nothing() -> None:
    body = b"<!-- <meta charset=koi8-r> --><meta charset=windows-1251>" + RUSSIAN.encode("windows-1251")

    assert text_of(body, "text/html", "html").endswith(RUSSIAN)


def test_a_byte_that_windows_charsets_leave_out_is_a_control_as_in_browsers() -> None:
    assert text_of(b"<p>caf\xe9 \x81", "text/html; charset=windows-1252", "html") == "<p>café \x81"
    assert text_of(b"<p>\xe9\xd2", "text/html; charset=windows-1255", "html")[-1] != "?"


@given(st.binary(max_size=300), st.text(max_size=40), st.sampled_from(["html", "xml", "text"]))
def test_any_bytes_are_some_text(body: bytes, content_type: str, kind: Literal["html", "xml", "text"]) -> None:
    assert isinstance(text_of(body, content_type, kind), str)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_is_utf8_whatever_the_text(text: str) -> None:
    if text.startswith("\ufeff"):
        return
    assert text_of(text.encode(), "text/html; charset=utf-8", "html") == text
