"""An article as a line, and back."""

import json
import math
from collections.abc import Mapping
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.items import SCHEMA_VERSION, ArchivePointer, Article, Extraction, Image, Rejected, Related, Removed
from crawler.record import FIELDS, article_of, json_line, record_line, record_of, reject_line
from tests.articles import article
from tests.record_schema import schema_errors

WRITABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=30)
HEX = st.text("0123456789abcdef", min_size=32, max_size=32)
DATES = st.sampled_from(
    ["2024-05-12", "2024-05-12T08:30:00+03:00", "1999-12-31T23:59:59Z", "2024-05-12T08:30:00-00:30"]
)
WHOLE = st.integers(0, 2**53)


def articles(text: st.SearchStrategy[str]) -> st.SearchStrategy[Article]:
    """Articles as newskeep writes them, with `text` where a page's words go."""
    maybe = st.none() | text
    words = st.lists(text, max_size=3).map(tuple)
    return st.builds(
        Article,
        schema_version=st.just(SCHEMA_VERSION),
        id=HEX,
        version=st.integers(1, 9),
        url=st.sampled_from(["https://daily.example/a", "http://127.0.0.1:8811/", "file:///tmp/page.html"]),
        requested_url=text,
        site=st.from_regex("[a-z0-9][a-z0-9_-]{0,63}", fullmatch=True),
        publisher=maybe,
        title=maybe,
        description=maybe,
        text=text,
        word_count=WHOLE,
        authors=words,
        section=maybe,
        tags=words,
        language=maybe,
        images=st.lists(st.builds(Image, text, maybe, maybe), max_size=2).map(tuple),
        related=st.lists(st.builds(Related, text, maybe), max_size=2).map(tuple),
        date_published=st.none() | DATES,
        date_modified=st.none() | DATES,
        date_published_raw=maybe,
        date_modified_raw=maybe,
        license=maybe,
        is_accessible_for_free=st.none() | st.booleans(),
        robots=words,
        tdm_reservation=st.sampled_from([None, "0", "1"]),
        tdm_policy=maybe,
        content_hash=st.text("0123456789abcdef", min_size=64, max_size=64).map("sha256:{}".format),
        duplicate_of=st.none() | HEX,
        changed=words,
        fetched_at=st.just("2024-05-12T08:30:00Z"),
        status=st.sampled_from([0, 200, 203]),
        found_via=st.sampled_from([None, "site", "sitemap", "feed", "wordpress", "listing", "links"]),
        archive=st.none() | st.builds(ArchivePointer, text, text, WHOLE, st.integers(1, 2**53), text),
        extraction=st.builds(
            Extraction,
            text,
            text,
            maybe,
            words,
            st.lists(st.builds(Removed, text, text), max_size=2).map(tuple),
            st.dictionaries(text, text, max_size=2),
            st.none() | st.floats(0, 1),
            words,
        ),
        markdown=st.just(""),
        text_untaught=st.just(""),
        memory_lines=st.just(()),
        signature=st.just(b""),
    )


FULL = article(
    images=(Image("https://daily.example/a.jpg", None, "Ann Lee"),),
    related=(Related("Storm"),),
    archive=ArchivePointer("<urn:uuid:1>", "a.warc.gz", 0, 10, "sha256:x"),
    extraction=Extraction("newskeep 1", "daily", removed=(Removed("read", "READ: Storm"),), readers={"title": "og"}),
    markdown="# Bridge opens",
)


