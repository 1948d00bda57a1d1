import json

import pytest

from crawler.errors import RetryLater
from crawler.extract.article import read_article
from crawler.extract.explain import FIELDS, ExplainedBlock, Explanation, explain
from crawler.extract.furniture import line_key
from crawler.extract.memory import SiteMemory
from crawler.items import Article
from crawler.profiles import load_profile
from crawler.record import record_of
from tests.extract.pages import PARAGRAPHS, page_of, story
from tests.pages import recording


def explanation_of(html: str | bytes, profile: str = "generic") -> Explanation:
    return explain(page_of(html), load_profile(profile))


def block_of(explanation: Explanation, text: str) -> ExplainedBlock:
    """The one block that begins with `text`."""
    (block,) = [block for block in explanation.blocks if block.text.startswith(text)]
    return block


@pytest.mark.parametrize("case", recording.cases())
def test_every_block_of_a_recorded_page_has_one_answer_that_agrees_with_its_article(case: str) -> None:
    expected = recording.expected(case)

    explained = explain(*recording.load(case))

    assert all(block.is_kept == (block.rule == "") for block in explained.blocks)
    assert all(block.probability is not None for block in explained.blocks if block.by in ("trees", "vote"))
    if "rejected" in expected:
        assert explained.rejected
        assert (explained.rejected.reason, explained.fields) == (expected["rejected"], ())
        return
    assert explained.rejected is None
    kept = [block.text for block in explained.blocks if block.is_kept]
    assert kept == "\n".join(expected["paragraphs"]).split("\n")
    removed = {f"{block.rule}: {block.text[:300]}" for block in explained.blocks if not block.is_kept}
    assert removed.issuperset(expected["removed"])
    assert json.loads(json.dumps({name: explained.field(name) for name in recording.CONTENT})) == {
        name: expected[name] for name in recording.CONTENT
    }


def test_each_kind_of_reason_is_named_with_its_rule() -> None:
    html = story(
        "<p>READ: <a href='/20240301-cranes-fall-into-the-sea/'>Cranes fall into the sea</a></p>",
        '<div class="sharedaddy">Share this: Mail, Print</div>',
        before="<aside><p>Win two tickets for the harbour festival, with a boat trip and dinner for all.</p></aside>",
        after="<div><a href='/20240302-ferry/'>Ferry leaves late again</a></div>",
    )

    explained = explanation_of(html, "wordpress")

    answers = {
        start: (block_of(explained, start).by, block_of(explained, start).rule)
        for start in ("Home", "Win two", "Harbour reopens", "The old", "READ: Cranes", "Share", "Ferry", "The Daily")
    }
    assert answers == {
        "Home": ("structure", "nav"),
        "Win two": ("structure", "aside"),
        "Harbour reopens": ("place", "headline"),
        "The old": ("text", ""),
        "READ: Cranes": ("profile", answers["READ: Cranes"][1]),
        "Share": ("profile", answers["Share"][1]),
        "Ferry": ("vote", "not_voted_for"),
        "The Daily": ("structure", "footer"),
    }
    rules = load_profile("wordpress").boilerplate
    assert answers["READ: Cranes"][1] in {rule.name for rule in rules.labels}
    assert answers["Share"][1] in {rule.name for rule in rules.selectors}


def test_a_rule_of_the_profile_and_one_of_the_structure_are_told_apart_though_they_share_a_name() -> None:
    explained = explanation_of(
        story(
            '<p class="photo-credit">Photograph by Jane Miller</p>',
            '<p class="media-credits">Drawing by John Miller</p>',
        )
    )

    ours, profiles = block_of(explained, "Drawing by"), block_of(explained, "Photograph by")
    assert (profiles.by, profiles.rule) == ("profile", "caption")
    assert (ours.by, ours.rule) == ("structure", "caption")


def test_a_block_tells_its_kind_and_what_the_trees_make_of_it() -> None:
    explained = explanation_of(
        story("<h2>What the wall costs</h2>", "<blockquote><p>Look at the sea.</p></blockquote>")
    )

    heading, quote = block_of(explained, "What the wall"), block_of(explained, "Look at")
    assert (heading.kind, quote.kind) == ("heading 2", "quote")
    first = block_of(explained, PARAGRAPHS[0])
    assert first.is_prose
    assert first.probability is not None
    assert first.probability > 0.5
    assert first.against is None
    assert block_of(explained, "The Daily").probability is None


def test_a_page_turned_away_before_its_text_was_sought_says_so_of_every_block() -> None:
    html = story(body_class="error404", head="<title>Not found</title>")

    explained = explanation_of(html)

    assert explained.rejected is not None
    assert explained.rejected.reason == "soft_404"
    assert {(block.by, block.rule) for block in explained.blocks} >= {("reject", "soft_404"), ("structure", "nav")}
    assert explained.kept_words == 0


def test_a_page_turned_away_for_its_text_shows_what_that_would_have_been() -> None:
    excuses = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:2])
    explained = explanation_of(f"<title>Page not found</title><body><div>{excuses}</div></body>")

    assert explained.rejected is not None
    assert explained.rejected.reason == "soft_404"
    assert [block.text for block in explained.blocks if block.is_kept] == list(PARAGRAPHS[:2])


@pytest.mark.parametrize(("body", "reason"), [(b"", "empty"), (b"%PDF-1.7\n\x00\x01\x02", "not_html")])
def test_what_is_no_page_is_a_reject_without_blocks(body: bytes, reason: str) -> None:
    explained = explanation_of(body)

    assert explained.rejected is not None
    assert (explained.rejected.reason, explained.blocks) == (reason, ())


def test_a_page_cut_off_raises_as_reading_it_does() -> None:
    page = page_of(b"\x1f\x8b\x08", headers=(("content-type", "text/html"), ("content-encoding", "gzip")))

    with pytest.raises(RetryLater):
        explain(page, load_profile("generic"))


def test_the_fields_are_those_of_the_record_with_their_readers() -> None:
    page, profile = page_of(story()), load_profile("generic")
    article = read_article(page, profile).outcome
    assert isinstance(article, Article)

    explained = explain(page, profile)

    record = record_of(article)
    assert [(field.name, field.value) for field in explained.fields] == [(name, record[name]) for name in FIELDS]
    readers = {field.name: field.reader for field in explained.fields if field.reader}
    assert {**readers, "text": "place"} == article.extraction.readers


def test_a_line_that_the_site_has_taught_says_so() -> None:
    appeal = "Quality news needs readers like you, who give a little each month so that all can read."
    html = story(f"<p>{appeal}</p>")

    explained = explain(page_of(html), load_profile("generic"), SiteMemory.of([line_key(appeal)]))

    block = next(one for one in explained.blocks if one.text == appeal)
    assert (block.by, block.rule) == ("memory", "site_memory")
