"""Values that tests of several areas start from."""

from dataclasses import replace

from crawler.items import Article, Extraction, Rejected

ARTICLE = Article(
    schema_version=1,
    id="0123456789abcdef0123456789abcdef",
    version=1,
    url="https://daily.example/20260304-bridge-opens/",
    requested_url="https://daily.example/20260304-bridge-opens/",
    site="daily",
    publisher="The Daily",
    title="Bridge opens",
    description=None,
    text="The bridge opened on Tuesday.\n\nTraffic was light. " + "It rained all day and nobody minded much. " * 4,
    word_count=40,
    authors=("Ann Lee",),
    section="City",
    tags=(),
    language="en",
    images=(),
    related=(),
    date_published="2026-03-04T07:00:00+00:00",
    date_modified=None,
    date_published_raw="2026-03-04T07:00:00Z",
    date_modified_raw=None,
    license=None,
    is_accessible_for_free=None,
    robots=(),
    tdm_reservation=None,
    tdm_policy=None,
    content_hash="sha256:" + "1" * 64,
    duplicate_of=None,
    changed=(),
    fetched_at="2026-03-04T08:00:00Z",
    status=200,
    found_via="sitemap",
    archive=None,
    extraction=Extraction("newskeep 0.1.0, trafilatura 2.3.1", "daily"),
)


def article(**changes: object) -> Article:
    """An article of `daily`, changed as asked."""
    return replace(ARTICLE, **changes)  # type: ignore[arg-type]


REJECTED = Rejected(
    ARTICLE.url, ARTICLE.requested_url, "daily", "listing", "a list of 12 teasers", ARTICLE.fetched_at, 200
)
