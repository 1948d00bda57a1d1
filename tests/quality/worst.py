"""The pages on which extraction does worst, and what differs there."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from crawler.extract.words import word_count
from tests.quality.halves import half_of
from tests.quality.scorer import PageScore, squeezed

SHORTENED = 90  # characters of a line that is shown
LINES_SHOWN = 12  # of a kind, for each page
NEAR = 0.5  # a line is in the other text when this share of its runs of words is
RUN = 4  # words

SCORES: dict[str, Callable[[PageScore], float | None]] = {
    "body": lambda page: page.body,
    "segments": lambda page: page.segments,
    "title": lambda page: page.title,
    "authors": lambda page: page.authors,
    "day": lambda page: page.day,
}
BODY_SCORES = ("body", "segments")  # those that hang on the block trees


def worst_lines(pages: Sequence[PageScore], figure: str, count: int) -> Iterator[str]:
    """The `count` pages with the lowest scores in `figure` (a name in SCORES), and under each what differs.

    A page without loss is left out.
    """
    of = SCORES[figure]
    scored = sorted((score, page.gold.id, page) for page in pages if (score := of(page)) is not None)
    lossy = [(score, page) for score, _, page in scored if score < 1]
    for score, page in lossy[:count]:
        rejected = f"  rejected: {page.found.rejected}" if page.found.rejected else ""
        yield f"{page.gold.id}  {page.gold.host} ({half_of(page.gold.host)} half)  {score:.3f}{rejected}"
        yield f"  {page.gold.url}"
        yield from (f"  {line}" for line in _differences(page, figure))
    whole = sum(1 - score for score, _ in lossy)
    share = sum(1 - score for score, _ in lossy[:count]) / whole if whole else 0.0
    yield f"{figure}: {len(lossy)} of {len(scored)} pages lose something, those above {share:.0%} of it"


def foreign_lines(gold: str, text: str) -> list[str]:
    """The lines of `text` that are not in `gold`, in their order."""
    known = Counter(_runs(gold))
    return [line for line in text.split("\n") if (runs := _runs(line)) and _share(runs, known) < NEAR]


def _differences(page: PageScore, figure: str) -> Iterator[str]:
    gold, found = page.gold, page.found
    match figure:
        case "body":
            body = "\n".join(gold.paragraphs)
            yield f"words: {word_count(found.text)}, gold {word_count(body)}"
            yield from _some("+", foreign_lines(body, found.text))
            yield from _some("-", foreign_lines(found.text, body))
        case "segments":
            text = squeezed(found.text)
            yield from _some("+", [part for part in gold.outside if squeezed(part) in text])
            yield from _some("-", [part for part in gold.inside if squeezed(part) not in text])
        case "title":
            yield from _both(found.title, gold.title or "", found.readers.get("title"))
        case "authors":
            yield from _both(", ".join(found.authors), ", ".join(gold.authors or ()), found.readers.get("authors"))
        case "day":
            yield from _both(found.day, gold.day or "", found.readers.get("date_published"))
        case other:
            raise ValueError(f"no such figure: {other}")


def _some(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines[:LINES_SHOWN]:
        yield f"{sign} {line[:SHORTENED]}{'…' if len(line) > SHORTENED else ''}"
    if len(lines) > LINES_SHOWN:
        yield f"{sign} and {len(lines) - LINES_SHOWN} more"


def _both(ours: str, gold: str, reader: str | None) -> Iterator[str]:
    yield f"ours ({reader or 'no reader'}): {ours}"
    yield f"gold: {gold}"


def _runs(text: str) -> list[tuple[str, ...]]:
    """The runs of words of each line, whole lines when they are shorter; across lines there are none."""
    found = []
    for line in unicodedata.normalize("NFKC", text).casefold().split("\n"):
        words = re.findall(r"\w+", line)
        if words:
            found += [tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))]
    return found


def _share(runs: Sequence[tuple[str, ...]], known: Counter[tuple[str, ...]]) -> float:
    return sum(run in known for run in runs) / len(runs)
