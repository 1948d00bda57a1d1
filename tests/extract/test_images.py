import pytest

from crawler.extract.images import merged, split_credit
from crawler.items import Image
from tests.extract.pages import article_of, story


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Ships at dawn [Jane Miller/Example Agency]", "Ships at dawn", "Jane Miller/Example Agency"),
        ("[Jane Miller/Example Agency]", None, "Jane Miller/Example Agency"),
        ("Ships at dawn. Photo: Jane Miller", "Ships at dawn.", "Jane Miller"),
        ("Ships at dawn (Photo by Jane Miller)", "Ships at dawn", "Jane Miller"),
        ("Ships at dawn | © Example Agency", "Ships at dawn", "Example Agency"),
        ("Ships at dawn", "Ships at dawn", None),
        ("", None, None),
    ],
)
def test_caption_and_credit_are_told_apart(line: str, caption: str | None, credit: str | None) -> None:
    assert split_credit(line) == (caption, credit)


def test_one_picture_in_two_sizes_is_one_with_all_that_is_known() -> None:
    lead = [Image("https://daily.example/crane.jpg")]
    body = [
        Image("https://daily.example/crane-300x200.jpg?x=1", "Dawn", "Jane"),
        Image("https://daily.example/pier.jpg"),
    ]

    assert merged(lead, body) == (
        Image("https://daily.example/crane.jpg", "Dawn", "Jane"),
        Image("https://daily.example/pier.jpg"),
    )


def test_lazy_pictures_of_the_body_count_and_icons_and_pictures_of_other_stories_do_not() -> None:
    html = story(
        '<figure><img src="data:image/gif;base64,R0" data-src="/crane.jpg"></figure>',
        '<p><img src="/icon.png" width="16" height="16"></p>',
        after='<aside><img src="/other-story.jpg"></aside>',
    )

    assert [image.url for image in article_of(html).images] == ["https://daily.example/crane.jpg"]


def test_a_credit_in_an_element_of_its_own_is_read_from_there() -> None:
    html = story(
        '<figure><img src="/crane.jpg"><figcaption>The crane at dawn <span class="credit">Photo: Jane Miller</span>'
        "</figcaption></figure>"
    )

    (image,) = article_of(html).images
    assert (image.caption, image.credit) == ("The crane at dawn", "Jane Miller")


def test_a_block_themes_featured_picture_outside_of_the_text_is_the_first() -> None:
    figure = '<figure class="wp-block-post-featured-image"><img class="wp-post-image" src="/crane.jpg"></figure>'
    other = f'<div><a href="/other/">{figure.replace("crane", "other")}</a></div>'
    html = story('<p><img src="/pier.jpg"></p>')
    html = html.replace('<article class="post">', f"<main>{other}{figure}").replace("</article>", "</main>")

    images = article_of(html, profile="wordpress").images

    assert [image.url for image in images] == ["https://daily.example/crane.jpg", "https://daily.example/pier.jpg"]


@pytest.mark.parametrize(
    "badge",
    ["https://licensebuttons.net/l/by-nc-sa/4.0/88x31.png", "https://i.creativecommons.org/l/by/4.0/88x31.png",
     "/wp-content/uploads/cc-by-nc-sa.png", "/img/by-sa.svg"],
)  # fmt: skip
def test_a_licences_badge_is_no_picture_of_the_article(badge: str) -> None:
    assert article_of(story(f'<p><img src="{badge}"> <img src="/by-the-sea.png"></p>')).images == (
        Image("https://daily.example/by-the-sea.png"),
    )