def without(record: Mapping[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in record.items() if key != name}


EXTRACTION = json.loads(record_line(FULL))["extraction"]
FRACTION = "must be a number from 0 to 1, or null"


@given(articles(WRITABLE))
@settings(max_examples=60, deadline=None)
def test_an_article_comes_back_from_its_line_as_it_was(written: Article) -> None:
    line = record_line(written)

    assert article_of(json.loads(line)) == written


@given(articles(ANY_TEXT))
@settings(max_examples=60, deadline=None)
def test_every_line_is_one_line_of_utf_8_that_the_schema_takes(written: Article) -> None:
    line = record_line(written)

    text = line.decode("utf-8")
    assert text.endswith("}\n")
    assert len(text.splitlines()) == 1
    record = json.loads(text)
    assert schema_errors(record) == []
    assert "\0" not in json.dumps(record, ensure_ascii=False).replace("\\u0000", "\0")


def test_a_record_holds_the_fields_in_their_order_and_no_markdown() -> None:
    names = [field.name for field in fields(Article)]

    assert [*record_of(FULL), "markdown", "text_untaught", "memory_lines", "signature"] == names
    assert list(json.loads(record_line(FULL))) == names[:-4]


def test_what_some_reader_takes_for_a_line_end_is_escaped() -> None:
    odd = replace(FULL, text="one\u2028two\u2029three\u0085four\nfive\rsix")

    line = record_line(odd)

    assert rb"one\u2028two\u2029three\u0085four\nfive\rsix" in line
    assert article_of(json.loads(line)) == replace(odd, markdown="")


def test_nul_and_half_surrogates_are_replaced_and_a_backslash_before_u0000_is_not() -> None:
    odd = replace(FULL, title="a\0b\ud800c", text=r"\u0000", extraction=Extraction("x", "y", readers={"\0": "\0"}))

    record = json.loads(record_line(odd))

    assert record["title"] == "a\ufffdb\ufffdc"
    assert record["text"] == r"\u0000"
    assert record["extraction"]["readers"] == {"\ufffd": "\ufffd"}


def test_a_number_that_json_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_line({"share": math.nan})


def test_a_reject_is_a_line_with_its_fields_in_order() -> None:
    rejected = Rejected(
        "https://a.example/", "https://a.example/", "a", "no_text", "x\u2028y", "2024-05-12T08:30:00Z", 200
    )

    line = reject_line(rejected)

    assert line.count(b"\n") == 1
    assert list(json.loads(line)) == [field.name for field in fields(Rejected)]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("schema_version", SCHEMA_VERSION + 1, f"schema_version: {SCHEMA_VERSION + 1} is not {SCHEMA_VERSION}"),
        ("schema_version", True, "schema_version: must be a whole number"),
        ("title", 5, "title: must be a text"),
        ("text", None, "text: must be a text"),
        ("status", 200.0, "status: must be a whole number"),
        ("authors", "Ann Lee", "authors: must be a list"),
        ("tags", ["a", None], "tags[1]: must be a text"),
        ("is_accessible_for_free", 1, "is_accessible_for_free: must be true, false or null"),
        ("images", [{"url": "x", "caption": None}], "images[0].credit: missing"),
        ("images", ["x"], "images[0]: must be an object"),
        ("related", [{"title": "x", "url": None, "more": 1}], "related[0].more: unknown"),
        ("archive", [], "archive: must be an object"),
        ("extraction", None, "extraction: must be an object"),
        ("extraction", EXTRACTION | {"language_score": 1.5}, f"extraction.language_score: {FRACTION}"),
        ("extraction", EXTRACTION | {"language_score": True}, f"extraction.language_score: {FRACTION}"),
        ("extraction", EXTRACTION | {"other_languages": "en"}, "extraction.other_languages: must be a list"),
        ("extraction", without(EXTRACTION, "language_score"), "extraction.language_score: missing"),
    ],
)
def test_a_record_that_is_none_names_the_field(field: str, value: object, message: str) -> None:
    record = record_of(FULL) | {field: value}

    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is the test
        article_of(record)

    assert str(caught.value) == message


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_must_be_there(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}: missing$"):
        article_of(without(record_of(FULL), name))


def test_a_field_that_is_unknown_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^markdown: unknown$"):
        article_of(record_of(FULL) | {"markdown": ""})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([field.name for field in fields(Article)]), JSON))
def test_any_json_gives_an_article_or_a_value_error(changes: dict[str, object]) -> None:
    record = {**record_of(FULL), **changes}

    try:
        read = article_of(record)
    except ValueError as error:
        problem = str(error)
    else:
        problem = ""
        assert record_of(read) == record
    assert not problem or problem.split(":")[0].split(".")[0].split("[")[0] in changes
