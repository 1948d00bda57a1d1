"""Likeness: what the signatures of two texts tell of whether one is a near copy of the other.

A signature is what `crawler.extract.signature` makes: VALUES bytes, each the lowest byte of a MinHash of the text's
runs of words; then, in rising order, NUMBER_BYTES for each of its numbers, at most MOST_NUMBERS. It is b"" for a text
that is too short to be compared.

How well this tells copies, and the constants beside others: python -m benchmarks.near.
"""

from operator import eq

BANDS = 16
BAND_BYTES = 4
VALUES = BANDS * BAND_BYTES
NUMBER_BYTES = 2
MOST_NUMBERS = 16

# Of the runs of words that two texts have, the share that both have. Quotes and background that stories share make a
# fifth; an agency's story with a paragraph more, less, or three lines of the site's own keeps three quarters.
LEAST_LIKENESS = 0.55

# A story that a desk fills in anew each day (an earthquake, a lottery) is alike up to 0.7, but for its numbers. Of
# those of the text with fewer, this share must stand in the other, too; from three on they say something.
LEAST_NUMBERS = 3
LEAST_SHARED_NUMBERS = 0.7

BY_CHANCE = 1 / 256  # how many of the values of two texts without a common word are the same


def are_copies(a: bytes, b: bytes) -> bool:
    """Whether two signatures are those of a text and its near copy."""
    return likeness(a, b) >= LEAST_LIKENESS and shared_numbers(a, b) >= LEAST_SHARED_NUMBERS


def likeness(a: bytes, b: bytes) -> float:
    """The share of the runs of words of two texts that both have (Jaccard), 0 to 1, give or take 0.06."""
    if not a or not b:
        return 0.0
    same: float = sum(map(eq, a[:VALUES], b[:VALUES])) / VALUES
    return max(0.0, (same - BY_CHANCE) / (1 - BY_CHANCE))


def shared_numbers(a: bytes, b: bytes) -> float:
    """The share of the numbers of one text that stand in the other, of that which has fewer; 1 when too few tell."""
    ours, theirs = _numbers(a), _numbers(b)
    # Each holds all of its text's numbers, or those with the lowest hashes: up to there both can be compared.
    bound = min((held[-1] for held in (ours, theirs) if len(held) == MOST_NUMBERS), default=1 << 8 * NUMBER_BYTES)
    one, other = ({number for number in held if number <= bound} for held in (ours, theirs))
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer >= LEAST_NUMBERS else 1.0


def bands(signature: bytes) -> tuple[int, ...]:
    """What is looked up: BANDS numbers of BAND_BYTES each; near copies nearly always have one in the same place."""
    if not signature:
        return ()
    return tuple(int.from_bytes(signature[at : at + BAND_BYTES], "big") for at in range(0, VALUES, BAND_BYTES))


def _numbers(signature: bytes) -> list[int]:
    return [
        int.from_bytes(signature[at : at + NUMBER_BYTES], "big") for at in range(VALUES, len(signature), NUMBER_BYTES)
    ]
