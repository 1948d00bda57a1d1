import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.cli.coverage import Coverage
from crawler.cli.explain_html import HtmlView
from crawler.cli.explain_text import TextView, plain_lines
from crawler.cli.explain_writer import ExplainWriter, format_of
from crawler.cli.explained import ExplainedPage, Fold, folded, json_of, value_text, why
from crawler.errors import UsageError
from crawler.extract.explain import Explanation
from crawler.profiles.model import Expectations
from tests.cli.explained_pages import UNREADABLE, explained, hostile_page
from tests.extract.pages import PARAGRAPHS, story

MENU = "".join(f'<li><a href="/{word}/">{word}</a></li>' for word in ("World", "Sport", "Money", "Culture"))


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def html_of(*pages: ExplainedPage) -> str:
    view, coverage = HtmlView("A check"), Coverage()
    for page in pages:
        view.page(page)
        coverage.note(page)
    return view.html(coverage)


def test_plain_lines_mark_what_is_kept_and_name_the_rule_of_what_went() -> None:
    page = explained(story("<aside>Win a boat trip</aside>", before=f"<nav><ul>{MENU}</ul></nav>"))

    lines = list(plain_lines(page))

    assert lines[0] == "== page.html"
    assert "title: Harbour reopens after the storm (h1)" in lines
    assert "authors: -" in lines
    assert [line for line in lines if line.startswith("+ ")] == [f"+ {text}" for text in PARAGRAPHS]
    assert "- headline: # Harbour reopens after the storm" in lines
    assert "- aside: Win a boat trip" in lines
    assert any(re.fullmatch(r"… \d+ blocks, \d+ words: nav \d+", line) for line in lines)


def test_long_runs_that_nobody_took_for_text_are_folded_and_prose_is_not() -> None:
    lost = "<div><p>The ferry company said in the evening that all of its boats would sail on Sunday again.</p></div>"
    page = explained(story(before=f"<nav><ul>{MENU}</ul></nav>", after=lost + f"<footer><ul>{MENU}</ul></footer>"))
    assert isinstance(page.outcome, Explanation)

    parts = list(folded(page.outcome))

    folds = [part for part in parts if isinstance(part, Fold)]
    assert all(not block.is_kept for fold in folds for block in fold.blocks)
    shown = [part.text for part in parts if not isinstance(part, Fold)]
    assert [text for text in shown if text in PARAGRAPHS] == list(PARAGRAPHS)
    assert any(text.startswith("The ferry company") for text in shown)
    blocks = [block for part in parts for block in (part.blocks if isinstance(part, Fold) else (part,))]
    assert blocks == list(page.outcome.blocks)


def test_a_terminal_gets_colours_and_fits_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = Terminal()

    TextView(out).page(explained(story()))

    assert "\x1b[32m" in out.getvalue()
    assert "\x1b[31m- headline" in out.getvalue()
    lines = re.sub(r"\x1b\[[\d;]*m", "", out.getvalue()).splitlines()
    assert max(map(len, lines)) <= 60
    assert len([line for line in lines if line.startswith("+")]) == len(PARAGRAPHS)


def test_a_reader_that_went_away_is_no_failure_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(Terminal):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)

    with pytest.raises(BrokenPipeError):
        TextView(Closed()).page(explained(story()))


def test_no_color_means_marks_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    out = Terminal()

    TextView(out).page(explained(story()))

    assert "\x1b" not in out.getvalue()
    assert f"+ {PARAGRAPHS[0]}\n" in out.getvalue()


