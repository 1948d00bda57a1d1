"""A text that others extracted, without the lines that are none of it: by the line rules that a page's blocks meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.extract.blocks import SENTENCE_END, Block, Span
from crawler.extract.rules import Rules
from crawler.extract.words import clean, word_count


@dataclass(frozen=True, slots=True)
class Taken:
    """What went: the number of its first line in the text as it was (1 is the first), its rule, and its words."""

    line: int
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class CleanedText:
    """A text and what was taken from it, in order."""

    text: str
    taken: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    raw: str  # with its line end

    @property
    def is_blank(self) -> bool:
        return not self.raw.strip()

    @property
    def end(self) -> str:
        return self.raw[len(self.raw.splitlines()[0]) :]

    def goes_on(self, above: "_Line") -> bool:
        """Whether a sentence of the line `above` goes on here."""
        return self.raw.lstrip()[0].islower() and SENTENCE_END.search(above.raw.rstrip()) is None


def cleaned(text: str, rules: Rules) -> CleanedText:
    """`text` without the lines that `rules` take; those that stay keep every character, also their line ends.

    A line that was broken to fit a width is judged as a whole, with what goes on below it. Blank lines that a line
    leaves behind go with it. Cleaning what came out changes nothing more.
    """
    lines = [_Line(number, raw) for number, raw in enumerate(text.splitlines(keepends=True), 1)]
    taken: list[Taken] = []
    gone: set[int] = set()
    for unit in _units(lines):
        words = clean(" ".join(line.raw for line in unit))
        rule, _ = rules.whole(_block(words))
        if rule:
            taken.append(Taken(unit[0].number, rule, words))
            gone |= {line.number for line in unit}
    if not taken:
        return CleanedText(text, ())
    kept = "".join(line.raw for line in _without(lines, gone))
    return CleanedText(kept if lines[-1].end else kept.rstrip("\r\n"), tuple(taken))


def _units(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The lines that are not blank, each with those right below that go on with its sentence."""
    unit: list[_Line] = []
    for line in lines:
        if unit and not line.is_blank and line.goes_on(unit[-1]):
            unit.append(line)
            continue
        if unit:
            yield unit
        unit = [] if line.is_blank else [line]
    if unit:
        yield unit


def _without(lines: Sequence[_Line], gone: set[int]) -> list[_Line]:
    """`lines` without those `gone`, and without the blank ones that then stand twice, at the beginning or at the end.

    Two lines that would become one sentence are kept apart by a blank one.
    """
    kept: list[_Line] = []
    last_gone: _Line | None = None  # with nothing but blank lines since
    for line in lines:
        if line.number in gone:
            last_gone = line
        elif line.is_blank:
            if last_gone is None or (kept and not kept[-1].is_blank):
                kept.append(line)
        else:
            if last_gone and kept and not kept[-1].is_blank and line.goes_on(kept[-1]):
                kept.append(_Line(0, last_gone.end))
            kept.append(line)
            last_gone = None
    while last_gone and kept and kept[-1].is_blank:
        kept.pop()
    return kept


def _block(words: str) -> Block:
    """A paragraph as a page would hold it, no word of it a link."""
    return Block(0, "p", words, (Span(words),), False, 0, ("p", "", "", ""), word_count(words), 0, False)
