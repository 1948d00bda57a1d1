"""Why a page gives what it gives: each of its blocks with one answer, and each field with its reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.extract.article import Steps, read_in_steps, removed_rules
from crawler.extract.blocks import Block, Blocks, Part
from crawler.extract.body import REFUSED
from crawler.extract.furniture import RULE as MEMORY_RULE
from crawler.extract.memory import NO_MEMORY, SiteMemory
from crawler.extract.trees import block_trees
from crawler.extract.trim import RULES
from crawler.items import Article, Page, Rejected
from crawler.profiles.model import SiteProfile
from crawler.record import record_of

# What decided about a block: it is in the text; a rule of the profile; an element or name of the page's structure
# ("nav"); where it stands and what it says (RULES of trim.py); what the site has taught; the block trees, against the
# vote; the vote, and the trees did not object; or the page was turned away before its text was sought.
By = Literal["text", "profile", "structure", "place", "memory", "trees", "vote", "reject"]

NOT_VOTED = "not_voted_for"

# What a page decides of its record. The rest of a record says how it was fetched.
FIELDS = (
    "url", "publisher", "title", "description", "authors", "section", "tags", "language", "date_published",
    "date_published_raw", "date_modified", "date_modified_raw", "images", "related", "license",
    "is_accessible_for_free", "robots", "tdm_reservation", "tdm_policy", "word_count",
)  # fmt: skip

KINDS = {"p": "paragraph", "li": "list item", "quote": "quote", "cell": "table cell", "pre": "preformatted"}


@dataclass(frozen=True, slots=True)
class ExplainedBlock:
    """One block of the page with its answer. `rule` is empty for what is in the text.

    `probability` is how sure the block trees are that it belongs to the article, None for one that they did not see.
    `against` is the feature that spoke most against a block that they saw and that is not in the text: of every
    paragraph of prose, and of all that stands between the first and the last block of the text.
    """

    kind: str
    text: str
    words: int
    is_prose: bool
    by: By
    rule: str = ""
    probability: float | None = None
    against: str | None = None

    @property
    def is_kept(self) -> bool:
        """Whether it is in the text; of a page that is rejected, whether it would be."""
        return self.by == "text"


@dataclass(frozen=True, slots=True)
class ExplainedField:
    """A field of the record as a value for JSON, and what read it (None where nothing is noted)."""

    name: str
    value: object
    reader: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a page gives what it gives. `rejected` is None for an article, whose `fields` are those of FIELDS.

    `further_pages` are the URLs where the article goes on; what stands there is not in here. `is_cut` is set when
    the page was too big to be read to its end.
    """

    url: str
    site: str
    rejected: Rejected | None
    blocks: tuple[ExplainedBlock, ...]
    fields: tuple[ExplainedField, ...]
    further_pages: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def kept_words(self) -> int:
        return sum(block.words for block in self.blocks if block.is_kept)

    @property
    def removed_words(self) -> int:
        return sum(block.words for block in self.blocks if not block.is_kept)

    def field(self, name: str) -> object:
        """The value of a field; None when there is none."""
        return next((field.value for field in self.fields if field.name == name), None)


def explain(page: Page, profile: SiteProfile, memory: SiteMemory = NO_MEMORY) -> Explanation:
    """Why `page` gives what `read_article` makes of it under `profile` and `memory`. Raises RetryLater as that does."""
    steps = Steps()
    reading = read_in_steps(page, profile, memory, steps)
    rejected = reading.outcome if isinstance(reading.outcome, Rejected) else None
    article = reading.outcome if isinstance(reading.outcome, Article) else None
    return Explanation(
        url=reading.outcome.url,
        site=profile.name,
        rejected=rejected,
        blocks=_Answers(steps, profile, rejected).blocks(),
        fields=_fields(article) if article else (),
        further_pages=reading.further_pages,
        is_cut=article is not None and "html_cut" in article.extraction.rules,
    )


def _fields(article: Article) -> tuple[ExplainedField, ...]:
    record, readers = record_of(article), article.extraction.readers
    return tuple(ExplainedField(name, record[name], readers.get(name)) for name in FIELDS)


class _Answers:
    """The answers to the blocks of one page."""

    def __init__(self, steps: Steps, profile: SiteProfile, rejected: Rejected | None) -> None:
        self._page = steps.blocks or Blocks((), (), ())
        self._body = steps.body
        self._reason = rejected.reason if rejected else ""
        kept = steps.trimmed.blocks if steps.trimmed else ()
        self._kept = frozenset(block.index for block in kept)
        self._inside = range(kept[0].index, kept[-1].index) if kept else range(0)
        self._part_of = _innermost(self._page)
        self._rule_of = removed_rules(self._page, steps.trimmed, profile) if steps.trimmed else {}

    def blocks(self) -> tuple[ExplainedBlock, ...]:
        return tuple(map(self._answer, self._page.blocks))

    def _answer(self, block: Block) -> ExplainedBlock:
        by, rule = self._decision(block)
        judged = self._body.judged if self._body else None
        probability = against = None
        if judged and block.index not in self._part_of:
            probability = judged.sure[block.index]
            # For all blocks of a big page it would take minutes.
            if by in ("trees", "vote") and (block.is_good or block.index in self._inside):
                against = block_trees(judged.chooser).against(judged.rows[block.index].tolist())
        kind = f"heading {block.kind[1:]}" if block.is_heading else KINDS[block.kind]
        return ExplainedBlock(kind, block.text, block.words, block.is_good, by, rule, probability, against)

    def _decision(self, block: Block) -> tuple[By, str]:
        if block.index in self._kept:
            return "text", ""
        part, rule = self._part_of.get(block.index), self._rule_of.get(block.index)
        if part and rule in (None, part.rule):
            return ("profile" if part.of_profile else "structure"), part.rule
        if rule is None:
            return ("vote", NOT_VOTED) if self._body else ("reject", self._reason)
        if rule.startswith(REFUSED):
            return "trees", rule
        if rule == MEMORY_RULE:
            return "memory", rule
        # Beside the rules of trim.py: a label or line of the profile, or a selector of it around a smaller part.
        return ("place" if rule in RULES else "profile"), rule


def _innermost(page: Blocks) -> Mapping[int, Part]:
    """By block, the smallest part that holds it."""
    part_of: dict[int, Part] = {}
    for part in page.parts:  # a part stands behind those inside it
        for index in range(part.start, part.stop):
            part_of.setdefault(index, part)
    return part_of
