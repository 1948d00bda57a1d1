from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import Window
from crawler.errors import SourceChanged
from crawler.items import Found
from tests.discovery.site_of import GENERIC, SITE, WORDPRESS, paths, read, sources

ITEM = "<item><title>{title}</title><link>{link}</link>{more}</item>"


def rss(*items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
        f"<channel><title>Daily</title><link>{SITE}/</link>{head}{''.join(items)}</channel></rss>"
    )


def item(path: str, day: str = "", more: str = "") -> str:
    day = f"<pubDate>{day}</pubDate>" if day else ""
    return ITEM.format(title="A", link=SITE + path, more=day + more)


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Daily</title><id>x</id><updated>2025-03-05T00:00:00Z</updated>
<link rel="self" href="{SITE}/atom.xml"/>
<entry><title type="html">Harbour &amp;amp; ferries &lt;b&gt;reopen&lt;/b&gt;</title><id>tag:1</id>
<link rel="enclosure" type="audio/mpeg" href="{SITE}/a.mp3"/>
<link rel="alternate" type="application/json" href="{SITE}/a.json"/>
<link rel="alternate" type="text/html" href="/2025/03/04/harbour/"/>
<published>2025-03-04T09:10:00+02:00</published><updated>2025-03-05T10:00:00+02:00</updated>
<content type="html">Words</content></entry></feed>"""
RDF = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="{SITE}/"><title>Daily</title></channel>
<item rdf:about="{SITE}/a"><title>A</title><link>{SITE}/a</link>
<dc:date>2025-03-04T09:10:00+02:00</dc:date></item></rdf:RDF>"""
RSS_091 = f"""<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
"http://my.netscape.com/rss-0.91.dtd">
<rss version="0.91"><channel><title>Daily</title><item><title>A</title><link>{SITE}/a</link></item></channel></rss>"""


def only(body: str) -> Found:
    [found] = read("feed", body).found
    return found


