import lxml.html
import pytest

from crawler.extract.blocks import NO_DROPS, read_blocks
from crawler.extract.structure import NAMES, NameRule, part_rule
from tests.extract.pages import PARAGRAPHS, article_of, story


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.rule.name)
def test_a_name_rule_drops_its_example_and_spares_the_other(name: NameRule) -> None:
    assert part_rule("div", f"box-7 {name.drops}", None) == name.rule
    assert part_rule("div", f"box-7 {name.spares}", None) is None


@pytest.mark.parametrize("tag", ["article", "main", "body", "h1"])
def test_the_elements_that_hold_a_story_are_never_dropped(tag: str) -> None:
    assert part_rule(tag, "sidebar", "complementary") is None


def test_a_part_is_dropped_when_it_holds_little_of_the_prose_and_kept_when_it_holds_most() -> None:
    aside = article_of(story(f'<aside class="sidebar"><p>{PARAGRAPHS[0]} Really.</p></aside>'))
    wrapped = article_of(story().replace('<article class="post">', '<div class="sidebar"><article>'))

    assert aside.text == "\n\n".join(PARAGRAPHS)
    assert wrapped.text == "\n\n".join(PARAGRAPHS)


def test_a_header_with_the_headline_is_kept() -> None:
    tree = lxml.html.document_fromstring(f"<header><h1>Harbour</h1><p>{PARAGRAPHS[0]}</p></header>" + "<p>x</p>" * 9)

    assert read_blocks(tree, NO_DROPS).parts == ()


def test_hidden_elements_are_no_text_but_streamed_parts_of_react_are() -> None:
    html = f'<div hidden>Never shown</div><p style="display: none">Nor</p><div hidden id="S:1">{PARAGRAPHS[0]}</div>'

    page = read_blocks(lxml.html.document_fromstring(html), NO_DROPS)

    assert [block.text for block in page.blocks] == [PARAGRAPHS[0]]
