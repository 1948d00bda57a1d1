"""What the demo site answers at one address."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from string import Template
from urllib.parse import quote

from crawler.demo.newspaper import BASE, SITE, Newspaper

HTML = "text/html; charset=UTF-8"
XML = "text/xml; charset=UTF-8"
JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Document:
    """One answer. Its body holds `BASE` where the address of the site belongs; so may `location`."""

    body: bytes = b""
    content_type: str = HTML
    status: int = 200
    location: str = ""
    modified: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def at(self, base: str) -> bytes:
        """The body as served at `base`: plain, escaped as PHP writes JSON, and percent-encoded addresses alike."""
        body = self.body
        for old, new in (
            (BASE, base),
            (BASE.replace("/", r"\/"), base.replace("/", r"\/")),
            (quote(BASE, safe=""), quote(base, safe="")),
        ):
            body = body.replace(old.encode(), new.encode())
        return body


def template(name: str, **values: object) -> str:
    """The theme's file `name` with its placeholders filled. Values are HTML: what is text is escaped before."""
    text = (SITE / "theme" / name).read_text(encoding="utf-8")
    return Template(text).substitute({key: str(value) for key, value in values.items()}).rstrip("\n")


def framed(
    paper: Newspaper,
    main: str,
    *,
    title: str,
    body_class: str,
    head: str = "",
    language: str = "",
    rtl: bool = False,
    status: int = 200,
    modified: datetime | None = None,
) -> Document:
    """`main` between the site's header, sidebar and footer. `title` is text; `main` and `head` are HTML."""
    menu = "".join(f'<li><a href="{BASE}/category/{slug}/">{name}</a></li>' for slug, name in paper.categories.items())
    recent = "".join(f'<li><a href="{BASE}{p.path}">{escape(p.title)}</a></li>' for p in paper.posts[4:9])
    html = template(
        "frame.html",
        language=language or paper.language,
        direction="rtl" if rtl else "ltr",
        title=escape(title),
        head=head,
        site_name=paper.name,
        tagline=paper.tagline,
        body_class=body_class + (" rtl" if rtl else ""),
        menu=menu,
        main=main,
        recent=recent,
    )
    return Document(html.encode(), status=status, modified=modified)
