import pytest

from tests.extract.metadata.pages import metadata_of, with_jsonld


def test_robots_directives_of_metas_and_headers_are_joined() -> None:
    found = metadata_of(
        '<meta name="robots" content="NOINDEX, max-snippet: -1"><meta name="newskeep" content="noarchive">'
        '<meta name="googlebot" content="nofollow">',
        headers=(
            ("x-robots-tag", "noai, noimageai"),
            ("x-robots-tag", "otherbot: nofollow"),
            ("x-robots-tag", "newskeep: nosnippet"),
        ),
    )

    assert found.robots == ("noindex", "max-snippet:-1", "noarchive", "noai", "noimageai", "nosnippet")


def test_a_tdm_reservation_is_found_in_meta_or_header() -> None:
    meta = metadata_of('<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/tdm.json">')
    header = metadata_of("<p>x</p>", headers=(("tdm-reservation", "0"),))

    assert (meta.tdm_reservation, meta.tdm_policy) == ("1", "https://www.harbour-post.example/tdm.json")
    assert (header.tdm_reservation, header.tdm_policy) == ("0", None)
    assert (meta.readers["tdm_reservation"], meta.readers["tdm_policy"]) == ("meta", "meta")
    assert header.readers["tdm_reservation"] == "header"


def test_a_licence_is_found_by_rel_or_by_a_creative_commons_link() -> None:
    rel = metadata_of('<p><a rel="license" href="/licence">terms</a></p>')
    link = metadata_of('<p>under <a href="https://creativecommons.org/licenses/by/4.0/">CC BY</a></p>')

    assert (rel.license, rel.readers["license"]) == ("https://www.harbour-post.example/licence", "rel_license")
    assert link.license == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("value", "is_free"), [(True, True), ("False", False), ("http://schema.org/True", True), ("maybe", None)]
)
def test_free_access_is_what_jsonld_says(value: object, is_free: bool | None) -> None:
    assert (
        metadata_of(with_jsonld({"@type": "NewsArticle", "isAccessibleForFree": value})).is_accessible_for_free
        is is_free
    )