def test_what_a_page_holds_never_becomes_markup_nor_reaches_the_terminal() -> None:
    page = hostile_page()

    html, text = html_of(page), "\n".join(plain_lines(page))

    assert "alert(1)" in html
    assert set(re.findall(r"<(\w+)", html)) <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "a", "table", "tr", "th", "td", "span",
        "section", "div", "dl", "dt", "dd", "details", "summary",
    }  # fmt: skip
    assert not re.search(r"<[^>]*\son\w+=", html)
    assert "default-src &#x27;none&#x27;; style-src &#x27;sha256-" in html
    assert re.findall(r'(?:src|href)="([^"#]+)"', html) == [
        "https://daily.example/20240312-harbour-reopens-after-the-storm/"
    ]
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_the_page_has_an_index_with_counts_and_a_section_a_page() -> None:
    rejected = explained(story(body_class="error404", head="<title>Not found</title>"), name="gone.html")

    html = html_of(explained(story()), rejected, UNREADABLE)

    rows = re.findall(r'<a href="#page-(\d)">([^<]*)</a></td><td class="number">(\d*)</td>', html)
    assert [(number, title) for number, title, _ in rows] == [
        ("1", "Harbour reopens after the storm"),
        ("2", "gone.html"),
        ("3", "none.html"),
    ]
    assert int(rows[0][2]) == sum(len(text.split()) for text in PARAGRAPHS)
    assert "No article: soft_404" in html
    assert "No article: unreadable: No such file or directory: none.html" in html
    assert html.count("<section") == 3
    assert html.count('class="block kept"') == len(PARAGRAPHS)


def test_a_line_of_json_holds_every_block_with_its_answer() -> None:
    value = json.loads(json_of(explained(story())))

    assert value["kept_words"] == sum(len(text.split()) for text in PARAGRAPHS)
    assert (value["removed_words"], value["passed_over_words"]) == (5, 7)
    assert value["fields"]["title"]["value"] == "Harbour reopens after the storm"
    assert [block["text"] for block in value["blocks"] if block["kept"]] == list(PARAGRAPHS)
    assert {"kept", "by", "rule", "kind", "words", "probability", "against", "text"} == set(value["blocks"][0])
    assert json.loads(json_of(UNREADABLE)) == {
        "id": "none.html",
        "rejected": "unreadable",
        "detail": "No such file or directory: none.html",
    }


def test_coverage_counts_fields_by_reader_and_holds_them_against_the_profile() -> None:
    out = io.StringIO()
    writer = ExplainWriter(out, "text", "A check", Expectations(filled=(("authors", 0.5), ("title", 1.0))))

    for page in (explained(story()), explained(story(head='<meta name="author" content="Jane Miller">')), UNREADABLE):
        writer.page(page)
    writer.close(with_coverage=True)

    coverage = writer.coverage
    assert (coverage.pages, coverage.articles, coverage.failures) == (3, 2, {"unreadable": 1})
    assert (coverage.filled["title"], coverage.filled["authors"]) == (2, 1)
    assert coverage.short() == frozenset()
    assert re.search(r"^authors +1 of 2  50% +\w+ 1$", out.getvalue(), re.MULTILINE)
    assert out.getvalue().endswith("3 pages, 2 articles\nnot read: unreadable 1\n")


def test_a_field_below_its_share_is_short() -> None:
    coverage = Coverage(Expectations(filled=(("authors", 0.5),)))

    coverage.note(explained(story()))

    assert coverage.short() == {"authors"}


def test_values_are_told_in_one_line() -> None:
    assert value_text([{"url": "https://daily.example/a.jpg", "caption": None, "credit": "Jane"}, "b"]) == (
        "https://daily.example/a.jpg, Jane; b"
    )
    assert (value_text(None), value_text(False), value_text(7)) == ("", "no", "7")


def test_what_took_a_block_is_told_in_few_words() -> None:
    page = explained(story())
    assert isinstance(page.outcome, Explanation)
    block = page.outcome.blocks[0]

    assert why(replace(block, rule="nav")) == "nav"
    assert why(replace(block, rule="unlike_text:words", against="words")) == "unlike_text:words"
    assert why(replace(block, rule="not_voted_for", against="words")) == "not_voted_for (words)"
    assert why(replace(block, rule="not_voted_for", against="voted")) == "not_voted_for"


def test_the_format_is_what_was_asked_for_else_that_of_the_files_ending() -> None:
    assert format_of(None, None) == "text"
    assert format_of(None, Path("check.HTML")) == "html"
    assert format_of("jsonl", Path("check.html")) == "jsonl"
    with pytest.raises(UsageError, match="an explanation has no format markdown: text, html, jsonl"):
        format_of("markdown", None)
