"""The text that a judgement of a page's blocks gives."""

from collections.abc import Sequence

from crawler.extract.body import Body, chosen
from crawler.extract.features import Choice
from crawler.extract.related import Pointers
from crawler.extract.render import as_text
from crawler.extract.rules import compiled
from crawler.extract.trim import trim
from crawler.profiles import load_profile
from tests.extract.picker.learning import PageRows


def text_of(page: PageRows, choice: Choice, sure: Sequence[float]) -> str:
    """The text of `page` when its blocks are as `sure` as that, by that first choice."""
    profile = load_profile("generic")
    url = str(page.item["url"])
    pointers = Pointers(url, url, profile.refuse, compiled(profile.boilerplate))
    is_kept = chosen(page.blocks, page.known, choice, sure)
    taken = tuple(block for block in page.blocks.blocks if is_kept[block.index])
    body = Body(taken, {}, page.known.words)
    return as_text(trim(body, page.blocks, pointers, page.metadata.title, page.metadata.authors).blocks)
