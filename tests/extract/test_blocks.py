import lxml.html
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.extract.blocks import NO_DROPS, Blocks, read_blocks


def blocks_of(html: str) -> Blocks:
    return read_blocks(lxml.html.document_fromstring(html), NO_DROPS)


def test_a_block_is_the_text_between_tags_that_are_not_inline() -> None:
    page = blocks_of("<div>One <b>two</b> three<p>Four</p>five</div><ul><li>Six<li>seven</ul>")

    assert [(block.kind, block.text) for block in page.blocks] == [
        ("p", "One two three"),
        ("p", "Four"),
        ("p", "five"),
        ("li", "Six"),
        ("li", "seven"),
    ]


def test_a_paragraph_knows_the_list_or_quote_that_it_stands_in() -> None:
    page = blocks_of("<ul><li><p>One</p></li></ul><blockquote><p>Two</p><h3>Three</h3></blockquote>")

    assert [block.kind for block in page.blocks] == ["li", "quote", "h3"]


def test_links_are_spans_and_their_words_are_counted() -> None:
    (block,) = blocks_of('<p>See <a href="/x">the <i>long</i> letter</a> now</p>').blocks

    assert [(span.text, span.href) for span in block.spans] == [
        ("See ", None),
        ("the long letter", "/x"),
        (" now", None),
    ]
    assert (block.words, block.linked_words) == (5, 3)


def test_a_link_around_blocks_reaches_all_of_them() -> None:
    page = blocks_of('<a href="/x"><h3>Head</h3><p>Text</p></a><p>after</p>')

    assert [block.linked_words for block in page.blocks] == [1, 1, 0]


def test_one_break_is_soft_and_two_part_paragraphs_and_in_headings_it_is_a_space() -> None:
    page = blocks_of("<p>a<br>b<br><br>c</p><h2>d<br>e</h2>")

    assert [(block.line, block.soft) for block in page.blocks] == [
        ("a", False),
        ("b", True),
        ("c", False),
        ("d e", False),
    ]


def test_places_hold_their_blocks_in_order() -> None:
    page = blocks_of("<div><p>a</p><div><p>b</p><p>c</p></div></div><p>d</p>")

    for block in page.blocks:
        place = page.places[block.place]
        assert place.start <= block.index < place.stop
    assert page.places[0].stop == 4


@given(st.text(st.sampled_from("<>/abpdivlh12 \n'\"=&;#x\u200f")))
def test_any_tree_gives_blocks_in_order_without_empty_ones(text: str) -> None:
    try:
        page = blocks_of(text)
    except (etree.ParserError, ValueError):
        return

    assert [block.index for block in page.blocks] == list(range(len(page.blocks)))
    assert all(block.text for block in page.blocks)


def test_a_line_break_in_a_heading_is_a_space_where_it_is_shown_and_none_where_words_are_counted() -> None:
    (block,) = blocks_of('<h2><a href="/wall">The wall<br>of the town</a></h2>').blocks

    assert (block.words, block.linked_words) == (4, 4)
    assert block.line == "The wall of the town"
