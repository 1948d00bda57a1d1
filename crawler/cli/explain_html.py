"""Explained pages as one page of HTML: an index, then each page's fields and blocks."""

from collections.abc import Iterator
from html import escape

from crawler.cli.coverage import Coverage
from crawler.cli.explain_text import about
from crawler.cli.explained import ExplainedPage, Fold, folded, shown_fields, sureness, value_text, why, words_of
from crawler.cli.html_page import link_to, standalone
from crawler.extract.explain import ExplainedBlock, Explanation

STYLE = """
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 84rem; font: 1rem/1.5 system-ui, sans-serif;
  color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0; }
a { color: inherit; }
section { margin-top: 2.5rem; padding-top: 1.25rem; border-top: 3px solid var(--line); }
.quiet, .why { color: var(--quiet); font-size: .85rem; }
.quiet { margin: .2rem 0; }
.bad { color: var(--out); }
.good { color: var(--in); }
.verdict { background: var(--out-paper); color: var(--out); padding: .4rem .6rem; border-radius: .2rem; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: normal; }
td[dir] { overflow-wrap: anywhere; }
th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.sides { display: grid; grid-template-columns: minmax(0, 21rem) minmax(0, 1fr); gap: 0 2rem; }
.sides dl { margin: 1rem 0; font-size: .85rem; align-self: start; position: sticky; top: 0; max-height: 100vh;
  overflow: auto; }
dt { color: var(--quiet); margin-top: .6rem; }
dd { margin: 0; }
.blocks { margin: 1rem 0; }
.block { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: 0 .8rem; margin: .25rem 0; }
.block > .why { text-align: right; padding-top: .2rem; }
.block > p { margin: 0; padding: .15rem .6rem; border-left: .25rem solid; unicode-bidi: isolate; }
.kept > p { color: var(--in); background: var(--in-paper); }
.gone > p { color: var(--out); background: var(--out-paper); }
.gone > .why { color: var(--out); }
.heading { font-weight: 700; }
.quote { font-style: italic; }
.item::before { content: "• "; }
details { margin: .25rem 0 .25rem 12.8rem; }
details .block { margin-left: -12.8rem; }
summary { cursor: pointer; color: var(--quiet); font-size: .85rem; }
@media (max-width: 60rem) { .sides { grid-template-columns: minmax(0, 1fr); }
  .sides dl { position: static; max-height: none; } }
@media (max-width: 40rem) { .block { grid-template-columns: minmax(0, 1fr); } .block > .why { text-align: left; }
  details, details .block { margin-left: 0; } }
"""
VALUE_CHARACTERS = 1000  # of a field


class HtmlView:
    """Collects pages for `html`: their index stands above them."""

    def __init__(self, heading: str) -> None:
        self._heading = heading
        self._index: list[str] = []
        self._sections: list[str] = []

    def page(self, page: ExplainedPage) -> None:
        """Take in a page."""
        number = len(self._sections) + 1
        self._index.append(_row(page, number))
        self._sections.append("".join(_section(page, number)))

    def html(self, coverage: Coverage) -> str:
        """The whole page; all that is foreign in it is escaped."""
        head = "<tr><th></th><th>page</th><th>kept</th><th>removed</th><th>passed over</th><th>answer</th></tr>\n"
        body = (
            f"<h1>{escape(self._heading)}</h1>\n"
            + "".join(f'<p class="quiet">{escape(line)}</p>\n' for line in (*coverage.lines(), *coverage.notes))
            + f'<table id="pages">\n{head}{"".join(self._index)}</table>\n'
            + (_coverage(coverage) if coverage.articles else "")
            + "".join(self._sections)
        )
        return standalone(self._heading, STYLE, body)


def _row(page: ExplainedPage, number: int) -> str:
    verdict, outcome = page.verdict, page.outcome
    numbers = words_of(outcome) if isinstance(outcome, Explanation) else ("", "", "")
    answer = f'<span class="bad">{escape(verdict.reason)}</span>' if verdict else '<span class="good">article</span>'
    return (
        f'<tr><td class="number">{number}</td><td dir="auto"><a href="#page-{number}">{escape(page.title)}</a></td>'
        + "".join(f'<td class="number">{value}</td>' for value in numbers)
        + f"<td>{answer}</td></tr>\n"
    )


def _coverage(coverage: Coverage) -> str:
    heading, *rows = coverage.rows()
    short = coverage.short()
    head = "".join(f"<th>{escape(name)}</th>" for name in heading)
    cells = (
        f"<tr{' class=bad' if row[0] in short else ''}>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in row)
        + "</tr>\n"
        for row in rows
    )
    return f'<table id="fields">\n<tr>{head}</tr>\n{"".join(cells)}</table>\n'


def _section(page: ExplainedPage, number: int) -> Iterator[str]:
    yield f'<section id="page-{number}">\n<h2 dir="auto">{number}. {escape(page.title)}</h2>\n'
    explanation = page.outcome if isinstance(page.outcome, Explanation) else None
    addresses = dict.fromkeys((page.name, explanation.url) if explanation else (page.name,))
    yield from (f'<p class="quiet">{link_to(address)}</p>\n' for address in addresses)
    if verdict := page.verdict:
        yield f'<p class="verdict">No article: {escape(verdict.reason)}: {escape(verdict.detail)}</p>\n'
    if explanation:
        yield from (f'<p class="quiet">{escape(line)}</p>\n' for line in about(explanation))
        yield '<div class="sides">\n' if explanation.fields else "<div>\n"
        yield from _fields(explanation)
        yield '<div class="blocks">\n'
        for part in folded(explanation):
            if isinstance(part, Fold):
                inner = "".join(map(_block, part.blocks))
                yield f"<details><summary>{escape(str(part))}</summary>\n{inner}</details>\n"
            else:
                yield _block(part)
        yield "</div>\n</div>\n"
    yield '<p class="quiet"><a href="#pages">up</a></p>\n</section>\n'


def _fields(explanation: Explanation) -> Iterator[str]:
    if not explanation.fields:
        return
    yield "<dl>\n"
    for field in shown_fields(explanation):
        text = value_text(field.value)
        shown = escape(text if len(text) <= VALUE_CHARACTERS else f"{text[:VALUE_CHARACTERS]}…")
        reader = f" · {escape(field.reader)}" if field.reader else ""
        yield f"<dt>{escape(field.name)}{reader}</dt>"
        yield f'<dd dir="auto">{shown}</dd>\n' if text else '<dd class="bad">nothing</dd>\n'
    yield "</dl>\n"


def _block(block: ExplainedBlock) -> str:
    reason = why(block) or "kept"
    named = {"profile": f"rule {reason}", "structure": f"part {reason}"}.get(block.by, reason)
    sure = sureness(block)
    told = " · ".join(part for part in ("" if block.kind == "paragraph" else block.kind, named, sure) if part)
    look = (
        "heading" if block.kind.startswith("heading") else {"quote": "quote", "list item": "item"}.get(block.kind, "")
    )
    return (
        f'<div class="block {"kept" if block.is_kept else "gone"}"><div class="why">{escape(told)}</div>'
        f'<p dir="auto"{f" class={look}" if look else ""}>{escape(block.text)}</p></div>\n'
    )
