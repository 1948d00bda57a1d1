"""The demo newspaper's files against what is expected of a crawl."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from crawler.demo.newspaper import read_newspaper
from tests.demo.expected import read_expected


def test_every_post_is_expected_as_an_article_or_as_a_reject() -> None:
    paper = read_newspaper()
    expected = read_expected()

    articles = {f"/{post.slug}/" for post in paper.posts if not post.trap}
    traps = {f"/{post.slug}/" for post in paper.posts if post.trap}

    assert articles == {unquote(path) for path in expected.articles}
    assert traps == set(expected.rejects)


def test_all_paragraphs_that_are_expected_stand_in_the_post() -> None:
    paper = read_newspaper()
    expected = {unquote(path): article for path, article in read_expected().articles.items()}

    for post in paper.posts:
        if not post.trap:
            source = "".join(post.pages)
            for start in expected[f"/{post.slug}/"].paragraphs:
                if "A map of small rooms" not in start:  # a link stands inside it
                    assert f">{start}" in source, (post.slug, start)


def test_a_post_without_its_head_is_refused(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "site.toml").write_text('name = "X"\ntagline = "Y"\n', encoding="utf-8")
    (tmp_path / "posts" / "a.html").write_text("<p>No head</p>", encoding="utf-8")

    with pytest.raises(ValueError, match="unpack"):
        read_newspaper(tmp_path)
