"""Rights: no record of an article that bears a sign which its site's profile wants obeyed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from crawler.items import Article
from pipelines.context import Outcome, StageContext
from pipelines.rejecting import rejected

# By the name of a sign, which is the reject's reason, the robots directives that are it. "none" is noindex and
# nofollow (Google), nocache another word for noarchive (Bing).
DIRECTIVES = {"noindex": ("noindex", "none"), "noarchive": ("noarchive", "nocache"), "noai": ("noai",)}
RESERVED = "tdm_reserved"


def bears(sign: str, robots: Collection[str]) -> bool:
    """Whether the directives `robots` hold `sign`, a key of DIRECTIVES."""
    return any(word in robots for word in DIRECTIVES[sign])


@dataclass(frozen=True, slots=True)
class Rights:
    """Rejects what bears one of the signs `refused`: keys of DIRECTIVES, or RESERVED."""

    refused: frozenset[str]

    @classmethod
    def from_context(cls, context: StageContext) -> Self:
        return cls(context.refused)

    def process(self, item: Outcome) -> Outcome:
        if not isinstance(item, Article):
            return item
        for sign in DIRECTIVES:
            if sign in self.refused and bears(sign, item.robots):
                return rejected(item, sign, f"its page says {', '.join(item.robots)}"[:300])
        if RESERVED in self.refused and item.tdm_reservation == "1":
            return rejected(item, RESERVED, item.tdm_policy or "text and data mining are reserved")
        return item
