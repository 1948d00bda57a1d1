from tests.extract.metadata.pages import metadata_of, with_jsonld


def test_jsonld_comes_before_opengraph() -> None:
    node = {"@type": "NewsArticle", "articleSection": ["Ports", "Sea"], "keywords": "ferry, harbour"}

    found = metadata_of(with_jsonld(node).replace("<head>", '<head><meta property="article:section" content="News">'))

    assert (found.section, found.tags) == ("Ports", ("ferry", "harbour"))


def test_wordpress_links_of_the_post_are_read_and_those_of_other_posts_are_not() -> None:
    page = """<h1>Ferries</h1><span class="cat-links"><a rel="category tag" href="/c/p">Ports</a></span>
    <span class="tags-links"><a rel="tag" href="/t/f">ferry</a> <a rel="tag" href="/t/h">harbour</a></span>
    <article><span class="tags-links"><a rel="tag" href="/t/x">other</a></span></article>"""

    found = metadata_of(page)

    assert (found.section, found.tags) == ("Ports", ("ferry", "harbour"))


def test_plain_addresses_have_a_category_without_the_word_tag() -> None:
    page = """<article class="post-7 category-ports"><h1>Ferries</h1>
    <span class="cat-links"><a rel="category" href="/?cat=7">Ports of the bay</a></span></article>"""

    assert metadata_of(page).section == "Ports of the bay"


def test_a_block_themes_terms_are_read() -> None:
    page = """<h1>Ferries</h1><div class="taxonomy-category wp-block-post-terms"><a href="/c" rel="tag">Ports</a></div>
    <div class="taxonomy-post_tag wp-block-post-terms"><a href="/t" rel="tag">ferry</a></div>"""

    found = metadata_of(page)

    assert (found.section, found.tags) == ("Ports", ("ferry",))


def test_classes_of_the_article_are_the_last_resort() -> None:
    found = metadata_of('<article class="post-7 category-middle-east tag-libya"><h1>Ferries</h1></article>')

    assert (found.section, found.tags) == ("middle east", ("libya",))


def test_no_section_chosen_is_none_and_a_sites_hundred_keywords_are_no_tags() -> None:
    words = ", ".join(f"word{number}" for number in range(100))

    found = metadata_of(
        f'<meta name="keywords" content="{words}"><meta property="article:section" content="Uncategorized">'
    )

    assert (found.section, found.tags) == (None, ())


def test_prefixes_authors_and_the_site_are_no_tags() -> None:
    node = {
        "@type": "NewsArticle",
        "author": {"@type": "Person", "name": "Ann Lee"},
        "publisher": {"@type": "Organization", "name": "Harbour Post"},
        "keywords": ["Category: Jupiter", "tag:ferry", "Ann Lee", "Harbour Post"],
    }

    assert metadata_of(with_jsonld(node)).tags == ("Jupiter", "ferry")
