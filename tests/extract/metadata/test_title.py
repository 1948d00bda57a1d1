import pytest

from crawler.profiles.model import MetadataSelectors, SiteProfile
from tests.extract.metadata.pages import metadata_of, with_jsonld


def head(**metas: str) -> str:
    return "".join(f'<meta property="{name.replace("_", ":", 1)}" content="{text}">' for name, text in metas.items())


def test_the_profiles_suffix_is_cut_and_the_selector_comes_first() -> None:
    profile = SiteProfile(
        name="post",
        lineage=("post",),
        title_suffixes=(" – Harbour Post",),
        metadata=MetadataSelectors(title=("meta[name=plain]::attr(content)",)),
    )

    found = metadata_of('<meta name="plain" content="Ferries return – Harbour Post"><h1>Other</h1>', profile=profile)

    assert found.title == "Ferries return"
    assert found.readers["title"] == "profile"


@pytest.mark.parametrize("separator", [" | ", " – ", " — ", " - ", " · ", " • ", " » ", " :: ", " // "])
def test_the_sites_name_is_cut_at_either_end(separator: str) -> None:
    names = head(og_site_name="Harbour Post")

    behind = metadata_of(f"{names}<title>Ferries return{separator}Harbour Post</title>")
    before = metadata_of(f"{names}<title>Harbour Post{separator}Ferries return</title>")

    assert (behind.title, before.title) == ("Ferries return", "Ferries return")


@pytest.mark.parametrize("title", ["Iran: what now?", "Self-made – a life", "Post | a history of mail", "Harbour Post"])
def test_what_is_no_site_name_stays(title: str) -> None:
    assert metadata_of(f"{head(og_site_name='Harbour Post')}<title>{title}</title>").title == title


@pytest.mark.parametrize("title", ["Le maire : « Nous partons »", "« Nous partons » dit le maire", "Sie sagt: »Nein«"])
def test_guillemets_at_an_end_are_a_quotation(title: str) -> None:
    found = metadata_of(f"<title>{title} – Harbour Post</title><h1>{title}</h1>")

    assert found.title == title


def test_a_block_theme_without_opengraph_gives_its_heading() -> None:
    found = metadata_of('<title>Ferries – Harbour Post</title><h1 class="wp-block-post-title">Ferries</h1>')

    assert found.title == "Ferries"


def test_the_heading_wins_over_an_opengraph_title_made_for_sharing() -> None:
    found = metadata_of(
        f'{head(og_title="You will not believe these ferries")}<h1 class="entry-title">Ferries return</h1>'
    )

    assert found.title == "Ferries return"


def test_a_kicker_in_the_heading_is_no_part_of_the_title() -> None:
    found = metadata_of('<h1><span class="article__kicker">Opinion</span> Let the ferries return</h1>')

    assert found.title == "Let the ferries return"


def test_a_heading_that_is_the_logo_or_ends_a_breadcrumb_is_no_title() -> None:
    logo = metadata_of(
        '<h1><a href="/">The Old Quay</a></h1><h2 class="entry-title">Ferries return today</h2>'
        "<title>Ferries return today « The Old Quay</title>"
    )
    crumb = metadata_of('<nav class="breadcrumb"><h1>Ferries, SEO words</h1></nav><h2>Ferries return today</h2>')

    assert (logo.title, crumb.title) == ("Ferries return today", "Ferries return today")


def test_jsonld_and_heading_agree_against_opengraph() -> None:
    page = with_jsonld({"@type": "NewsArticle", "headline": "Ferries return to the old harbour"})

    found = metadata_of(page.replace("<head>", f"<head>{head(og_title='Shared words')}"))

    assert found.title == "Ferries return to the old harbour"
    assert found.readers["title"] == "jsonld"


def test_an_arabic_title_keeps_its_marks() -> None:
    assert metadata_of("<h1>عودة \u200fالعبّارات إلى الميناء</h1>").title == "عودة \u200fالعبّارات إلى الميناء"


def test_a_page_without_any_title_has_none() -> None:
    assert metadata_of("<p>text</p>").title is None
