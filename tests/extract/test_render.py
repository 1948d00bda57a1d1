import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.blocks import NO_DROPS, read_blocks
from crawler.extract.render import as_markdown, as_text

BASE = "https://daily.example/a/"


def rendered(html: str) -> tuple[str, str]:
    blocks = read_blocks(lxml.html.document_fromstring(html), NO_DROPS).blocks
    return as_text(blocks), as_markdown(blocks, BASE)


def test_characters_that_markdown_reads_as_marks_are_escaped() -> None:
    _, markdown = rendered("<p># not a heading</p><p>1. not a list, *not* strong [nor] a_link</p>")

    assert markdown == "\\# not a heading\n\n1\\. not a list, \\*not\\* strong \\[nor\\] a\\_link"


def test_links_are_absolute_and_others_than_http_are_words() -> None:
    text, markdown = rendered(
        '<p>See <a href="b"> this </a>, <a href="javascript:x()">that</a> and <a href="/c_(d)">it</a>.</p>'
    )

    assert text == "See this , that and it."
    assert markdown == "See [this](https://daily.example/a/b) , that and [it](<https://daily.example/c_(d)>)."


@given(st.text(max_size=80))
def test_markdown_has_a_paragraph_for_each_of_the_text(words: str) -> None:
    paragraph = lxml.html.Element("p")
    paragraph.text = "".join(character for character in words if character.isprintable()) or "x"
    tree = lxml.html.document_fromstring(lxml.html.tostring(paragraph))

    blocks = read_blocks(tree, NO_DROPS).blocks

    assert as_text(blocks).count("\n") == as_markdown(blocks, BASE).count("\n") == 0


TABLE = (
    "<p>Before.</p><table><tr><th>Team</th><th>Won</th><th>Lost</th></tr><tr><td>Quay</td><td>3</td><td>1|2</td></tr>"
    '<tr><td><a href="/pier">Pier</a></td><td>2</td></tr></table><p>After.</p>'
)


def test_a_table_is_a_paragraph_with_a_line_a_row() -> None:
    text, markdown = rendered(TABLE)

    assert text == "Before.\n\nTeam | Won | Lost\nQuay | 3 | 1|2\nPier | 2\n\nAfter."
    assert markdown == (
        "Before.\n\n| Team | Won | Lost |\n| --- | --- | --- |\n| Quay | 3 | 1\\|2 |\n"
        "| [Pier](https://daily.example/pier) | 2 |  |\n\nAfter."
    )


def test_a_table_that_lays_out_a_page_is_no_line() -> None:
    text, _ = rendered(
        "<table><tr><td><p>One paragraph.</p><p>Another.</p></td><td>Aside</td></tr><tr><td>Below</td></tr></table>"
    )

    assert text == "One paragraph.\n\nAnother.\n\nAside\n\nBelow"
