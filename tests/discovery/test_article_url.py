import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.article_url import article_sign, looks_like_article, refusal
from crawler.profiles.model import UrlRule
from tests.discovery.site_of import GENERIC, SITE, WORDPRESS

DATED = UrlRule("dated", r"^/(?:19|20)\d{6}-", f"{SITE}/20250304-harbour/", f"{SITE}/harbour/")


@pytest.mark.parametrize(
    ("path", "sign"),
    [
        ("/20200818-turkey-qatar-sign-agreement/", "day"),
        ("/2025/03/04/harbour/", "day"),
        ("/2025/mar/04/harbour", "day"),
        ("/world/2025-03-04/harbour/", "day"),
        ("/2025/03/harbour.html", "day"),
        ("/harbour-20250304/", "day"),
        ("/harbour-reopens-after-storm", "words"),
        ("/world/harbour_reopens_after_storm.html", "words"),
        ("/liman-yeniden-acildi.html", "words"),
        (
            "/%D8%A5%D8%B9%D8%A7%D8%AF%D8%A9-%D9%81%D8%AA%D8%AD-%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1-%D8%A8%D8%B9%D8%AF/",
            "words",
        ),
        ("/fifa-21-game-settings/", "words"),
        ("/world/12345678", "number"),
        ("/news/world-65432109", "number"),
        ("/articles/AST1F4445T1FUTIL02SM.html", "number"),
        ("/story/65fb2c9ae4b0", "number"),
        ("/news_view.htm?Seq_Code=181595", "query"),
        ("/haber.php?id=17", "query"),
        ("/?p=4711", "query"),
        ("/%E6%B8%AF%E5%8F%A3%E5%9C%A8%E9%A3%8E%E6%9A%B4%E5%90%8E%E9%87%8D%E6%96%B0%E5%BC%80%E6%94%BE", "words"),
    ],
)
def test_the_shape_of_a_storys_address_is_a_sign(path: str, sign: str) -> None:
    assert article_sign(SITE + path, GENERIC) == sign


@pytest.mark.parametrize(
    "path",
    [
        "/world/",
        "/world/middle-east/",
        "/arts-and-culture",
        "/world-cup-2026/",
        "/2025/03/04/",
        "/2025/03/",
        "/2025/",
        "/2025/03/page/2/",
        "/world.html",
        "/politics/index.html",
        "/?p=2",
        "/?page_id=12",
        "/live-blog/page/12",
        "/world/?page=3",
        "/%E5%9B%BD%E9%99%85",
    ],
)
def test_the_shape_of_a_sections_address_is_none(path: str) -> None:
    assert article_sign(SITE + path, GENERIC) is None


def test_wordpress_numbers_its_short_links_from_one() -> None:
    assert article_sign(f"{SITE}/?p=1", WORDPRESS) == "query"


def test_a_refuse_rule_comes_before_everything() -> None:
    url = f"{SITE}/tag/harbour-reopens-after-the-storm/"

    assert not looks_like_article(url, GENERIC)
    assert refusal(url, GENERIC) == "refuse/tag"
    assert not looks_like_article(url, replace(GENERIC, accept=(replace(DATED, pattern="."),)))


def test_where_a_profile_accepts_only_what_it_names_shapes_do_not_count() -> None:
    profile = replace(GENERIC, accept=(DATED,))

    assert article_sign(f"{SITE}/20250304-harbour/", profile) == "accept/dated"
    assert article_sign(f"{SITE}/harbour-reopens-after-storm/", profile) is None
    assert refusal(f"{SITE}/harbour-reopens-after-storm/", profile) == "accept"


def test_without_a_sign_an_address_is_not_refused_for_that() -> None:
    assert refusal(f"{SITE}/harbour/", GENERIC) is None


@given(st.text(max_size=80))
def test_any_address_has_an_answer(path: str) -> None:
    article_sign(f"{SITE}/{path.replace('[', '')}", WORDPRESS)


def test_most_addresses_of_real_articles_show_a_sign(corpus: Path) -> None:
    lines = (corpus / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    urls = [url for url in (json.loads(line)["url"] for line in lines) if url]

    signed = sum(looks_like_article(url, replace(GENERIC, refuse=())) for url in urls)

    assert signed / len(urls) >= 0.86
