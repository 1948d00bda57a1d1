"""Pages with why they give what they give, and what all views of them share."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from crawler.cli.page_answer import NoArticle
from crawler.extract.explain import ExplainedBlock, ExplainedField, Explanation
from crawler.record import json_line

# Blocks in a row that nobody took for text are told of in one line: outside of the text, where menus and footers
# stand, and inside of it, where a reader wants to see what is missing.
FOLD_OUTSIDE = 3
FOLD_INSIDE = 12

# Fields that a view shows also when the page has none.
WANTED = (
    "title", "description", "authors", "section", "tags", "language", "date_published", "date_modified", "publisher",
    "images",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExplainedPage:
    """A page under the name that a person knows it by (a path or URL); NoArticle when there was no page to explain."""

    name: str
    outcome: Explanation | NoArticle

    @property
    def verdict(self) -> NoArticle | None:
        """Why it gave no article; None when it gave one."""
        if isinstance(self.outcome, NoArticle):
            return self.outcome
        rejected = self.outcome.rejected
        return NoArticle(rejected.reason, rejected.detail) if rejected else None

    @property
    def title(self) -> str:
        """Its article's title, else its name."""
        title = self.outcome.field("title") if isinstance(self.outcome, Explanation) else None
        return title if isinstance(title, str) else self.name


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks in a row that nobody took for text."""

    blocks: tuple[ExplainedBlock, ...]

    def __str__(self) -> str:
        rules = Counter(block.rule for block in self.blocks)
        words = sum(block.words for block in self.blocks)
        names = ", ".join(f"{rule} {count}" for rule, count in rules.most_common())
        return f"{len(self.blocks)} blocks, {counted(words, 'word')}: {names}"


def folded(explanation: Explanation) -> Iterator[ExplainedBlock | Fold]:
    """The blocks in their order, long runs of those that nobody took for text folded."""
    kept = [number for number, block in enumerate(explanation.blocks) if block.is_kept]
    first, last = (kept[0], kept[-1]) if kept else (0, -1)
    numbered = enumerate(explanation.blocks)
    for (is_quiet, is_inside), group in groupby(
        numbered, key=lambda one: (is_passed_over(one[1]), first < one[0] < last)
    ):
        blocks = tuple(block for _, block in group)
        if is_quiet and len(blocks) >= (FOLD_INSIDE if is_inside else FOLD_OUTSIDE):
            yield Fold(blocks)
        else:
            yield from blocks


def words_of(explanation: Explanation) -> tuple[int, int, int]:
    """How many words are kept, how many were removed, and how many stand in blocks that nobody took for text."""
    passed_over = sum(block.words for block in explanation.blocks if not block.is_kept and is_passed_over(block))
    return explanation.kept_words, explanation.removed_words - passed_over, passed_over


def shown_fields(explanation: Explanation) -> list[ExplainedField]:
    """The fields that a person wants to see: those that are filled, and those of WANTED."""
    return [field for field in explanation.fields if field.name in WANTED or field.value not in (None, "", [], ())]


def why(block: ExplainedBlock) -> str:
    """What took the block, in a few words: "unlike_text:link_share", "not_voted_for (link_share)"; "" for what is kept.

    In brackets stands what spoke most against it beside that it was not voted for.
    """
    is_told = block.against in (None, "voted") or block.rule.endswith(f":{block.against}")
    return block.rule if is_told else f"{block.rule} ({block.against})"


def sureness(block: ExplainedBlock) -> str:
    """How sure the trees are that it belongs to the article: "93%"; "" where they were not asked."""
    return "" if block.probability is None else f"{block.probability:.0%}"


def value_text(value: object) -> str:
    """A field's value in one line, "" for none."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return "; ".join(map(value_text, value))
        case Mapping():
            return ", ".join(text for text in map(value_text, value.values()) if text)
        case other:
            return str(other)


def counted(number: int, noun: str) -> str:
    """ "1 word", "12 words"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def json_of(page: ExplainedPage) -> str:
    """The page as one line of JSON, without its line feed."""
    verdict = page.verdict
    about: dict[str, object] = {"id": page.name}
    if verdict:
        about |= {"rejected": verdict.reason, "detail": verdict.detail}
    if isinstance(page.outcome, NoArticle):
        return json_line(about)
    explanation = page.outcome
    kept, removed, passed_over = words_of(explanation)
    return json_line(
        {
            **about,
            "url": explanation.url,
            "profile": explanation.site,
            "kept_words": kept,
            "removed_words": removed,
            "passed_over_words": passed_over,
            "is_cut": explanation.is_cut,
            "further_pages": list(explanation.further_pages),
            "fields": {field.name: {"value": field.value, "reader": field.reader} for field in explanation.fields},
            "blocks": [_json_block(block) for block in explanation.blocks],
        }
    )


def _json_block(block: ExplainedBlock) -> Mapping[str, object]:
    return {
        "kept": block.is_kept,
        "by": block.by,
        "rule": block.rule or None,
        "kind": block.kind,
        "words": block.words,
        "probability": None if block.probability is None else round(block.probability, 3),
        "against": block.against,
        "text": block.text,
    }


def is_passed_over(block: ExplainedBlock) -> bool:
    """Whether nobody took it for text: it is in a part that went as a whole, or not voted for and no prose."""
    return block.probability is None or (block.by == "vote" and not block.is_prose)
