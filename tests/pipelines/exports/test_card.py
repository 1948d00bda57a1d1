"""Dataset cards: the head is YAML for the Hub, the numbers are those of the records, and no page writes in them."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
import yaml
from markdown_it import MarkdownIt

from crawler.items import Extraction
from crawler.record import record_of
from pipelines.exports.card import MAX_ROWS, About, card, safe
from pipelines.exports.card_head import hub_license, languages_of, size_of
from pipelines.exports.tally import MAX_VALUES, Counter, Tally
from tests.articles import article

ABOUT = About(
    title="Harbour news",
    version="1.2.3",
    schema_version=1,
    user_agent="newskeep/1.2.3",
    filters={"site": ["daily"], "since": "2026-01-01", "until": None},
    removals=3,
    drops_copies=False,
)
PATHS = {"train": "data/train/*.parquet", "test": "data/test/*.parquet"}
SPLIT = {"by": "group", "parts": ["train", "test"], "seed": "newskeep", "shares": [90, 10], "held_out": []}
HOSTILE = (
    "\n---\n# Owned | [x](javascript:alert(1)) <script>alert(1)</script> `a` ![i](http://evil.example) \x07\x85\u2028:"
)


def tally(*records: Mapping[str, object]) -> Tally:
    counted = Tally()
    for number, record in enumerate(records):
        group = record["duplicate_of"] or record["id"]
        counted.add({**record, "duplicate_group": group}, "test" if number % 2 else "train")
    return counted


def parts(text: str) -> tuple[dict[str, object], str]:
    """The head of a card, read as YAML, and its body."""
    _, head, body = text.split("---\n", 2)
    return yaml.safe_load(head), body


RECORDS = (
    record_of(article(license="https://creativecommons.org/licenses/by/4.0/", robots=("noai", "noindex"))),
    record_of(article(language="ar", site="weekly", date_published="2026-02-11", tdm_reservation="1")),
    record_of(
        article(
            language=None, authors=(), date_published=None, version=2, duplicate_of="f" * 32,
            is_accessible_for_free=False,
            extraction=Extraction("newskeep 0.1.0", "daily", language_score=0.6, other_languages=("fr",)),
        )
    ),
)  # fmt: skip


def test_the_head_is_yaml_that_says_where_each_split_lies() -> None:
    head, _ = parts(card(tally(*RECORDS), ABOUT, PATHS, SPLIT))

    assert head["configs"] == [
        {
            "config_name": "default",
            "data_files": [
                {"split": "train", "path": "data/train/*.parquet"},
                {"split": "test", "path": "data/test/*.parquet"},
            ],
        }
    ]
    assert head["language"] == ["ar", "en"]
    assert head["size_categories"] == ["n<1K"]
    assert (head["license"], head["license_name"]) == ("other", "as-stated-by-each-page")
    assert head["pretty_name"] == "Harbour news"


def test_the_body_tells_what_was_counted() -> None:
    _, body = parts(card(tally(*RECORDS), ABOUT, PATHS, SPLIT))

    for line in (
        "3 records of news articles with 120 words, from 2 sites, published from 2026-02-11 to 2026-03-04, "
        "fetched from 2026-03-04T08:00:00Z to 2026-03-04T08:00:00Z.",
        "| train | 2 |",
        "| not recognised | 1 |",
        "| weekly | 1 |",
        "| 2026-02 | 1 |",
        "| no date | 1 |",
        "| none stated | 2 |",
        "| noai | 1 |",
        "- records with a TDM reservation (`1`): 1",
        "- records that the page calls not accessible for free: 1",
        "- records that are copies of another article: 1",
        "- records that are a later version of an article: 1",
        "- records without a date: 1; with a day but no time: 1",
        "- records without an author: 1",
        "- records whose language is unsure (below 0.9): 1",
        "- records in several languages: 1",
        "Such requests so far: 3.",
        "- seed: newskeep",
        "- since: 2026-01-01",
    ):
        assert line in body, line


def test_a_split_at_random_warns_of_copies_on_both_sides() -> None:
    text = card(tally(*RECORDS), ABOUT, PATHS, {"by": "random"})

    assert "Near copies of an article may be on different sides" in text


def test_no_text_of_a_page_or_a_person_is_markup_or_leaves_its_place() -> None:
    hostile = record_of(
        article(license=HOSTILE, robots=(HOSTILE,), site=HOSTILE, language=HOSTILE, tdm_reservation=HOSTILE)
    )
    about = replace(ABOUT, title=HOSTILE)

    head, body = parts(card(tally(hostile), about, PATHS, SPLIT))

    assert set(head) == set(parts(card(tally(*RECORDS), ABOUT, PATHS, SPLIT))[0])
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(body)
    inline = [child for token in tokens for child in token.children or ()]
    assert not [token for token in (*tokens, *inline) if token.type.startswith(("html", "link", "image", "hr"))]
    assert [token.tag for token in tokens if token.type == "heading_open"].count("h1") == 1
    rows = [line for line in body.splitlines() if line.startswith("|")]
    assert all(line.replace("\\|", "").count("|") == 3 for line in rows)


def test_what_is_made_safe_still_shows_as_it_was() -> None:
    (token,) = [token for token in MarkdownIt().parse(safe("a_b *c* <d> | \\ [e](f) `g` #h")) if token.type == "inline"]

    assert "".join(child.content for child in token.children or ()) == "a_b *c* <d> | \\ [e](f) `g` #h"


def test_the_same_records_give_the_same_card() -> None:
    assert card(tally(*RECORDS), ABOUT, PATHS, SPLIT) == card(tally(*RECORDS), ABOUT, PATHS, SPLIT)


def test_an_empty_set_has_a_card() -> None:
    head, body = parts(card(Tally(), ABOUT, PATHS, SPLIT))

    assert head["language"] == []
    assert "0 records" in body


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"),
        ("http://creativecommons.org/licenses/by-nc-sa/4.0/deed.de", "cc-by-nc-sa-4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0-1.0"),
        ("https://creativecommons.org/licenses/by/2.1/jp/", None),
        ("https://creativecommons.org.evil.example/licenses/by/4.0/", None),
        ("All rights reserved", None),
        ("", None),
    ],
)
def test_a_licence_has_the_hubs_word_where_it_has_one(text: str, word: str | None) -> None:
    assert hub_license({text: 5}) == word


def test_a_set_with_two_licences_has_no_word_for_both() -> None:
    assert hub_license({"https://creativecommons.org/licenses/by/4.0/": 5, "": 1}) is None


def test_languages_are_iso_639_codes() -> None:
    assert languages_of(["zh-Hant", "zh", "ckb", "", "English", "x\n- y"]) == ["ckb", "zh"]


def test_sizes_are_those_of_the_hub() -> None:
    assert [size_of(records) for records in (0, 999, 1_000, 10**6, 10**9)] == [
        "n<1K", "n<1K", "1K<n<10K", "1M<n<10M", "n>1B",
    ]  # fmt: skip


def test_counts_stay_bounded_whatever_pages_write() -> None:
    counter = Counter()
    for number in range(MAX_VALUES + 7):
        counter.add(f"{number} " + "x" * 10_000)

    assert len(counter.of) == MAX_VALUES
    assert counter.beyond == 7
    assert max(map(len, counter.of)) == 200


def test_a_table_ends_with_what_it_does_not_show() -> None:
    sites = [record_of(article(site=f"site{number:03}")) for number in range(MAX_ROWS + 5)]

    _, body = parts(card(tally(*sites), ABOUT, PATHS, SPLIT))

    assert "| others | 5 |" in body
