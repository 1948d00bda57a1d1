"""Quotes, list items and preformatted parts, as they are read and as they are written."""

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.blocks import NO_DROPS, read_blocks
from crawler.extract.marks import lines_as_written
from crawler.extract.render import as_markdown, as_text


def rendered(html: str) -> tuple[str, str]:
    blocks = read_blocks(lxml.html.document_fromstring(html), NO_DROPS).blocks
    return as_text(blocks), as_markdown(blocks, "https://daily.example/a/")


def markdown(html: str) -> str:
    return rendered(html)[1]


def test_items_of_a_list_are_lines_in_markdown_and_paragraphs_in_text() -> None:
    text, marked = rendered("<p>Four things:</p><ul><li>wall</li><li>pier</li></ul><p>In this order.</p>")

    assert text == "Four things:\n\nwall\n\npier\n\nIn this order."
    assert marked == "Four things:\n\n- wall\n- pier\n\nIn this order."


def test_a_list_inside_an_item_is_indented() -> None:
    html = "<ul><li>pier<ul><li>north side</li><li>south side</li></ul></li><li>wall</li></ul>"

    assert markdown(html) == "- pier\n  - north side\n  - south side\n- wall"


def test_an_ordered_list_counts_from_its_start() -> None:
    assert markdown("<ol><li>wall</li><li>pier</li></ol>") == "1. wall\n2. pier"
    assert markdown('<ol start="9"><li>wall</li><li>pier</li></ol>') == "9. wall\n10. pier"
    assert markdown('<ol start="-3"><li>wall</li></ol>') == "1. wall"


def test_an_ordered_list_below_an_items_line_is_parted_from_it_unless_it_begins_with_1() -> None:
    assert markdown("<ul><li>pier<ol><li>north</li></ol></li></ul>") == "- pier\n  1. north"
    assert markdown('<ul><li>pier<ol start="2"><li>north</li></ol></li></ul>') == "- pier\n\n  2. north"


def test_an_item_of_several_paragraphs_is_one_item() -> None:
    html = "<ol><li><p>The lamp.</p><p>It is old.</p></li><li>The pier.</li></ol>"

    assert markdown(html) == "1. The lamp.\n\n   It is old.\n\n2. The pier."


def test_a_term_and_its_definitions_are_one_item() -> None:
    html = "<dl><dt>Wall</dt><dd>A metre.</dd><dd>Or two.</dd><dt>Pier</dt><dd>Its north side.</dd></dl>"

    assert markdown(html) == "- Wall\n\n  A metre.\n\n  Or two.\n\n- Pier\n\n  Its north side."


def test_an_item_with_a_heading_lays_out_the_page_and_is_no_item() -> None:
    html = "<ul><li><h2>The wall</h2><p>It is low.</p></li><li><h2>The pier</h2><p>It is old.</p></li></ul>"

    assert markdown(html) == "## The wall\n\nIt is low.\n\n## The pier\n\nIt is old."


def test_a_quote_of_several_paragraphs_is_one_quote_and_two_stay_two() -> None:
    html = "<blockquote><p>A month.</p><p>No boats.</p></blockquote><blockquote>Another.</blockquote>"

    assert markdown(html) == "> A month.\n>\n> No boats.\n\n> Another."


def test_a_list_in_a_quote_is_both() -> None:
    html = "<blockquote><p>We want</p><ul><li>a wall</li><li>a pier</li></ul></blockquote>"

    assert markdown(html) == "> We want\n>\n> - a wall\n> - a pier"


def test_the_lines_of_a_poem_stay_lines_also_in_a_quote() -> None:
    text, marked = rendered("<blockquote>The wind has come<br>from the sea.<br><br>So it goes.</blockquote>")

    assert text == "The wind has come\nfrom the sea.\n\nSo it goes."
    assert marked == "> The wind has come\\\n> from the sea.\n>\n> So it goes."


def test_a_line_break_in_a_heading_parts_words() -> None:
    assert rendered("<h2>The wall<br>of the town</h2>") == ("The wall of the town", "## The wall of the town")


CODE = "<pre><code>def open(lock):\n\tfor gate in lock:\n        gate.open()  \n\n    return <b>True</b>\n</code></pre>"


def test_preformatted_lines_stay_as_they_are_and_are_fenced_in_markdown() -> None:
    text, marked = rendered(f"<p>So:</p>{CODE}<p>Done.</p>")

    lines = "def open(lock):\n    for gate in lock:\n        gate.open()\n\n    return True"
    assert text == f"So:\n\n{lines}\n\nDone."
    assert marked == f"So:\n\n```\n{lines}\n```\n\nDone."


def test_a_fence_is_longer_than_any_in_the_lines() -> None:
    assert markdown("<pre>````\nx</pre>") == "`````\n````\nx\n`````"


def test_the_lines_of_one_preformatted_part_are_together_however_they_are_marked() -> None:
    html = "<pre><div>one</div><div>two</div>three<br>four</pre><pre>five</pre>"

    assert rendered(html) == ("one\ntwo\nthree\nfour\n\nfive", "```\none\ntwo\nthree\nfour\n```\n\n```\nfive\n```")


def test_deep_lists_are_read_to_a_bound() -> None:
    html = "<ul><li>" * 60 + "deep" + "</li></ul>" * 60

    assert markdown(html).strip("- ") == "deep"


@given(st.text(max_size=80))
def test_lines_as_written_hold_no_controls_and_no_empty_end(text: str) -> None:
    lines = lines_as_written(text)

    assert all(character == "\n" or character >= " " for character in lines)
    assert lines == lines.strip("\n")
