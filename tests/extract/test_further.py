import lxml.html
import pytest

from crawler.extract.further import first_page, further_pages, refresh_target

URL = "https://daily.example/harbour-reopens/"


def further(html: str, url: str = URL) -> tuple[str, ...]:
    return further_pages(lxml.html.document_fromstring(html), url, url)


def test_the_pages_of_a_wordpress_post_come_in_order_without_this_one() -> None:
    html = (
        '<div class="page-links">Pages: <span class="post-page-numbers current">1</span>'
        f' <a href="{URL}3/" class="post-page-numbers">3</a> <a href="{URL}2/" class="post-page-numbers">2</a></div>'
    )

    assert further(html) == (f"{URL}2/", f"{URL}3/")


def test_from_a_later_page_the_first_is_a_further_one() -> None:
    html = f'<p class="page-links"><a href="{URL}">1</a> <a href="{URL}3/">3</a></p>'

    assert further(html, url=f"{URL}2/") == (URL, f"{URL}3/")


def test_plain_permalinks_number_their_pages_in_the_query() -> None:
    html = '<div class="page-links"><a href="?p=7&page=2">2</a></div>'

    assert further(html, url="https://daily.example/?p=7") == ("https://daily.example/?p=7&page=2",)


def test_an_address_that_ends_in_a_number_has_pages_of_its_own() -> None:
    first, second, third = (f"https://daily.example/archives/29{page}" for page in ("", "/2", "/3"))
    links = '<p class="page-links">{}</p>'.format("".join(f'<a href="{url}">x</a>' for url in (first, second, third)))

    assert further(links, url=first) == (second, third)
    assert further(links, url=second) == (first, third)


def test_the_next_article_is_no_further_page_when_articles_are_numbered() -> None:
    page = '<link rel="next" href="https://daily.example/archives/30"><p>x</p>'

    assert further(page, url="https://daily.example/archives/29") == ()


def test_rel_next_counts_only_for_the_same_article() -> None:
    assert further(f'<link rel="next" href="{URL}2/"><p>x</p>') == (f"{URL}2/",)
    assert further('<link rel="next" href="https://daily.example/cranes-fall/"><p>x</p>') == ()


def test_a_later_page_knows_the_first_and_the_first_knows_none() -> None:
    links = f'<p class="page-links"><a href="{URL}">1</a> <a href="{URL}2/">2</a> <a href="{URL}3/">3</a></p>'
    tree = lxml.html.document_fromstring(links)

    assert first_page(tree, URL, f"{URL}2/") == URL
    assert first_page(tree, URL, URL) is None
    assert first_page(tree, URL, "https://daily.example/cranes-fall/2/") is None


@pytest.mark.parametrize("all_pages", ["?page=all", "?view=all", "all/"])
def test_all_pages_on_one_are_no_further_page(all_pages: str) -> None:
    links = (
        f'<div class="page-links"><a href="{URL}{all_pages}">Single page</a> <a href="{URL}">1</a>'
        f' <a href="{URL}?page=2">2</a> <a href="{URL}?page=3">3</a></div>'
    )

    assert further(links) == (f"{URL}?page=2", f"{URL}?page=3")
    assert further(links, url=f"{URL}?page=2") == (URL, f"{URL}?page=3")
    assert further(links, url=f"{URL}{all_pages}") == ()


@pytest.mark.parametrize(
    "href",
    [
        f"{URL}comment-page-2/",
        f"{URL}#comments",
        "/cranes-fall/2/",
        "/page/2/",
        "https://other.example/harbour-reopens/2/",
    ],
)
def test_comment_pages_and_other_articles_are_no_further_pages(href: str) -> None:
    assert further(f'<div class="page-links"><a href="{href}">2</a></div>') == ()


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0; url=/new/", "https://daily.example/new/"),
        ("5;URL='https://daily.example/new/'", "https://daily.example/new/"),
        ("6; url=/new/", None),
        ("300", None),
        ("0; url=/harbour-reopens", None),
        ("0; url=javascript:alert(1)", None),
    ],
)
def test_a_refresh_of_a_few_seconds_to_another_page_is_followed(content: str, target: str | None) -> None:
    tree = lxml.html.document_fromstring(f'<meta http-equiv="refresh" content="{content}"><p>x</p>')

    assert refresh_target(tree, URL, URL) == target


def test_a_refresh_for_browsers_without_script_is_not_ours() -> None:
    html = '<head><noscript><meta http-equiv="refresh" content="0; url=/no-script"></noscript></head><p>x</p>'

    assert refresh_target(lxml.html.document_fromstring(html), URL, URL) is None
