"""Tables of data kept whole, and others left alone."""

import lxml.html
import pytest

from crawler.extract.blocks import NO_DROPS, Blocks, read_blocks
from crawler.extract.tables import mend_tables

ROWS = "".join(f"<tr><td>Team {name}</td><td>{name}</td><td>1</td></tr>" for name in "abc")


def page(table: str, before: str = "<p>Before.</p>", after: str = "<p>After.</p>") -> Blocks:
    tree = lxml.html.document_fromstring(f"<div>{before}{table}{after}</div>")
    return read_blocks(tree, NO_DROPS)


def mended(blocks: Blocks, *taken: str, out: str = "") -> list[str]:
    """The texts that are kept when those of `taken` were, and the one of `out` was dropped."""
    is_kept = [block.text in taken for block in blocks.blocks]
    kept = mend_tables(blocks, is_kept, [block.text == out for block in blocks.blocks])
    return [block.text for block, keep in zip(blocks.blocks, kept, strict=True) if keep]


def test_a_table_of_data_among_the_text_is_kept_whole() -> None:
    blocks = page(f"<table>{ROWS}</table>")

    assert mended(blocks, "Before.", "b", "After.", out="Team c") == [
        block.text for block in blocks.blocks if block.text != "Team c"
    ]


def test_a_table_below_the_text_stays_as_it_was_judged() -> None:
    blocks = page(f"<table>{ROWS}</table>")

    assert mended(blocks, "Before.", "b") == ["Before.", "b"]


def test_a_table_of_two_columns_may_be_anything_and_stays_as_it_was_judged() -> None:
    rows = "".join(f"<tr><td>Fact {name}</td><td>{name}</td></tr>" for name in "abc")

    assert mended(page(f"<table>{rows}</table>"), "Before.", "After.") == ["Before.", "After."]


LINKS = "".join(f"<tr><td><a href='/{n}'>Link {n}</a></td><td><a href='/'>x</a></td><td>y</td></tr>" for n in "abc")
PROSE = "".join(
    f"<tr><td>{'Many words of prose. ' * 12}</td><td>{n} {'and more ' * 12}</td><td>{n}</td></tr>" for n in "abc"
)


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td><table>{ROWS}</table></td><td>a</td><td>b</td></tr></table>",
        f"<table>{LINKS}</table>",
        f"<table>{PROSE}</table>",
    ],
    ids=["another inside", "links", "prose"],
)
def test_a_table_that_lays_out_a_page_stays_as_it_was_judged(table: str) -> None:
    assert mended(page(table), "Before.", "After.") == ["Before.", "After."]
