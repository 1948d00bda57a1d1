"""An article on several pages as one record."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawler.extract.images import merged
from crawler.extract.language import language_of
from crawler.extract.signature import signature_of_words
from crawler.extract.words import folded, hash_of_words, word_count
from crawler.items import Article


def join_pages(first: Article, rest: Sequence[Article]) -> Article:
    """`first` with the texts, pictures and related lines of its further pages, `rest`, in their order.

    Identity, metadata and provenance stay those of the first page.
    """
    if not rest:
        return first
    pages = (first, *rest)
    text = "\n\n".join(page.text for page in pages if page.text)
    language, words = language_of(text, first.language), folded(text)
    extraction = replace(
        first.extraction,
        language_score=language.score,
        other_languages=language.others,
        rules=_distinct(rule for page in pages for rule in page.extraction.rules),
        removed=tuple(line for page in pages for line in page.extraction.removed),
    )
    return replace(
        first,
        text=text,
        text_untaught=_untaught(pages),
        markdown="\n\n".join(page.markdown for page in pages if page.markdown),
        word_count=word_count(text),
        content_hash=hash_of_words(words),
        signature=signature_of_words(words),
        language=language.tag,
        images=merged((), tuple(image for page in pages for image in page.images)),
        related=tuple(dict.fromkeys(line for page in pages for line in page.related)),
        extraction=extraction,
    )


def _untaught(pages: Sequence[Article]) -> str:
    if not any(page.text_untaught for page in pages):
        return ""
    return "\n\n".join(page.text_untaught or page.text for page in pages if page.text)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
