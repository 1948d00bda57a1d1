"""The demo newspaper as values, read from the files of `site/`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

SITE = Path(__file__).with_name("site")

# Stands in the files for the address at which the site will be served.
BASE = "http://demo.invalid"

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture above a post. `file` is its name below the uploads of the post's month."""

    file: str
    caption: str = ""
    credit: str = ""

    @property
    def name(self) -> str:
        """The file's name without its ending: the slug of the picture's own page."""
        return self.file.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment and the answers to it."""

    author: str
    text: str
    replies: tuple["Comment", ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A post as its file holds it: TOML between two lines of +++, then HTML; `<!--nextpage-->` parts its pages.

    `trap` names what its address gives in place of an article: password, gallery, login, soft-404 or gone.
    `json_ld` is graph, array, broken, day or none; `moved_from` an older slug that redirects here.
    """

    slug: str
    id: int
    title: str
    description: str
    date: datetime | date
    authors: tuple[str, ...]
    category: str
    tags: tuple[str, ...]
    pages: tuple[str, ...]
    modified: datetime | None = None
    seo_title: str = ""
    byline: str = ""
    language: str = "en"
    image: Picture | None = None
    comments: tuple[Comment, ...] = ()
    views: bool = False
    amp: bool = False
    json_ld: str = "graph"
    moved_from: str = ""
    trap: str = ""

    @property
    def path(self) -> str:
        """The post's path, percent-encoded as WordPress does."""
        return f"/{quote(self.slug).lower()}/"

    @property
    def moment(self) -> datetime:
        """The publication as a moment; a day counts from its midnight."""
        if isinstance(self.date, datetime):
            return self.date
        return datetime(self.date.year, self.date.month, self.date.day, tzinfo=UTC)

    @property
    def rtl(self) -> bool:
        """Whether its language is written from right to left."""
        return self.language in RIGHT_TO_LEFT


@dataclass(frozen=True, slots=True)
class StaticPage:
    """About, contact and their like."""

    slug: str
    id: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Newspaper:
    """The whole demo site: posts newest first, names of categories, tags and authors by slug.

    `views` is the notice below opinion pieces, by language.
    """

    name: str
    tagline: str
    language: str
    categories: Mapping[str, str]
    tags: Mapping[str, str]
    authors: Mapping[str, str]
    views: Mapping[str, str]
    posts: tuple[Post, ...]
    pages: tuple[StaticPage, ...]


def read_newspaper(folder: Path = SITE) -> Newspaper:
    """The newspaper in `folder`. A file that is not as it should be raises KeyError, TypeError or ValueError."""
    site = tomllib.loads((folder / "site.toml").read_text(encoding="utf-8"))
    posts = [_post(path) for path in sorted((folder / "posts").glob("*.html"))]
    pages = [_static_page(path) for path in sorted((folder / "pages").glob("*.html"))]
    return Newspaper(
        **site,
        posts=tuple(sorted(posts, key=lambda post: post.moment, reverse=True)),
        pages=tuple(pages),
    )


def _post(path: Path) -> Post:
    head, body = _split(path)
    head.setdefault("slug", path.stem)
    for name in ("authors", "tags"):
        head[name] = tuple(head[name])
    if "image" in head:
        head["image"] = Picture(**head["image"])
    head["comments"] = _comments(head.get("comments", ()))
    return Post(**head, pages=tuple(part.strip() for part in body.split("<!--nextpage-->")))


def _static_page(path: Path) -> StaticPage:
    head, body = _split(path)
    return StaticPage(slug=path.stem, **head, body=body)


def _split(path: Path) -> tuple[dict[str, Any], str]:
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(head), body.strip()


def _comments(raw: Iterable[Mapping[str, Any]]) -> tuple[Comment, ...]:
    return tuple(Comment(c["author"], c["text"], _comments(c.get("replies", ()))) for c in raw)
