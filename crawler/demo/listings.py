"""The pages that list posts or stand for the site itself: home, category, tag, author, search, about, login."""

from collections.abc import Iterator, Sequence
from html import escape

from crawler.demo.articles import date_text
from crawler.demo.document import Document, framed, template
from crawler.demo.newspaper import BASE, Newspaper, Post

POSTS_A_PAGE = 6


def listing_documents(paper: Newspaper) -> Iterator[tuple[str, Document]]:
    """Path and answer of every listing, page by page."""
    yield from _listing(paper, "/", "Latest", paper.posts, "home blog")
    for slug, name in paper.categories.items():
        posts = [post for post in paper.posts if post.category == slug]
        yield from _listing(
            paper, f"/category/{slug}/", f"Category: {name}", posts, f"archive category category-{slug}"
        )
    for slug, name in paper.tags.items():
        posts = [post for post in paper.posts if slug in post.tags]
        yield from _listing(paper, f"/tag/{slug}/", f"Tag: {name}", posts, f"archive tag tag-{slug}")
    for slug, name in paper.authors.items():
        posts = [post for post in paper.posts if slug in post.authors]
        yield from _listing(paper, f"/author/{slug}/", f"Author: {name}", posts, f"archive author author-{slug}")


def static_documents(paper: Newspaper) -> Iterator[tuple[str, Document]]:
    """Path and answer of the site's own pages: about and its like, and the walls for members and cookies."""
    for page in paper.pages:
        main = template("page.html", id=page.id, title=escape(page.title), body=page.body)
        title = f"{page.title} – {paper.name}"
        yield f"/{page.slug}/", framed(paper, main, title=title, body_class=f"page page-id-{page.id}")
    for name in ("login", "consent"):
        main = template(f"{name}.html")
        yield f"/{name}/", framed(paper, main, title=f"{name.title()} – {paper.name}", body_class=name)


def search_document(paper: Newspaper, words: str) -> Document:
    """The page of search results for `words`."""
    posts = [post for post in paper.posts if words.casefold() in post.title.casefold() and not post.trap]
    ((_, page), *_) = _listing(paper, "/", f"Search results for: {words}", posts, "search search-results")
    return page


def not_found_document(paper: Newspaper) -> Document:
    """The answer where there is nothing."""
    main = template("not-found.html")
    return framed(paper, main, title=f"Page not found – {paper.name}", body_class="error404", status=404)


def _listing(
    paper: Newspaper, path: str, heading: str, posts: Sequence[Post], body_class: str
) -> Iterator[tuple[str, Document]]:
    pages = max(1, -(-len(posts) // POSTS_A_PAGE))
    addresses = [path if number == 1 else f"{path}page/{number}/" for number in range(1, pages + 1)]
    for index, address in enumerate(addresses):
        shown = posts[index * POSTS_A_PAGE : (index + 1) * POSTS_A_PAGE]
        main = template(
            "listing.html",
            heading=escape(heading),
            teasers="\n".join(_teaser(path, post) for post in shown),
            numbers=_numbers(addresses, index),
        )
        head = f'<link rel="canonical" href="{BASE}{address}">'
        if index + 1 < pages:
            head += f'\n<link rel="next" href="{BASE}{addresses[index + 1]}">'
        yield address, framed(paper, main, title=f"{heading} – {paper.name}", body_class=body_class, head=head)


def _numbers(addresses: Sequence[str], current: int) -> str:
    links = [
        f'<span aria-current="page" class="page-numbers current">{index + 1}</span>'
        if index == current
        else f'<a class="page-numbers" href="{BASE}{address}">{index + 1}</a>'
        for index, address in enumerate(addresses)
    ]
    if current + 1 < len(addresses):
        links.append(f'<a class="next page-numbers" href="{BASE}{addresses[current + 1]}">Older posts</a>')
    return " ".join(links)


def _teaser(listing_path: str, post: Post) -> str:
    # One article, many addresses: listings point at it in ways that sitemap and feed do not.
    if listing_path.startswith("/tag/"):
        href = post.path.rstrip("/")
    elif listing_path.startswith("/author/"):
        href = f"{post.path}?utm_source=author-page&utm_medium=link"
    elif post.amp:
        href = f"{post.path}amp/"
    else:
        href = post.path
    return template(
        "teaser.html",
        id=post.id,
        href=BASE + href,
        title=escape(post.title),
        stamp=post.moment.isoformat(),
        day=date_text(post.date),
        description=escape(post.description),
    )
