from collections.abc import Sequence
from math import isfinite

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.blocks import NO_DROPS, Blocks, read_blocks
from crawler.extract.features import FAR, FEATURES, HEADING, Choice, Known, Measures, densest
from crawler.extract.words import same_words

LONG = "The old harbour of the town opened again on Tuesday, three weeks after the storm."
OTHER = "Fishermen had waited on the pier since five in the morning, before the sun was up."


def blocks_of(html: str) -> Blocks:
    return read_blocks(lxml.html.document_fromstring(html), NO_DROPS)


def known_of(
    page: Blocks, *, out: Sequence[int] = (), title: str = "", description: str = "", authors: Sequence[str] = ()
) -> Known:
    return Known(
        words=[same_words(block.text) for block in page.blocks],
        is_out=[block.index in out for block in page.blocks],
        title=title,
        description=description,
        authors=authors,
    )


def features_of(page: Blocks, known: Known, taken: Sequence[int] = ()) -> list[dict[str, float]]:
    is_taken = [block.index in taken for block in page.blocks]
    rows = Measures(page, known).rows(Choice([0.9 * one for one in is_taken], is_taken))
    return [dict(zip(FEATURES, row, strict=True)) for row in rows.tolist()]


def test_the_densest_place_holds_most_words_of_the_weighed_blocks() -> None:
    page = blocks_of(f"<div><p>{LONG}</p></div><section><p>{LONG}</p><p>{OTHER}</p></section>")

    place = densest(page, [True, True, True])

    assert place is not None
    assert page.places[place].tag == "section"


def test_where_no_block_is_weighed_no_place_is_densest() -> None:
    page = blocks_of(f"<p>{LONG}</p>")

    assert densest(page, [False]) is None


def test_votes_are_told_of_the_block_and_of_its_neighbours() -> None:
    page = blocks_of(f"<p>{LONG}</p><p>{OTHER}</p><p>Read more</p>")

    first, second, third = features_of(page, known_of(page), [0, 1])

    assert (first["voted"], third["voted"]) == (1.0, 0.0)
    assert (second["vote_share_before"], second["vote_share_after"]) == (0.9, 0.0)
    assert (first["vote_share_before"], third["vote_share_after"]) == (0.0, 0.0)
    assert (first["votes_above"], third["votes_above"]) == (0.0, 1.0)
    assert (first["from_first_vote"], third["to_last_vote"]) == (0.0, -1.0)


def test_distances_count_from_the_headline_that_is_the_title() -> None:
    page = blocks_of(f"<h1>The Daily Example</h1><p>Menu</p><h1>Ferries return</h1><p>{LONG}</p>")

    rows = features_of(page, known_of(page, title="Ferries return"), [3])

    assert [row["from_headline"] for row in rows] == [-2.0, -1.0, 0.0, 1.0]


def test_without_a_headline_all_blocks_are_far_from_it() -> None:
    page = blocks_of(f"<p>{LONG}</p>")

    (row,) = features_of(page, known_of(page, title="Ferries return"), [0])

    assert row["from_headline"] == FAR


def test_the_distance_from_a_heading_starts_anew_at_each() -> None:
    page = blocks_of("<h1>Ferries</h1><p>a</p><h2>More</h2><p>b</p><p>c</p>")

    rows = features_of(page, known_of(page, title="Ferries"))

    assert [row["from_heading"] for row in rows] == [FAR, FAR, 0.0, 1.0, 2.0]
    assert [row["kind"] for row in rows] == [HEADING, 0.0, HEADING, 0.0, 0.0]


def test_shares_of_prose_are_measured_in_the_place_and_around_it() -> None:
    page = blocks_of(f"<main><div><p>{LONG}</p><p>{OTHER}</p></div></main><aside><p>{LONG}</p></aside>")

    first, _, beside = features_of(page, known_of(page), [0, 1])

    assert first["page_prose"] == sum(block.words for block in page.blocks)
    assert first["parent_prose"] == pytest.approx(1 - beside["parent_prose"])
    assert (first["siblings"], beside["siblings"]) == (2.0, 1.0)
    assert first["parent_votes"] == 1.0
    assert beside["parent_votes"] == 0.0


def test_what_hangs_beside_the_densest_place_is_told_by_its_branch() -> None:
    page = blocks_of(
        f'<main><p>{LONG}</p><p>{OTHER}</p></main><aside><div><p><a href="/x">Ferries sail</a></p></div></aside>'
    )

    inside, _, beside = features_of(page, known_of(page), [0, 1])

    assert (inside["in_dense"], beside["in_dense"]) == (1.0, 0.0)
    assert beside["steps_to_dense"] == 3.0
    assert (beside["branch_links"], beside["branch_votes"]) == (1.0, 0.0)


def test_places_with_the_same_names_are_of_one_kind() -> None:
    page = blocks_of(f'<div class="a"><p class="t">{LONG}</p></div><div class="a"><p class="t">Short</p></div><p>x</p>')

    long, short, other = features_of(page, known_of(page), [0])

    assert (long["place_kind_blocks"], short["place_kind_blocks"], other["place_kind_blocks"]) == (2.0, 2.0, 1.0)
    assert short["place_kind_of_votes"] == 1.0
    assert short["same_place_before"] == 1.0
    assert other["same_place_before"] == 0.0


@pytest.mark.parametrize(
    ("text", "has_label"), [("Source: the ministry", 1.0), ("The ministry said: no", 1.0), (LONG, 0.0)]
)
def test_a_label_is_a_few_words_with_a_colon_at_the_start(text: str, has_label: float) -> None:
    page = blocks_of(f"<p>{text}</p>")

    (row,) = features_of(page, known_of(page))

    assert row["has_label"] == has_label


def test_words_are_compared_with_what_the_metadata_says() -> None:
    page = blocks_of("<p>Ferries return</p><p>The harbour is open again</p><p>By Ann Lee</p><p>By Ann Lee</p>")
    known = known_of(
        page, title="Ferries return to the harbour", description="The harbour is open again, says the town",
        authors=("Ann Lee",),
    )  # fmt: skip

    title, description, byline, copy = features_of(page, known)

    assert title["in_title"] == 1.0
    assert description["in_description"] == 1.0
    assert title["in_description"] == 0.0
    assert (title["has_author"], byline["has_author"]) == (0.0, 1.0)
    assert (title["copies"], copy["copies"]) == (1, 2)


@pytest.mark.parametrize(
    ("names", "is_caption", "is_lead"),
    [("photo-credit", 1.0, 0.0), ("photographs", 0.0, 0.0), ("article-lead", 0.0, 1.0), ("leader", 0.0, 0.0)],
)
def test_names_of_captions_and_leads_are_whole_words(names: str, is_caption: float, is_lead: float) -> None:
    page = blocks_of(f'<p class="{names}">The harbour</p>')

    (row,) = features_of(page, known_of(page))

    assert (row["caption_name"], row["lead_name"]) == (is_caption, is_lead)


@given(
    st.lists(st.sampled_from(["<p>a</p>", "<div>", "</div>", f"<p>{LONG}</p>", "<h1>b</h1>", "<li>c<br>d</li>"])),
    st.sets(st.integers(0, 9)),
)
def test_any_page_gives_a_number_for_each_feature_of_each_block(parts: list[str], taken: set[int]) -> None:
    page = blocks_of(f"<body><p>start</p>{''.join(parts)}</body>")

    rows = features_of(page, known_of(page, out=[0]), sorted(taken))

    assert len(rows) == len(page.blocks)
    assert all(isfinite(value) for row in rows for value in row.values())
