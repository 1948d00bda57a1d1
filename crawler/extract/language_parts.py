"""The parts of a text by language: which paragraphs are in another language than the text."""

from collections.abc import Mapping, Sequence

from crawler.extract.identify import identify

# Short looks into paragraphs spread over the text: of a block of a fifth of the text, one at least sees something.
PROBES = 6
PROBE_CHARACTERS = 150
SURE_PROBE = 0.9
# Shorter paragraphs (captions, names, results) are guessed wrong too often to tell of a second language.
MIN_PARAGRAPH = 60
MAX_PARAGRAPHS = 100
MIN_SHARE, MIN_CHARACTERS = 0.2, 200  # of another language: less is a quotation
SURE_PART = 0.98  # of all its paragraphs together
PART_CHARACTERS = 1500
# Languages that the identifier confuses within a few sentences: a text in one has no part in the other.
AKIN = (
    frozenset({"no", "nb", "nn", "da"}), frozenset({"hr", "bs", "sr"}), frozenset({"id", "ms"}),
    frozenset({"gl", "pt"}), frozenset({"hi", "mr", "ne", "sa"}), frozenset({"zu", "xh"}),
    frozenset({"tr", "az", "crh"}),
)  # fmt: skip


def parts_by_language(text: str, main: str) -> Mapping[str, str]:
    """Each language of `text` with the paragraphs in it, the largest first; `main` alone for most texts.

    `main` is the language that the text was taken for. Another one counts when paragraphs in it are a fifth of the
    text and 200 characters, and all of them together are surely in it.
    """
    paragraphs = [line for line in text.split("\n") if len(line) >= MIN_PARAGRAPH]
    if len(paragraphs) < 2 or all(_other(probe, main) == main for probe in _probes(paragraphs)):
        return {main: text}
    found: dict[str, list[str]] = {main: []}
    for paragraph in paragraphs[:MAX_PARAGRAPHS]:
        found.setdefault(_other(paragraph[: 2 * PROBE_CHARACTERS], main), []).append(paragraph)
    parts = {language: " ".join(own) for language, own in found.items()}
    others = {language for language, own in parts.items() if language != main and _is_part(own, language, len(text))}
    if not others:
        return {main: text}
    by_size = sorted({main, *others}, key=lambda language: (-len(parts[language]), language))
    return {language: parts[language] for language in by_size if parts[language]}


def _probes(paragraphs: Sequence[str]) -> list[str]:
    """The beginnings of paragraphs at equal steps through the text."""
    whole = sum(map(len, paragraphs))
    probes: list[str] = []
    behind = 0
    for paragraph in paragraphs:
        behind += len(paragraph)
        if behind * PROBES >= whole * (len(probes) + 0.5):
            probes.append(paragraph[:PROBE_CHARACTERS])
            if len(probes) == PROBES:
                break
    return probes


def _other(passage: str, main: str) -> str:
    """The language that the passage is surely in, else `main`."""
    guess = identify(passage, None)
    if guess is None or guess.score is None or guess.score < SURE_PROBE:
        return main
    is_akin = any({guess.language, main} <= kin for kin in AKIN)
    return main if is_akin else guess.language


def _is_part(passages: str, language: str, whole: int) -> bool:
    if len(passages) < max(MIN_CHARACTERS, MIN_SHARE * whole):
        return False
    guess = identify(passages[:PART_CHARACTERS], None)
    return guess is not None and guess.language == language and (guess.score or 0.0) >= SURE_PART
