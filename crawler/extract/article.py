"""From one page to its record: the steps of extraction in their order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version

from crawler import __version__
from crawler.bounds import DEFAULT, Bounds
from crawler.dates import utc_stamp
from crawler.errors import TooLarge, Undecodable
from crawler.extract.blocks import Blocks, read_blocks
from crawler.extract.body import Body, read_body
from crawler.extract.document import Document, EmptyPage, NotHtml, read_document
from crawler.extract.furniture import without_furniture
from crawler.extract.further import first_page, further_pages, refresh_target
from crawler.extract.images import body_images, merged, split_credit
from crawler.extract.kinds import kind_before_text, kind_by_text, read_signals
from crawler.extract.language import language_of
from crawler.extract.links import base_of
from crawler.extract.memory import NO_MEMORY, SiteMemory
from crawler.extract.metadata import Metadata, read_metadata
from crawler.extract.metadata.license_names import named_license
from crawler.extract.metadata.robots_directives import robots_directives
from crawler.extract.related import Pointers
from crawler.extract.render import as_markdown, as_text
from crawler.extract.rules import compiled
from crawler.extract.signature import signature_of_words
from crawler.extract.trim import Trimmed, trim
from crawler.extract.twins import twin_target
from crawler.extract.words import article_id, folded, hash_of_words, word_count
from crawler.items import SCHEMA_VERSION, Article, Extraction, Image, Page, Reading, Rejected, Removed
from crawler.profiles.model import SiteProfile
from crawler.urls import canonical_url

HTTP_ERROR = 400
MAX_REMOVED_TEXT = 300  # characters, as the record says
MAX_REMOVED = 200  # lines listed in a record


@dataclass(frozen=True, slots=True)
class _NoArticle(Exception):
    """The page gives no record."""

    reason: str
    detail: str
    refresh_url: str | None = None


@dataclass(slots=True)
class Steps:
    """What the steps of one reading came to, as far as they went; an explanation is made of it.

    It is filled while they go: of a page that is turned away on the way there would be nothing else to tell.
    """

    blocks: Blocks | None = None
    body: Body | None = None
    trimmed: Trimmed | None = None
    article_url: str | None = None
    robots: tuple[str, ...] = ()


def read_article(page: Page, profile: SiteProfile, memory: SiteMemory = NO_MEMORY, bounds: Bounds = DEFAULT) -> Reading:
    """What `page` says under `profile`: an article or a reject with its reason, and where it leads.

    Lines that `memory` knows as the site's furniture leave the text.

    Raises RetryLater when the body was cut off and TooLargeForNow as `bounds` have it, and nothing else: a page that
    cannot be read is a reject.
    """
    return read_in_steps(page, profile, memory, Steps(), bounds)


def read_in_steps(
    page: Page, profile: SiteProfile, memory: SiteMemory, steps: Steps, bounds: Bounds = DEFAULT
) -> Reading:
    """As `read_article`, with what each step came to in `steps`, which is to be new."""
    steps.robots = robots_directives((), (value for name, value in page.headers if name == "x-robots-tag"))
    return replace(_answered(page, profile, memory, steps, bounds), robots=steps.robots)


def _answered(page: Page, profile: SiteProfile, memory: SiteMemory, steps: Steps, bounds: Bounds) -> Reading:
    try:
        return _read(page, profile, memory, steps, bounds)
    except _NoArticle as no:
        reject = _rejected(page, profile, no.reason, no.detail)
        return Reading(reject, refresh_url=no.refresh_url, article_url=steps.article_url)
    except NotHtml as error:
        return Reading(_rejected(page, profile, "not_html", str(error)))
    except EmptyPage:
        return Reading(_rejected(page, profile, "empty", f"{len(page.body)} bytes"))
    except TooLarge as error:
        return Reading(_rejected(page, profile, "too_large", str(error)))
    except Undecodable as error:
        return Reading(_rejected(page, profile, "undecodable", str(error)))
    except RecursionError:
        return Reading(_rejected(page, profile, "unreadable", "nested too deeply"))


def _read(page: Page, profile: SiteProfile, memory: SiteMemory, steps: Steps, bounds: Bounds) -> Reading:
    if page.status >= HTTP_ERROR:
        raise _NoArticle(f"http_{page.status // 100}xx", f"status {page.status}")
    document = read_document(page, bounds)
    tree = document.tree
    base = base_of(tree, page.url)
    if target := refresh_target(tree, base, page.url):
        raise _NoArticle("moved", f"meta refresh to {target}", target)
    steps.article_url = twin_target(tree, base, page.url) or first_page(tree, base, page.url)
    metadata = read_metadata(tree, page, profile)
    steps.robots = metadata.robots
    further = further_pages(tree, base, page.url)
    rules = compiled(profile.boilerplate)
    steps.blocks = blocks = read_blocks(tree, rules.drops(tree))
    signals = read_signals(tree, blocks, page.url, metadata)
    if kind := kind_before_text(signals):
        raise _NoArticle(*kind)
    steps.body = body = read_body(tree, blocks, metadata)
    pointers = Pointers(base, page.url, profile.refuse, rules)
    untaught = trim(body, blocks, pointers, metadata.title, metadata.authors)
    steps.trimmed = trimmed = without_furniture(untaught, memory)
    text = as_text(trimmed.blocks)
    is_wordpress = "wordpress" in profile.lineage
    if kind := kind_by_text(signals, blocks, trimmed.blocks, is_wordpress=is_wordpress):
        raise _NoArticle(*kind)
    article = _article(page, profile, document, metadata, blocks, body, trimmed, text, base)
    extraction = replace(article.extraction, memory=memory.digest)
    text_untaught = "" if trimmed is untaught else as_text(untaught.blocks)
    return Reading(
        replace(article, extraction=extraction, text_untaught=text_untaught), further, article_url=steps.article_url
    )


def _article(
    page: Page, profile: SiteProfile, document: Document, metadata: Metadata, blocks: Blocks, body: Body,
    trimmed: Trimmed, text: str, base: str,
) -> Article:  # fmt: skip
    first, last = trimmed.blocks[0], trimmed.blocks[-1]
    pictures = list(body_images(blocks, first.index, last.index + 1, base))
    removed = _removed(blocks, trimmed, profile)
    license_name, license_reader = _license(metadata, blocks, trimmed)
    rules = tuple(dict.fromkeys(line.rule for line in removed)) + (("html_cut",) if document.is_cut else ())
    language = language_of(text, metadata.language or profile.language)
    words = folded(text)
    return Article(
        schema_version=SCHEMA_VERSION,
        id=article_id(page.url),
        version=1,
        url=canonical_url(page.url),
        requested_url=page.requested_url,
        site=profile.name,
        publisher=metadata.publisher or profile.title,
        title=metadata.title,
        description=metadata.description,
        text=text,
        word_count=word_count(text),
        authors=metadata.authors,
        section=metadata.section,
        tags=metadata.tags,
        language=language.tag,
        images=_credited(merged(metadata.images, pictures), removed),
        related=trimmed.related,
        date_published=metadata.date_published,
        date_modified=metadata.date_modified,
        date_published_raw=metadata.date_published_raw,
        date_modified_raw=metadata.date_modified_raw,
        license=license_name,
        is_accessible_for_free=metadata.is_accessible_for_free,
        robots=metadata.robots,
        tdm_reservation=metadata.tdm_reservation,
        tdm_policy=metadata.tdm_policy,
        content_hash=hash_of_words(words),
        duplicate_of=None,
        changed=(),
        fetched_at=utc_stamp(page.fetched_at),
        status=page.status,
        found_via=None,
        archive=None,
        extraction=Extraction(
            extractor=_extractor(),
            profile=profile.name,
            rules=rules,
            removed=removed,
            readers={**metadata.readers, **license_reader, "text": body.judged.chooser if body.judged else "place"},
            language_score=language.score,
            other_languages=language.others,
        ),
        markdown=as_markdown(trimmed.blocks, base),
        signature=signature_of_words(words),
    )


def _removed(blocks: Blocks, trimmed: Trimmed, profile: SiteProfile) -> tuple[Removed, ...]:
    rule_of = removed_rules(blocks, trimmed, profile)
    lines = [Removed(rule_of[index], blocks.blocks[index].line[:MAX_REMOVED_TEXT]) for index in sorted(rule_of)]
    return tuple(lines[:MAX_REMOVED])


def removed_rules(blocks: Blocks, trimmed: Trimmed, profile: SiteProfile) -> dict[int, str]:
    """By block, the rule that took it: the profile's wherever they stand, those of the page's structure in the text."""
    named = {rule.name for rule in profile.boilerplate.selectors}
    first, last = (trimmed.blocks[0].index, trimmed.blocks[-1].index) if trimmed.blocks else (0, 0)
    rule_of = dict(trimmed.removed)
    for part in blocks.parts:
        for index in range(part.start, part.stop):
            if part.rule in named or first < index < last:
                rule_of.setdefault(index, part.rule)
    return rule_of


def _license(metadata: Metadata, blocks: Blocks, trimmed: Trimmed) -> tuple[str | None, dict[str, str]]:
    """The licence with its reader: what the page's markup says, else a notice outside the text, else the profile's."""
    if metadata.license and metadata.readers.get("license") != "profile":
        return metadata.license, {}
    text = {block.index for block in trimmed.blocks}
    for block in blocks.blocks:
        if block.index not in text and (name := named_license(block.text)):
            return name, {"license": "notice"}
    return metadata.license, {}


def _credited(images: tuple[Image, ...], removed: Sequence[Removed]) -> tuple[Image, ...]:
    """The lead image with the credit that stood as a line of its own ("[Jane Miller/Example Agency]")."""
    if not images or images[0].credit:
        return images
    for line in removed:
        caption, credit = split_credit(line.text)
        if credit:
            return (replace(images[0], credit=credit, caption=images[0].caption or caption), *images[1:])
    return images


def _rejected(page: Page, profile: SiteProfile, reason: str, detail: str) -> Rejected:
    return Rejected(
        url=page.url, requested_url=page.requested_url, site=profile.name, reason=reason, detail=detail[:300],
        fetched_at=utc_stamp(page.fetched_at), status=page.status,
    )  # fmt: skip


@cache
def _extractor() -> str:
    return f"newskeep {__version__}, trafilatura {version('trafilatura')}"
