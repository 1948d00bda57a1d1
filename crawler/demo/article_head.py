"""The head of an article's page: its metadata as Yoast's plug-in writes it, with the flaws that real sites have."""

import json
from datetime import datetime
from html import escape

from crawler.demo.document import template
from crawler.demo.newspaper import BASE, Newspaper, Post

# A raw line break inside a string, and a comma too many.
BROKEN_JSON = '{"@context":"https://schema.org","@type":"NewsArticle","headline":"%s","description":"A line\nbreak",}'

LOCALES = {"ar": "ar_AR", "en": "en_GB", "fa": "fa_IR", "fr": "fr_FR", "he": "he_IL", "tr": "tr_TR"}


def image_url(post: Post) -> str:
    """Where the post's picture is, or "" without one."""
    return f"{BASE}/wp-content/uploads/{post.date:%Y/%m}/{post.image.file}" if post.image else ""


def page_path(post: Post, number: int) -> str:
    """The path of the post's page `number`, the first being 1."""
    return post.path if number == 1 else f"{post.path}{number}/"


def article_head(paper: Newspaper, post: Post, number: int) -> str:
    """The metadata of page `number` of `post`, HTML."""
    links = []
    if number > 1:
        links.append(f'<link rel="prev" href="{BASE}{page_path(post, number - 1)}">')
    if number < len(post.pages):
        links.append(f'<link rel="next" href="{BASE}{page_path(post, number + 1)}">')
    if post.amp:
        links.append(f'<link rel="amphtml" href="{BASE}{post.path}amp/">')
    dates = []
    if isinstance(post.date, datetime):
        dates.append(f'<meta property="article:published_time" content="{post.date.isoformat()}">')
    if post.modified:
        dates.append(f'<meta property="article:modified_time" content="{post.modified.isoformat()}">')
    return template(
        "article-head.html",
        id=post.id,
        url=BASE + page_path(post, number),
        seo_title=escape(f"{post.seo_title or post.title} – {paper.name}"),
        description=escape(post.description),
        locale=LOCALES[post.language],
        site_name=paper.name,
        category=paper.categories[post.category],
        tags="\n".join(f'<meta property="article:tag" content="{paper.tags[tag]}">' for tag in post.tags),
        page_links="\n".join(links),
        dates="\n".join(dates),
        image=f'<meta property="og:image" content="{image_url(post)}">' if post.image else "",
        json_ld=_json_ld(paper, post),
    )


def _json_ld(paper: Newspaper, post: Post) -> str:
    url = BASE + post.path
    article: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "headline": post.title,
        "datePublished": post.date.isoformat(),
        "dateModified": (post.modified or post.date).isoformat(),
        "mainEntityOfPage": {"@id": url},
        "author": [{"@type": "Person", "name": paper.authors[slug]} for slug in post.authors],
        "publisher": {"@id": f"{BASE}/#organization"},
        "articleSection": [paper.categories[post.category]],
        "inLanguage": post.language,
    }
    if post.image:
        article["image"] = {"@type": "ImageObject", "url": image_url(post)}
    organization = {"@type": "Organization", "@id": f"{BASE}/#organization", "name": paper.name, "url": f"{BASE}/"}
    match post.json_ld:
        case "graph":
            website = {"@type": "WebSite", "@id": f"{BASE}/#website", "url": f"{BASE}/", "name": paper.name}
            page = {"@type": "WebPage", "@id": url, "url": url, "name": f"{post.title} – {paper.name}"}
            text = json.dumps({"@context": "https://schema.org", "@graph": [organization, website, page, article]})
        case "array" | "day":
            text = json.dumps([{"@context": "https://schema.org", **part} for part in (organization, article)])
        case "broken":
            text = BROKEN_JSON % post.title
        case "none":
            return ""
        case other:
            raise ValueError(f"json_ld {other!r} of post {post.slug}")
    return f'<script type="application/ld+json" class="yoast-schema-graph">{text}</script>'
