"""A history as one page of HTML."""

from collections.abc import Iterator
from html import escape

from crawler.cli.history_text import folded_words
from crawler.cli.history_versions import Change, History, Version
from crawler.cli.html_page import link_to, standalone
from crawler.cli.word_diff import Folded, Pieces
from crawler.dates import utc_stamp

STYLE = """
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 44rem; font: 1.05rem/1.6 Georgia, serif;
  color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1, h2, dl, .quiet { font-family: system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0; }
h2 { font-size: 1rem; margin: 3rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); }
.quiet { color: var(--quiet); font-size: .85rem; margin: .2rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; font-size: .95rem; }
dt { color: var(--quiet); }
dd { margin: 0; }
p { white-space: pre-line; }
ins, del { border-radius: .15rem; padding: 0 .1rem; }
ins { color: var(--in); background: var(--in-paper); text-decoration: none; }
del { color: var(--out); background: var(--out-paper); }
"""
TAGS = {"same": "", "added": "ins", "removed": "del"}


def html_of(history: History) -> str:
    """The page: the newest title, then each version with what it changed; what is foreign in it is escaped."""
    newest = history.versions[-1]
    title = newest.text("title")
    body = f'<h1 dir="auto">{escape(title)}</h1>\n{"".join(_head(history))}{"".join(_versions(history))}'
    return standalone(f"{title}: versions", STYLE, body, newest.text("language") or "und")


def _head(history: History) -> Iterator[str]:
    # A record's URL is http(s) by construction; a store that was tampered with could hold another.
    yield f'<p class="quiet">{link_to(history.url)}</p>\n'
    if history.gone_at:
        yield f'<p class="quiet">gone from its site since {utc_stamp(history.gone_at)}</p>\n'


def _versions(history: History) -> Iterator[str]:
    for version, change in history.changes():
        yield f"<h2>Version {version.number}</h2>\n"
        where = escape(f"fetched {version.text('fetched_at')}, {version.segment}:{version.line}")
        yield f'<p class="quiet">{where}</p>\n'
        yield from _first(version) if change is None else _change(change)


def _first(version: Version) -> Iterator[str]:
    yield f'<p dir="auto"><strong>{escape(version.text("title"))}</strong></p>\n'
    for paragraph in version.text("text").split("\n\n"):
        yield f'<p dir="auto">{escape(paragraph)}</p>\n'


def _change(change: Change) -> Iterator[str]:
    if change.fields:
        rows = (
            f'<dt>{escape(name)}</dt><dd dir="auto">{_marked(pieces)}</dd>\n' for name, pieces in change.fields.items()
        )
        yield f"<dl>\n{''.join(rows)}</dl>\n"
    for part in change.text:
        if isinstance(part, Folded):
            yield f'<p class="quiet">… {folded_words(part)} …</p>\n'
        else:
            yield f'<p dir="auto">{_marked(part)}</p>\n'


def _marked(pieces: Pieces) -> str:
    return "".join(
        f"<{tag}>{escape(piece.text)}</{tag}>" if (tag := TAGS[piece.mark]) else escape(piece.text) for piece in pieces
    )
