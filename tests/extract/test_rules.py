"""Every rule of every bundled profile takes what it is for, and spares what it must, in a whole page."""

import re
from collections.abc import Iterator

import lxml.html
import pytest

from crawler.extract.blocks import read_blocks
from crawler.extract.rules import compiled
from crawler.profiles import bundled_profiles, load_profile
from crawler.profiles.model import Boilerplate, LabelRule, LineRule, SelectorRule
from tests.extract.pages import PARAGRAPHS, article_of, story

Rule = SelectorRule | LabelRule | LineRule


def _rules() -> Iterator[tuple[str, Rule]]:
    for name, profile in sorted(bundled_profiles().items()):
        parent = bundled_profiles()[profile.lineage[1]].boilerplate if len(profile.lineage) > 1 else Boilerplate()
        own = profile.boilerplate
        yield from ((name, rule) for rule in own.selectors if rule not in parent.selectors)
        yield from ((name, rule) for rule in own.labels if rule not in parent.labels)
        yield from ((name, rule) for rule in own.lines if rule not in parent.lines)


RULES = [pytest.param(name, rule, id=f"{name}-{rule.name}") for name, rule in _rules()]


def _html(rule: Rule, example: str) -> str:
    return f"<p>{example}</p>" if isinstance(rule, LineRule) else example


def _words(html: str) -> str:
    return " ".join("".join(str(piece) for piece in lxml.html.document_fromstring(html).itertext()).split())


def test_there_are_rules_of_every_kind() -> None:
    assert len(RULES) > 40
    assert {type(param.values[1]) for param in RULES} == {SelectorRule, LabelRule, LineRule}


@pytest.mark.parametrize(("profile", "rule"), RULES)
def test_a_rule_removes_its_example_from_an_article(profile: str, rule: Rule) -> None:
    article = article_of(story(_html(rule, rule.removes)), profile=profile)

    assert article.text.split("\n\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(("profile", "rule"), RULES)
def test_a_rule_spares_what_it_must_keep(profile: str, rule: Rule) -> None:
    line = _words(_html(rule, rule.keeps))

    article = article_of(story(_html(rule, rule.keeps)), profile=profile)

    assert article.text.split("\n\n") == [*PARAGRAPHS[:3], line, *PARAGRAPHS[3:]]


@pytest.mark.parametrize(("profile", "rule"), RULES)
def test_what_a_rule_removed_is_listed_under_a_rule_that_fired(profile: str, rule: Rule) -> None:
    article = article_of(story(_html(rule, rule.removes)), profile=profile)

    fired = article.extraction.rules
    if not isinstance(rule, SelectorRule) or "<figcaption" not in rule.removes:  # captions are no lines of text
        assert {removed.rule for removed in article.extraction.removed} <= set(fired)
        assert fired


@pytest.mark.parametrize(("profile", "rule"), RULES)
def test_a_label_rule_gives_the_title_without_its_label(profile: str, rule: Rule) -> None:
    if not isinstance(rule, LabelRule):
        return

    article = article_of(story(rule.removes), profile=profile)

    (related,) = article.related
    assert related.url is not None
    assert related.url.startswith("https://daily.example/")
    assert not any(related.title.casefold().startswith(f"{label.casefold()}:") for label in rule.labels)
    assert _words(rule.removes).endswith(related.title)


@pytest.mark.parametrize(
    ("html", "title", "has_url"),
    [
        ('<p><strong>READ: <a href="/x">Cranes fall into the sea</a></strong></p>', "Cranes fall into the sea", True),
        (
            '<p><a href="/x"><strong>READ ALSO</strong> Cranes fall into the sea</a></p>',
            "Cranes fall into the sea",
            True,
        ),
        ('<p><em><a href="/x">Read more: Cranes fall into the sea</a></em></p>', "Cranes fall into the sea", True),
        ('<p><a href="/x">OPINION: “Why cranes fall?”</a></p>', "“Why cranes fall?”", True),
        ('<p><a href="/x">READ</a>: Cranes fall into the sea</p>', "Cranes fall into the sea", True),
        ("<p>READ: Cranes fall into the sea</p>", "Cranes fall into the sea", False),
        ("<p>اقرأ أيضا: سقوط الرافعات في البحر</p>", "سقوط الرافعات في البحر", False),
        (
            '<h4>Related:</h4><ul><li><a href="/x">Cranes fall into the sea</a></li></ul>',
            "Cranes fall into the sea",
            True,
        ),
    ],
)
def test_a_related_line_goes_to_related_and_not_into_the_text(html: str, title: str, has_url: bool) -> None:
    article = article_of(story(html))

    assert [(line.title, bool(line.url)) for line in article.related] == [(title, has_url)]
    assert article.text.split("\n\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "sentence",
    [
        "Read the letter, the mayor told the ministry, and answer it before the winter comes.",
        "Watch the sea and not the sky, say the fishermen, for the sea is the first to know.",
        "Opinion: so the mayor called the report, and she asked the council to read it again and again.",
        "The board asked every visitor to “leave a reply”, and some three hundred of them did so.",
        "WATCH: so ended the first order of the day that the harbour master gave to his men.",
        "ANALYSIS: so ended the first order of the day that the harbour master had got from town.",
        'Read <a href="/x">the letter of the mayor</a> and you will see why the ministry took so long.',
    ],
)
def test_a_paragraph_that_only_begins_like_a_label_stays(sentence: str) -> None:
    article = article_of(story(f"<p>{sentence}</p>"))

    assert _words(sentence) in article.text
    assert article.related == ()


def test_a_heading_with_a_label_is_a_heading_when_nothing_in_it_is_a_link() -> None:
    article = article_of(story("<h2>ANALYSIS: What the wall is good for</h2>"))

    assert "ANALYSIS: What the wall is good for" in article.text


def test_a_selector_that_would_take_the_whole_story_takes_nothing() -> None:
    html = story().replace('class="entry-content"', 'class="entry-content related-posts"')

    assert article_of(html).text.split("\n\n") == list(PARAGRAPHS)


def test_a_list_of_selectors_with_brackets_is_searched_as_one() -> None:
    rule = SelectorRule("odd", "i:is(.x, .y), .plain", "", "")
    rules = compiled(Boilerplate(selectors=(rule,)))
    tree = lxml.html.document_fromstring('<div class="c"><i class="x">One</i></div><div class="plain">Two</div>')

    page = read_blocks(tree, rules.drops(tree))

    assert {page.blocks[part.start].text for part in page.parts} == {"One", "Two"}


def test_rules_of_a_profile_are_compiled_once() -> None:
    boilerplate = load_profile("memo").boilerplate

    assert compiled(boilerplate) is compiled(boilerplate)


def test_a_long_hostile_line_is_answered_at_once() -> None:
    rules = compiled(load_profile("memo").boilerplate)
    lines = [re.sub("x", piece, "x" * 1990)[:1990] for piece in ("a ", "[a/", "read ", "views expressed ", "share ")]

    assert all(rules.line_rule(line + "!") is None for line in lines)
