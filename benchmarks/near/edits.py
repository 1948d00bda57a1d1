"""What papers do to a story that they take over, and what only looks like it.

Texts are paragraphs parted by a blank line, as in a record.
"""

from collections.abc import Callable, Mapping, Sequence
from random import Random

FURNITURE = (
    "Sign up to our newsletter and get the day's top stories in your inbox every morning.",
    "Read more: What we know so far, and what happens next",
    "Follow us on social media for the latest updates.",
    "This article is part of our series on life along the coast.",
    "Have a story for us? Write to the newsroom.",
)
CLOSING = "(Reporting by Anna Keller and James Okafor; Editing by Lena Holm)"
MOST_ADDED = 0.25  # of the text's words

Edit = Callable[[str, str, Random], str]  # text, another text, chance


def typos_mended(text: str, other: str, chance: Random) -> str:
    """One word in eighty is spelled another way."""
    words = text.split(" ")
    for at in range(len(words)):
        if len(words[at]) > 3 and chance.random() < 1 / 80:
            words[at] = words[at][0] + words[at][2] + words[at][1] + words[at][3:]
    return " ".join(words)


def paragraph_added(text: str, other: str, chance: Random) -> str:
    """An update: a last paragraph that the first had not."""
    return f"{text}\n\n{_some(other, MOST_ADDED * len(text.split()))}"


def lead_cut(text: str, other: str, chance: Random) -> str:
    """Without its first paragraph, when that is no quarter of it; else without its first 15 words."""
    first, _, rest = text.partition("\n\n")
    short = len(first.split()) <= MOST_ADDED * len(text.split())
    return rest if rest and short else " ".join(text.split(" ")[15:])


def lead_rewritten(text: str, other: str, chance: Random) -> str:
    """With a first sentence of the paper's own, and its title repeated above."""
    return f"{_some(other, 8)}\n\n{_some(other, 25)} {text.partition('. ')[2] or text}"


def end_cut(text: str, other: str, chance: Random) -> str:
    """Cut from below to three quarters, as for print."""
    words = text.split(" ")
    return " ".join(words[: len(words) * 3 // 4])


def credited(text: str, other: str, chance: Random) -> str:
    """With an agency's place line and closing."""
    return f"LINDHAVN (Wire) - {text}\n\n{CLOSING}"


def furnished(text: str, other: str, chance: Random) -> str:
    """With three lines of the site's own amid its paragraphs."""
    lines = text.split("\n\n")
    for line in chance.sample(FURNITURE, 3):
        lines.insert(chance.randint(1, len(lines)), line)
    return "\n\n".join(lines)


def all_lightly(text: str, other: str, chance: Random) -> str:
    """Typos, credit and furniture at once."""
    return furnished(credited(typos_mended(text, other, chance), other, chance), other, chance)


EDITS: Mapping[str, Edit] = {
    "typos mended": typos_mended, "paragraph added": paragraph_added, "lead cut": lead_cut,
    "lead rewritten": lead_rewritten, "end cut": end_cut, "credited": credited, "furnished": furnished,
    "typos, credit, furniture": all_lightly,
}  # fmt: skip


def same_quotes(text: str, other: str, speech: str, chance: Random) -> tuple[str, str]:
    """Two papers on one speech: a third of each are the same quotes, each amid its own words."""
    quotes = [f"“{line}”" for line in speech.split("\n\n")]
    return tuple(_mixed(one, quotes, chance) for one in (text, other))  # type: ignore[return-value]  # two


def follow_up(text: str, other: str, background: str, chance: Random) -> tuple[str, str]:
    """Two stories of one paper that end on the same background, a third of each."""
    return tuple(f"{one}\n\n{_some(background, len(one.split()) / 2)}" for one in (text, other))  # type: ignore[return-value]


def _mixed(text: str, quotes: Sequence[str], chance: Random) -> str:
    lines, room = text.split("\n\n"), len(text.split()) // 2
    for quote in quotes:
        if (room := room - len(quote.split())) < 0:
            break
        lines.insert(chance.randint(1, len(lines)), quote)
    return "\n\n".join(lines)


def _some(text: str, words: float) -> str:
    return " ".join(text.split()[: max(5, int(words))])
