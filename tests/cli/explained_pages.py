"""Explained pages for the tests of their views."""

from html import escape

from crawler.cli.explained import ExplainedPage
from crawler.cli.page_answer import NoArticle
from crawler.extract.explain import explain
from crawler.profiles import load_profile
from tests.extract.pages import page_of, story

# What a page might hold to get out of its place: markup, an attribute's end, a terminal's controls, a turned direction.
HOSTILE = '</p><script>alert(1)</script><img src="https://evil.example/x" onerror=alert(1)> \x9b2J \u202efdp.exe'


def explained(html: str, name: str = "page.html") -> ExplainedPage:
    return ExplainedPage(name, explain(page_of(html), load_profile("generic")))


def hostile_page() -> ExplainedPage:
    """A story whose title, fields, text and navigation hold what must never become markup."""
    escaped = escape(HOSTILE)
    paragraph = f"<p>{escaped} the fishermen said on Tuesday, and the ministry wrote it all down in a long letter.</p>"
    return explained(
        story(
            paragraph,
            before=f"<nav>{escaped}</nav>" * 3,
            head=f'<meta property="og:title" content="{escaped}"><meta name="description" content="{escaped}">',
        ),
        name=f"{HOSTILE}.html",
    )


UNREADABLE = ExplainedPage("none.html", NoArticle("unreadable", "No such file or directory: none.html"))
