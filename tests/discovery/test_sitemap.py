import gzip
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.bounds import DEFAULT
from crawler.dates import Window
from crawler.discovery import sitemap
from crawler.errors import SourceChanged
from tests.discovery.site_of import SITE, paths, read, sources

OPEN = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="//daily.example/main-sitemap.xsl"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">
 <url>
  <image:image><image:loc>{SITE}/harbour.jpg</image:loc><image:title>A crane</image:title></image:image>
  <loc>
    {SITE}/2025/03/04/harbour-reopens/
  </loc>
  <xhtml:link rel="alternate" hreflang="tr" href="{SITE}/tr/liman/"/>
  <lastmod>2025-03-05</lastmod>
  <news:news>
   <news:publication><news:name>Daily</news:name><news:language>en</news:language></news:publication>
   <news:publication_date>2025-03-04T09:10:00+02:00</news:publication_date>
   <news:title><![CDATA[Harbour & ferries reopen]]></news:title>
  </news:news>
 </url>
</urlset>"""


def entry(path: str, lastmod: str = "") -> str:
    return f"<url><loc>{SITE}{path}</loc>" + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "") + "</url>"


def index(*children: tuple[str, str]) -> str:
    entries = (f"<sitemap><loc>{SITE}{path}</loc><lastmod>{day}</lastmod></sitemap>" for path, day in children)
    return f"<sitemapindex>{''.join(entries)}</sitemapindex>"


def test_a_news_sitemap_gives_title_and_dates_and_not_the_pictures_address() -> None:
    reading = read("sitemap", NEWS)

    [found] = reading.found
    assert found.url == f"{SITE}/2025/03/04/harbour-reopens/"
    assert found.title == "Harbour & ferries reopen"
    assert found.published == datetime(2025, 3, 4, 7, 10, tzinfo=UTC)
    assert found.modified == date(2025, 3, 5)
    assert (found.via, found.source_url) == ("sitemap", f"{SITE}/source")


@pytest.mark.parametrize(
    "body",
    [
        f"<urlset>{entry('/a')}</urlset>",
        f'<urlset xmlns="http://www.google.com/schemas/sitemap/0.84">{entry("/a")}</urlset>',
        f'<s:urlset xmlns:s="x"><s:url><s:loc>{SITE}/a</s:loc></s:url></s:urlset>',
        f"<s:urlset><s:url><s:loc>{SITE}/a</s:loc></s:url></s:urlset>",
        f"<URLSET><URL><LOC>{SITE}/a</LOC></URL></URLSET>",
        f"\ufeff{OPEN}{entry('/a')}</urlset>",
        f"\n\n<br />\n<b>Warning</b>: something in x.php\n{OPEN}{entry('/a')}</urlset>",
        f"<!-- made by <urlset> maker -->{OPEN}{entry('/a')}</urlset>",
        f"{SITE}/a\n",
        f"\ufeff# ours\r\n{SITE}/a\r\n\r\n",
    ],
)
def test_a_sitemap_is_read_whatever_its_dress(body: str) -> None:
    assert paths(read("sitemap", body, headers=(("content-type", "text/html; charset=UTF-8"),))) == ["/a"]


def test_a_gzip_file_is_read_also_when_it_is_compressed_once_more_on_the_way() -> None:
    file = gzip.compress(f"{OPEN}{entry('/a')}</urlset>".encode())
    headers = (("content-type", "application/x-gzip"),)

    assert paths(read("sitemap", file, headers=headers)) == ["/a"]
    assert paths(read("sitemap", gzip.compress(file), headers=(*headers, ("content-encoding", "gzip")))) == ["/a"]


def test_ampersands_are_understood_bare_escaped_and_escaped_twice() -> None:
    body = f"{OPEN}{entry('/?a=1&p=2')}{entry('/?a=1&amp;p=3')}{entry('/?a=1&amp;amp;p=4')}"
    body += f"<url><loc><![CDATA[{SITE}/?a=1&p=5]]></loc></url>"

    assert paths(read("sitemap", body)) == [f"/?a=1&p={number}" for number in (2, 3, 4, 5)]


def test_of_a_file_that_is_cut_off_what_came_before_counts() -> None:
    body = f"{OPEN}{entry('/a')}{entry('/b')}<url><loc>{SITE}/c</loc><lastm"

    assert paths(read("sitemap", body)) == ["/a", "/b", "/c"]


def test_an_entry_that_is_not_closed_does_not_take_the_next_with_it() -> None:
    body = f"{OPEN}<url><loc>{SITE}/a</loc>{entry('/b')}</urlset>"

    assert paths(read("sitemap", body)) == ["/a", "/b"]


def test_entities_are_not_expanded() -> None:
    body = f'<!DOCTYPE urlset [<!ENTITY a "/secret"><!ENTITY f SYSTEM "file:///etc/hostname">]>{OPEN}{entry("/x&a;")}{entry("/&f;")}'

    assert paths(read("sitemap", body)) == ["/x&a;", "/&f;"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<!DOCTYPE html><html><body>Not found</body></html>", "an HTML page"),
        ("<html><body><urlset></body></html>", "an HTML page"),
        ("", "an empty sitemap"),
        ("  \n ", "an empty sitemap"),
        ("Too many requests", "neither a sitemap nor a list"),
        ('{"error": 1}', "neither a sitemap nor a list"),
        ("<urlset", "neither a sitemap nor a list"),
    ],
)
def test_what_is_no_sitemap_calls_for_a_person(body: str, why: str) -> None:
    with pytest.raises(SourceChanged, match=f"{why}.*{SITE}/source"):
        read("sitemap", body)


def test_an_empty_list_is_a_sitemap_without_articles() -> None:
    assert read("sitemap", f"{OPEN}</urlset>").found == ()


def test_a_feed_given_as_a_sitemap_is_read_as_a_feed() -> None:
    body = f"<rss version='2.0'><channel><item><title>A</title><link>{SITE}/a</link></item></channel></rss>"

    assert paths(read("sitemap", body)) == ["/a"]


def test_the_children_of_an_index_come_newest_first_and_those_without_a_date_last() -> None:
    body = index(
        ("/posts-1.xml", "2025-01-01"),
        ("/posts-2.xml", ""),
        ("/posts-3.xml", "2025-03-01T00:00:00Z"),
        ("/posts-4.xml", ""),
    )

    reading = read("sitemap", body)

    assert sources(reading) == [("sitemap", f"/posts-{number}.xml") for number in (3, 1, 2, 4)]
    assert {source.depth for source in reading.further} == {1}


def test_children_that_hold_no_articles_are_left_out() -> None:
    body = index(
        ("/post-sitemap.xml", ""),
        ("/page-sitemap.xml", ""),
        ("/category-sitemap.xml", ""),
        ("/wp-sitemap-users-1.xml", ""),
    )

    assert sources(read("sitemap", body)) == [("sitemap", "/post-sitemap.xml")]


def test_an_index_that_names_itself_or_lies_too_deep_leads_no_further() -> None:
    body = index(("/source", ""), ("/posts.xml", ""))

    assert sources(read("sitemap", body, depth=DEFAULT.sitemap_depth - 1)) == [("sitemap", "/posts.xml")]
    assert sources(read("sitemap", body, depth=DEFAULT.sitemap_depth)) == []


def test_a_sitemap_listed_among_pages_is_a_child() -> None:
    body = f"{OPEN}{entry('/a')}{entry('/news-sitemap-2025.xml')}{entry('/old.xml.gz')}</urlset>"

    reading = read("sitemap", body)

    assert paths(reading) == ["/a"]
    assert sources(reading) == [("sitemap", "/news-sitemap-2025.xml"), ("sitemap", "/old.xml.gz")]


def test_what_was_last_changed_before_the_window_is_left_out() -> None:
    window = Window(since=date(2025, 3, 4))
    dated = entry("/old", "2025-03-01") + entry("/new", "2025-03-05")
    body = f"{OPEN}{dated}{entry('/undated')}{entry('/odd', 'soon')}</urlset>"

    assert paths(read("sitemap", body, window=window)) == ["/new", "/undated", "/odd"]
    assert sources(read("sitemap", index(("/old.xml", "2024-01-01"), ("/new.xml", "2025-03-04")), window=window)) == [
        ("sitemap", "/new.xml")
    ]


def test_a_change_after_the_window_says_nothing_about_the_publication() -> None:
    window = Window(until=date(2025, 3, 1))

    assert paths(read("sitemap", f"{OPEN}{entry('/a', '2025-03-20')}</urlset>", window=window)) == ["/a"]
    assert paths(read("sitemap", NEWS, window=Window(until=date(2025, 2, 1)))) == []


def test_other_hosts_odd_schemes_users_and_refused_pages_are_left_out() -> None:
    urls = [
        "https://other.example/a",
        "ftp://daily.example/a",
        "javascript:alert(1)",
        "https://u@daily.example/a",
        f"{SITE}/tag/x/",
        f"{SITE}/",
    ]
    body = f"{OPEN}{''.join(f'<url><loc>{url}</loc></url>' for url in urls)}{entry('/a?utm_source=sitemap#top')}"

    assert paths(read("sitemap", body)) == ["/a"]


def test_a_file_has_no_more_than_fifty_thousand_entries() -> None:
    body = "<urlset>" + "<url/>" * sitemap.MAX_ENTRIES + entry("/one-too-many")

    assert read("sitemap", body).found == ()


@pytest.mark.parametrize(
    "body", ["<urlset>" + "<a>" * 100_000, "<urlset><url><loc>" * 20_000, "<!--" * 100_000, "<urlset>" + "&" * 100_000]
)
def test_hostile_markup_is_read_in_bounded_time(body: str) -> None:
    try:
        reading = read("sitemap", body)
    except SourceChanged:
        return
    assert reading.found == ()


@given(
    st.lists(
        st.sampled_from(
            [
                "<urlset>",
                "<url>",
                "<loc>",
                "</loc>",
                "</url>",
                "<sitemap>",
                SITE,
                "/a",
                "&",
                "&amp;",
                "<![CDATA[",
                "]]>",
                "<!--",
                "é",
                "\x00",
                "<?xml",
                "<news:news>",
                "<lastmod>2025",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_markup_is_read_or_calls_for_a_person(body: str) -> None:
    try:
        reading = read("sitemap", "<urlset>" + body)
    except SourceChanged:
        return
    assert all(found.url.startswith(SITE) for found in reading.found)
