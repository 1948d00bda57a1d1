import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.metadata.robots_directives import MAX_DIRECTIVES, robots_directives


@pytest.mark.parametrize(
    ("headers", "directives"),
    [
        (["noindex"], ("noindex",)),
        (["NOINDEX,nofollow", " noai "], ("noindex", "nofollow", "noai")),
        (["newskeep: noarchive"], ("noarchive",)),
        (["NewsKeep : noarchive"], ("noarchive",)),
        (["*: noindex"], ("noindex",)),
        (["googlebot: noindex"], ()),
        (["googlebot: noindex, nofollow"], ()),
        (["googlebot: noindex", "nofollow"], ("nofollow",)),
        (
            ["noai, googlebot: noindex, newskeep: noarchive, nosnippet, otherbot: none"],
            ("noai", "noarchive", "nosnippet"),
        ),
        (["newskeep:, googlebot: noindex"], ()),
        (["newskeeper: noindex"], ()),
        (["max-snippet: -1, max-image-preview:large"], ("max-snippet:-1", "max-image-preview:large")),
        (["newskeep: max-snippet : 5"], ("max-snippet:5",)),
        (["googlebot: max-snippet: 5"], ()),
        (
            ["unavailable_after: Wed, 25 Jun 2025 15:00:00 GMT, noindex"],
            ("unavailable_after:wed, 25 jun 2025 15:00:00 gmt", "noindex"),
        ),
        (["newskeep: unavailable_after: Jun 25, 2025"], ("unavailable_after:jun 25, 2025",)),
        (["unavailable_after: Wed, Jun 25, 2025, noai"], ("unavailable_after:wed, jun 25, 2025", "noai")),
        (["otherbot: unavailable_after: 25 Jun 2025 15:00:00 PST, noindex"], ()),
        (["noindex, noindex", "noindex"], ("noindex",)),
        (["<script>, , 5, :"], ()),
    ],
)
def test_a_header_counts_where_it_is_for_us_or_for_everybody(headers: list[str], directives: tuple[str, ...]) -> None:
    assert robots_directives((), headers) == directives


def test_a_meta_tag_has_no_agents_inside_and_comes_first() -> None:
    assert robots_directives(["noindex, max-snippet: 3"], ["noai"]) == ("noindex", "max-snippet:3", "noai")


@given(st.lists(st.text() | st.text("newskp*:, a5_", max_size=80), max_size=4))
def test_any_text_gives_tidy_directives(headers: list[str]) -> None:
    directives = robots_directives(headers, headers)

    assert len(directives) <= MAX_DIRECTIVES
    assert all(one == one.strip().lower() for one in directives)
