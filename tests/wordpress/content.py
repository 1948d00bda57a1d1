"""Prints what the test installation of WordPress holds, as JSON: the demo newspaper's posts, shaped as an editor would
save them, and filler posts enough for several pages of every listing."""

import json
import random
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from crawler.demo.newspaper import BASE, Newspaper, Post, read_newspaper

FILLERS = 32

# As the editor saves it: block themes show links to the other pages only for a break that is a block.
PAGE_BREAK = "\n\n<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->\n\n"

# What an editor pasted below the text, each line as its own paragraph or block.
NOTICES = (
    "<p>Unless otherwise stated in the article above, this work by {name} is licensed under a Creative Commons"
    " Attribution-NonCommercial-ShareAlike 4.0 International License. If the image(s) bear our credit, this license"
    " also applies to them. What does that mean? For other permissions, please contact us.</p>",
    "<p>Spotted an error on this page? Let us know</p>",
)

SUBJECTS = ("The harbour office", "A group of bakers", "The valley school", "The night watch", "The island council")
VERBS = ("has opened", "wants to restore", "is looking for", "has agreed on", "will repair")
OBJECTS = ("the old mill", "a second bridge", "three lost bells", "the summer timetable", "the lower market hall")
REASONS = (
    "because the winter storms left little of the roof in its place",
    "after a vote in which every hand but one went up",
    "although nobody could say who is going to pay for it",
    "as it had promised to do four years ago and twice since",
    "so that the children no longer have to walk around the bay",
)
VOICES = ("said the clerk", "a neighbour explained", "the foreman added", "one of the founders recalled")


@dataclass(frozen=True, slots=True)
class Entry:
    """One post or page as install.php wants it."""

    slug: str
    title: str
    content: str
    date: str
    type: str = "post"
    status: str = "publish"
    excerpt: str = ""
    password: str = ""
    author: str = "staff"
    category: str = "news"
    tags: tuple[str, ...] = ()
    picture: str = ""
    caption: str = ""
    gallery: tuple[str, ...] = ()
    sticky: bool = False
    comments: tuple[dict[str, str], ...] = field(default=())


def entries(paper: Newspaper) -> list[Entry]:
    """All posts and pages, published or not."""
    posts = [_from_demo(paper, post) for post in paper.posts if not post.trap]
    fillers = [_filler(number) for number in range(FILLERS)]
    day = "2026-10-01 08:00:00"
    secret = "<p>Nobody may read this without the key to the cellar, and nobody but us has that key.</p>" * 3
    special = [
        Entry("for-members", "For members only", secret, day, password="key"),  # noqa: S106 - to be met by a crawl
        Entry("a-private-note", "A private note", secret, day, status="private"),
        Entry("a-first-draft", "A first draft", secret, day, status="draft"),
        Entry("waiting-for-review", "Waiting for review", secret, day, status="pending"),
        Entry("next-years-story", "Next year’s story", secret, "2036-01-01 08:00:00", status="future"),
        Entry("kites", "In pictures: Kites", "", day, category="galleries", gallery=("kite-1", "kite-2", "kite-3")),
    ]
    pages = [Entry(page.slug, page.title, page.body, day, type="page") for page in paper.pages]
    return [*posts, *fillers, *special, *pages]


def _from_demo(paper: Newspaper, post: Post) -> Entry:
    notices = [notice.format(name=paper.name) for notice in NOTICES]
    if post.views:
        notices.insert(0, f"<p><em>{paper.views[post.language]}</em></p>")
    return Entry(
        slug=post.slug,
        title=post.title,
        content=PAGE_BREAK.join(post.pages) + "\n\n" + "\n\n".join(notices),
        date=f"{post.moment:%Y-%m-%d %H:%M:%S}",
        excerpt=post.description,
        author=post.authors[0],
        category=post.category,
        tags=tuple(paper.tags[tag] for tag in post.tags),
        picture=post.image.name if post.image else "",
        caption=post.image.caption if post.image else "",
        sticky=post.slug.endswith("new-lamp"),
        comments=tuple({"author": comment.author, "text": comment.text} for comment in post.comments),
    )


def _filler(number: int) -> Entry:
    chance = random.Random(number)  # noqa: S311 - the same posts every time
    subject, verb, thing = chance.choice(SUBJECTS), chance.choice(VERBS), chance.choice(OBJECTS)
    paragraphs = [
        f"{chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(OBJECTS)}, {chance.choice(REASONS)}."
        f" “It could be number {number + 3} before the week is out,” {chance.choice(VOICES)}, {chance.choice(REASONS)}."
        for _ in range(chance.randint(2, 6))
    ]
    body = "\n\n".join(f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->" for text in paragraphs)
    day = datetime(2026, 9, 28, 9, tzinfo=UTC) - timedelta(days=number, minutes=7 * number)
    return Entry(
        slug=f"short-notice-{number + 1}" if number % 3 else "",
        title=f"{subject} {verb} {thing} ({number + 1})",
        content=body,
        date=f"{day:%Y-%m-%d %H:%M:%S}",
        author=chance.choice(("nadia-sorrel", "idris-halven", "mira-solen")),
        tags=("Ferries",) if number % 2 else (),
    )


def main() -> None:
    """Print the content as JSON."""
    paper = read_newspaper()
    content = {
        "name": paper.name,
        "tagline": paper.tagline,
        "timezone": "Europe/London",
        "base": BASE,
        "theme": "twentytwentyone",
        "permalinks": "/%postname%/",
        "authors": dict(paper.authors),
        "categories": dict(paper.categories),
        "posts": [{name: getattr(entry, name) for name in Entry.__slots__} for entry in entries(paper)],
    }
    json.dump(content, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
