"""What a right crawl of the demo site yields (expected.toml), and how far records are from it."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("expected.toml")


@dataclass(frozen=True, slots=True)
class ExpectedArticle:
    """One article. `paragraphs` are the beginnings of its paragraphs, `ends` the end of the last one."""

    path: str
    title: str
    authors: tuple[str, ...]
    date_published: str
    section: str
    paragraphs: tuple[str, ...]
    ends: str
    related: tuple[tuple[str, str], ...]
    date_modified: str | None = None
    language: str = "en"
    image: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """All of it. `never` are words that no record's text may hold; `rejects` gives path and reason."""

    articles: Mapping[str, ExpectedArticle]
    never: tuple[str, ...]
    rejects: Mapping[str, str]


def read_expected(path: Path = FILE) -> Expected:
    """The expectations in `path`."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    articles = [_article(entry) for entry in raw["article"]]
    return Expected({article.path: article for article in articles}, tuple(raw["never"]), raw["rejects"])


def differences(
    article: ExpectedArticle, record: Mapping[str, Any], base: str, never: Iterable[str], *, text_only: bool = False
) -> list[str]:
    """What is wrong with `record` of a site at `base`, a line each; none when it is right.

    `text_only` leaves out what another theme or installation has its own ways with: section, image, dates, authors.
    """
    paragraphs = record["text"].split("\n\n")
    found = [f"text holds {words!r}" for words in never if words in record["text"]]
    found += _unequal("title", record["title"], article.title)
    found += _paragraphs(paragraphs, article.paragraphs)
    if not record["text"].endswith(article.ends):
        found.append(f"text ends {record['text'][-40:]!r}, not {article.ends!r}")
    related = [(entry["title"], entry["url"] or "") for entry in record["related"]]
    found += _unequal("related", related, [(title, path and base + path) for title, path in article.related])
    if text_only:
        return found
    for name in ("date_published", "section", "language"):
        found += _unequal(name, _day_or_moment(record[name]), _day_or_moment(getattr(article, name)))
    found += _unequal("authors", tuple(record["authors"]), article.authors)
    if article.date_modified:
        found += _unequal(
            "date_modified", _day_or_moment(record["date_modified"]), _day_or_moment(article.date_modified)
        )
    if article.image and article.image not in [(image["caption"], image["credit"]) for image in record["images"]]:
        found.append(f"images are {record['images']!r}, without {article.image!r}")
    return found


def _paragraphs(found: Sequence[str], expected: Sequence[str]) -> list[str]:
    if len(found) != len(expected):
        return [f"{len(found)} paragraphs, not {len(expected)}: {[text[:40] for text in found]!r}"]
    pairs = zip(found, expected, strict=True)
    return [f"a paragraph begins {text[:60]!r}, not {start!r}" for text, start in pairs if not text.startswith(start)]


def _unequal(name: str, found: object, expected: object) -> list[str]:
    return [] if found == expected else [f"{name} is {found!r}, not {expected!r}"]


def _day_or_moment(value: str | None) -> str | None:
    # The zone of UTC has two spellings.
    return value.replace("Z", "+00:00") if value and value[:2] == "20" else value


def _article(raw: Mapping[str, Any]) -> ExpectedArticle:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    values["related"] = tuple((title, path) for title, path in raw["related"])
    return ExpectedArticle(**values)
