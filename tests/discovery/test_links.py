import pytest
from lxml import html

from crawler.bounds import DEFAULT
from crawler.discovery import links
from crawler.discovery.links import article_links
from tests.discovery.site_of import GENERIC, SITE, paths, read, sources

HOME = """<html><body><nav><a href="/world/">World</a> <a href="/world/middle-east/">Middle East</a>
<a href="/tag/harbour/">Harbour</a></nav>
<main><a href="/harbour-reopens-after-storm/">Harbour reopens</a><a href="/">Home</a></main>
<a href="/older">Older</a></body></html>"""


def test_articles_are_found_and_sections_come_further_in() -> None:
    reading = read("links", HOME, path="/", depth=1)

    assert paths(reading) == ["/harbour-reopens-after-storm/"]
    assert reading.found[0].via == "links"
    assert sources(reading) == [
        ("links", path) for path in ("/world/", "/world/middle-east/", "/tag/harbour/", "/older")
    ]
    assert {source.depth for source in reading.further} == {2}


def test_sections_end_at_a_depth() -> None:
    assert sources(read("links", HOME, path="/", depth=links.MAX_DEPTH)) == []
    assert sources(read("links", HOME, path="/", depth=links.MAX_DEPTH - 1)) != []


def test_the_pages_after_a_sections_first_are_a_listing_that_goes_on_by_itself() -> None:
    body = HOME.replace("</main>", '<a rel="next" href="/world/page/2/">2</a><a href="/world/page/3/">3</a></main>')

    reading = read("links", body, path="/world/", depth=3)

    assert sources(reading) == [("listing", "/world/page/2/")]


@pytest.mark.parametrize(
    "href",
    """/report.pdf /photo.jpg?w=100 /feed/ /world/feed/ /login /wp-login.php /search/ /?s=harbour /about-us/ /contact
    /a/?replytocom=12 /a/?share=x /cart/ /amp/ /a/b/c/d/ /world/page/2/ https://other.example/world/ http://[::1/
    mailto:a@daily.example tel:12345 javascript:void(0) #top""".split(),  # noqa: SIM905 - a list of 20 lines says less
)
def test_what_leads_nowhere_is_no_section(href: str) -> None:
    assert sources(read("links", f'<a href="{href}">Word</a>')) == []


def test_a_long_text_is_no_label_of_a_section() -> None:
    assert sources(read("links", '<a href="/offer">One of our many offers</a>')) == []


def test_no_more_links_than_the_bound_are_read() -> None:
    many = "".join(f"<a href='/harbour-reopens-after-storm-{number}/'>x</a>" for number in range(DEFAULT.links + 10))

    assert len(read("links", many).found) == DEFAULT.links


def test_no_more_sections_than_the_bound_come_of_one_page() -> None:
    many = "".join(f"<a href='/s{number}/'>x</a>" for number in range(links.MAX_SECTIONS + 10))

    assert len(read("links", many).further) == links.MAX_SECTIONS


def test_the_articles_that_any_page_links_to_are_found_in_its_tree() -> None:
    tree = html.document_fromstring(HOME)

    [found] = article_links(tree, f"{SITE}/some-page/", GENERIC)

    assert (found.url, found.via, found.source_url) == (
        f"{SITE}/harbour-reopens-after-storm/",
        "links",
        f"{SITE}/some-page/",
    )