def test_an_atom_entry_gives_its_html_link_title_and_both_dates() -> None:
    found = only(ATOM)

    assert found.url == f"{SITE}/2025/03/04/harbour/"
    assert found.title == "Harbour & ferries reopen"
    assert found.published == datetime(2025, 3, 4, 7, 10, tzinfo=UTC)
    assert found.modified == datetime(2025, 3, 5, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("body", [RDF, RSS_091, rss(item("/a"))])
def test_every_format_is_read(body: str) -> None:
    assert only(body).url == f"{SITE}/a"


def test_a_date_keeps_its_zone_and_stands_for_publication_only() -> None:
    found = only(rss(item("/a", "Tue, 04 Mar 2025 09:10:00 +0200")))

    assert isinstance(found.published, datetime)
    assert found.published.isoformat() == "2025-03-04T09:10:00+02:00"
    assert found.modified is None


def test_a_date_without_a_zone_is_taken_in_the_sites_zone_and_an_odd_one_as_a_day() -> None:
    assert only(rss(item("/a", "2025-03-04T09:10:00"))).published == datetime(2025, 3, 4, 6, 10, tzinfo=UTC)
    assert only(rss(item("/a", "Κυρ, 11 Ιούλ 2004 12:00:00 EST"))).published == date(2004, 7, 11)
    assert only(rss(item("/a", "a while ago"))).published is None


def test_the_publishers_address_comes_before_the_counting_ones() -> None:
    body = rss(
        ITEM.format(
            title="A",
            link="https://feeds.example/~r/1",
            more=f"<feedburner:origLink>{SITE}/a?utm_source=feed</feedburner:origLink>",
        )
    )

    assert only(body).url == f"{SITE}/a"


def test_a_permanent_guid_serves_where_there_is_no_link() -> None:
    assert only(rss(f"<item><title>A</title><guid isPermaLink='true'>{SITE}/a</guid></item>")).url == f"{SITE}/a"
    assert read("feed", rss("<item><title>A</title><guid isPermaLink='false'>4711</guid></item>")).found == ()


def test_one_article_listed_twice_is_one() -> None:
    assert paths(read("feed", rss(item("/a"), item("/b"), item("/a")))) == ["/a", "/b"]


def test_entries_outside_the_window_are_left_out() -> None:
    body = rss(
        item("/old", "Sat, 01 Feb 2025 09:10:00 GMT"),
        item("/in", "Tue, 04 Mar 2025 09:10:00 GMT"),
        item("/late", "Tue, 01 Apr 2025 09:10:00 GMT"),
        item("/undated"),
    )

    assert paths(read("feed", body, window=Window(date(2025, 3, 1), date(2025, 3, 10)))) == ["/in", "/undated"]


def test_a_broken_feed_still_gives_its_entries() -> None:
    body = rss(
        item("/a"), item("/b?x=1&y=2"), ITEM.format(title="A & B &nbsp; <b>c", link=f"{SITE}/c", more="")
    ).replace("</channel></rss>", "<item><ti")

    assert paths(read("feed", body)) == ["/a", "/b?x=1&y=2", "/c"]


def test_leading_noise_and_wrong_labels_do_not_matter() -> None:
    body = f"\n\n<!-- cached -->{rss(item('/a', more='<description>Großes</description>'))}".encode("windows-1252")

    reading = read("feed", body, headers=(("content-type", "text/html; charset=utf-8"),))

    assert paths(reading) == ["/a"]


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read("feed", rss()).found == ()


@pytest.mark.parametrize(
    "body", ["<!doctype html><html><body>Gone</body></html>", "", "nothing", '{"items": []}', "<urlset></urlset>"]
)
def test_what_is_no_feed_calls_for_a_person(body: str) -> None:
    with pytest.raises(SourceChanged, match=f"no feed at {SITE}/source"):
        read("feed", body)


def test_nothing_of_an_entity_declaration_is_used() -> None:
    body = '<!DOCTYPE rss [<!ENTITY a "boom">]>' + rss(ITEM.format(title="x &a; y", link=f"{SITE}/a", more=""))

    assert only(body).title == "x &a; y"


def test_the_next_page_is_the_one_that_the_feed_links_to() -> None:
    paged = rss(item("/a"), head=f'<atom:link rel="next" href="{SITE}/feed?p=2"/>')
    archived = ATOM.replace("<entry>", '<link rel="prev-archive" href="/2025/02/atom.xml"/><entry>')
    loop = rss(item("/a"), head=f'<atom:link rel="next" href="{SITE}/source"/>')

    assert sources(read("feed", paged)) == [("feed", "/feed?p=2")]
    assert sources(read("feed", archived)) == [("feed", "/2025/02/atom.xml")]
    assert sources(read("feed", loop)) == []


def test_a_wordpress_feed_is_paged_by_number_while_the_window_reaches_further_back() -> None:
    body = rss(item("/a", "Tue, 04 Mar 2025 09:10:00 GMT"))
    older = Window(since=date(2025, 1, 1))

    assert sources(read("feed", body, path="/feed/", profile=WORDPRESS, window=older)) == [("feed", "/feed/?paged=2")]
    assert sources(read("feed", body, path="/?feed=rss2&paged=4", profile=WORDPRESS, window=older)) == [
        ("feed", "/?feed=rss2&paged=5")
    ]
    assert sources(read("feed", body, path="/feed/", profile=WORDPRESS)) == []
    assert sources(read("feed", body, path="/feed/", profile=WORDPRESS, window=Window(since=date(2025, 4, 1)))) == []
    assert sources(read("feed", body, path="/feed/", profile=GENERIC, window=older)) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "<channel>",
                "<item>",
                "<title>",
                "<link>",
                "</link>",
                "</item>",
                SITE,
                "/a",
                "&",
                "&#0;",
                "<![CDATA[",
                "]]>",
                "<pubDate>Tue, 99 Mar",
                "<entry>",
                "<link href='",
                "'/>",
                "\x00",
                "<atom:link rel='next' href='http://[::1'/>",
                "<content type='xhtml'>",
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_any_markup_is_read_or_calls_for_a_person(body: str) -> None:
    try:
        reading = read("feed", "<rss>" + body)
    except SourceChanged:
        return
    assert all(found.url.startswith(SITE) for found in reading.found)


def test_a_feed_whose_namespace_has_a_space_is_a_changed_source_and_no_fault_of_ours() -> None:
    with pytest.raises(SourceChanged, match="a feed that cannot be read"):
        read("feed", ATOM.replace("http://www", "h\u00a0t\u00a0tp://www"))
