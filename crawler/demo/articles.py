"""The pages of a post: the article, its further pages, AMP twin, picture's page, or what stands in its place."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html import escape
from urllib.parse import quote

from crawler.demo.article_head import article_head, image_url, page_path
from crawler.demo.document import Document, framed, template
from crawler.demo.newspaper import BASE, Comment, Newspaper, Picture, Post

RELATED = 3  # posts in the box below an article


def article_documents(paper: Newspaper, post: Post) -> Iterator[tuple[str, Document]]:
    """Path and answer of every address that belongs to `post`."""
    if post.moved_from:
        yield f"/{post.moved_from}/", Document(status=301, location=BASE + post.path)
    match post.trap:
        case "":
            for number in range(1, len(post.pages) + 1):
                yield page_path(post, number), _article(paper, post, number)
        case "gallery":
            yield post.path, _article(paper, post, 1)
        case "password":
            body = template("password.html", id=post.id)
            yield post.path, _article(paper, post, 1, title=f"Protected: {post.title}", body=body)
        case "login":
            main = template("login.html")
            yield post.path, framed(paper, main, title=f"Log in – {paper.name}", body_class="login-required")
        case "soft-404":
            main = template("not-found.html")
            yield post.path, framed(paper, main, title=f"Page not found – {paper.name}", body_class="error404")
        case "gone":
            main = template("not-found.html")
            yield post.path, framed(paper, main, title=f"Gone – {paper.name}", body_class="error404", status=410)
        case other:
            raise ValueError(f"trap {other!r} of post {post.slug}")
    if post.amp:
        yield f"{post.path}amp/", _amp(paper, post)
    if post.image:
        yield f"{post.path}{post.image.name}/", _attachment(paper, post, post.image)


def date_text(value: datetime | date) -> str:
    """`value` as the theme shows it to a reader."""
    if isinstance(value, datetime):
        return f"{value:%B} {value.day}, {value.year} at {value:%I:%M} {'am' if value.hour < 12 else 'pm'}"
    return f"{value.day} {value:%B} {value.year}"


def _article(paper: Newspaper, post: Post, number: int, *, title: str = "", body: str = "") -> Document:
    title = title or post.title
    views = f"<p><em>{paper.views[post.language]}</em></p>\n" if post.views else ""
    main = template(
        "article.html",
        id=post.id,
        title=escape(title),
        category=paper.categories[post.category],
        category_slug=post.category,
        date=_visible_date(post),
        authors=_byline(paper, post),
        share=template("share.html", quoted_url=quote(BASE + post.path, safe="")),
        image=_figure(post) if number == 1 else "",
        body=body or post.pages[number - 1],
        page_links=_page_links(post, number),
        notices=views + template("notices.html"),
        tags=" ".join(f'<a href="{BASE}/tag/{tag}/" rel="tag">{paper.tags[tag]}</a>' for tag in post.tags),
        related=_related(paper, post),
        comments=_comments(post),
    )
    return framed(
        paper,
        main,
        title=f"{title} – {paper.name}",
        body_class=f"post-template-default single single-post postid-{post.id} single-format-standard",
        head=article_head(paper, post, number),
        language=post.language,
        rtl=post.rtl,
        modified=post.modified or post.moment,
    )


def _visible_date(post: Post) -> str:
    if isinstance(post.date, datetime):
        return f'<time class="entry-date published" datetime="{post.date.isoformat()}">{date_text(post.date)}</time>'
    return f'<span class="entry-date">{date_text(post.date)}</span>'


def _byline(paper: Newspaper, post: Post) -> str:
    if post.byline:
        return f'<span class="byline"><a href="mailto:{post.byline}">{post.byline}</a></span>'
    links = (f'<a class="url fn n" rel="author" href="{BASE}/author/{a}/">{paper.authors[a]}</a>' for a in post.authors)
    return f'<span class="byline">by {" and ".join(links)}</span>'


def _figure(post: Post) -> str:
    if not post.image:
        return ""
    credit = f" [{escape(post.image.credit)}]" if post.image.credit else ""
    caption = f'<figcaption class="featured-caption">{escape(post.image.caption)}{credit}</figcaption>'
    page = f"{BASE}{post.path}{post.image.name}/"
    return (
        f'<figure class="post-thumbnail"><a href="{page}"><img src="{image_url(post)}" width="1200" height="800"'
        f' class="wp-post-image" alt="{escape(post.image.caption)}"></a>{caption}</figure>'
    )


def _page_links(post: Post, current: int) -> str:
    if len(post.pages) == 1:
        return ""
    numbers = (
        f'<span class="post-page-numbers current" aria-current="page">{number}</span>'
        if number == current
        else f'<a href="{BASE}{page_path(post, number)}" class="post-page-numbers">{number}</a>'
        for number in range(1, len(post.pages) + 1)
    )
    return f'<div class="page-links">Pages: {" ".join(numbers)}</div>'


def _related(paper: Newspaper, post: Post) -> str:
    others = [other for other in paper.posts if other.category == post.category and other is not post][:RELATED]
    return "".join(
        f'<li><a href="{BASE}{other.path}">{escape(other.title)}</a><p>{escape(other.description)}</p></li>'
        for other in others
    )


def _comments(post: Post) -> str:
    thread = _thread(post, post.comments, depth=1)
    if thread:
        count = f"{len(post.comments)} Comments" if len(post.comments) > 1 else "1 Comment"
        thread = f'<h2 class="comments-title">{count}</h2><ol class="comment-list">{thread}</ol>'
    return template("comments.html", id=post.id, path=BASE + post.path, thread=thread)


def _thread(post: Post, comments: tuple[Comment, ...], depth: int) -> str:
    date = (post.moment + timedelta(hours=depth)).isoformat()
    return "".join(
        template(
            "comment.html",
            depth=depth,
            author=escape(comment.author),
            date=date,
            text=escape(comment.text),
            replies=f'<ol class="children">{_thread(post, comment.replies, depth + 1)}</ol>' if comment.replies else "",
        )
        for comment in comments
    )


def _amp(paper: Newspaper, post: Post) -> Document:
    html = template(
        "amp.html",
        language=post.language,
        title=escape(post.title),
        site_name=paper.name,
        url=BASE + post.path,
        body="\n".join(post.pages),
    )
    return Document(html.encode(), modified=post.moment)


def _attachment(paper: Newspaper, post: Post, image: Picture) -> Document:
    body = (
        f'<p class="attachment"><a href="{image_url(post)}"><img src="{image_url(post)}" alt=""></a></p>'
        f'<p class="wp-caption-text">{escape(image.caption)}</p>'
    )
    main = template("page.html", id=post.id + 50000, title=image.name, body=body)
    return framed(
        paper, main, title=f"{image.name} – {paper.name}", body_class="attachment attachment-template-default single"
    )
