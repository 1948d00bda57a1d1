"""From an article to its reject."""

from crawler.items import Article, Rejected


def rejected(article: Article, reason: str, detail: str, duplicate_of: str | None = None) -> Rejected:
    """The reject that stands for `article`, with its provenance."""
    return Rejected(
        url=article.url,
        requested_url=article.requested_url,
        site=article.site,
        reason=reason,
        detail=detail,
        fetched_at=article.fetched_at,
        status=article.status,
        found_via=article.found_via,
        date_published=article.date_published,
        duplicate_of=duplicate_of,
    )
