"""The signature of a text: a few bytes that tell which others it nearly is. `crawler.likeness` compares them.

MinHash (Broder 1997) of the text's runs of words, by rensa, one byte a value (Li and König 2010); and its numbers. The
same text gives the same bytes on every machine: the state keeps them.
"""

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from crawler.extract.words import folded
from crawler.likeness import MOST_NUMBERS, VALUES

RUN_WORDS = 5  # with 3, stories from one template are too much alike; with 7, a slip of the pen costs too much
LEAST_WORDS = 50  # below, one sentence changed is a third of the text
MOST_WORDS = 20_000  # the rest of a text says nothing more; and for ten times as many, rensa begins to use threads
SEED = 1

# Words are parted by single spaces: a run is the bytes between two of them. Its hash is that of a polynomial modulo
# 2**64, which prefix sums give for all runs at once.
BASE = np.uint64(0x9E3779B97F4A7C15)
INVERSE = np.uint64(pow(int(BASE), -1, 1 << 64))
MIXER = np.uint64(0xD6E8FEB86659FD93)  # a finaliser of 64 bits: the sum's low bits know only the bytes' low bits
SPACE, ZERO = np.frombuffer(b" 0", np.uint8)

Hashes = NDArray[np.uint64]


def signature(text: str) -> bytes:
    """The signature of `text`; case and punctuation do not count."""
    return signature_of_words(folded(text))


def signature_of_words(words: str) -> bytes:
    """The signature of a text whose words, as `folded` gives them, are `words`."""
    data = np.frombuffer(f" {words} ".encode(), np.uint8)
    gaps = np.flatnonzero(data == SPACE)[: MOST_WORDS + 1]
    if len(gaps) - 1 < LEAST_WORDS:
        return b""
    data = data[: gaps[-1] + 1]
    hashes = _Hashes(data)
    runs = hashes.between(gaps[:-RUN_WORDS], gaps[RUN_WORDS:])
    (minima,) = RMinHash.digest_matrix_from_flat_token_hashes(runs, [0, len(runs)], VALUES, SEED).to_rows()
    digits = np.flatnonzero(data - ZERO < 10)  # bytes below wrap around to beyond
    at = np.unique(np.searchsorted(gaps, digits)) - 1
    # A number goes with the word before it: "at 5" and "of 5" are two, as a forecast's 5 degrees are no wind of 5.
    numbers = np.unique(hashes.between(gaps[np.maximum(at - 1, 0)], gaps[at + 1]) >> np.uint64(48))[:MOST_NUMBERS]
    return bytes(value & 0xFF for value in minima) + numbers.astype(">u2").tobytes()


class _Hashes:
    """Hashes of parts of `data`."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self._sums = np.cumsum(data * _powers(BASE, len(data)), dtype=np.uint64)
        self._inverses = _powers(INVERSE, len(data))

    def between(self, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Hashes:
        """The hash of each part after `starts` up to and with `ends`."""
        value = (self._sums[ends] - self._sums[starts]) * self._inverses[starts]
        for _ in range(2):
            value = (value ^ (value >> np.uint64(32))) * MIXER
        return value ^ (value >> np.uint64(32))


def _powers(base: np.uint64, count: int) -> Hashes:
    factors = np.full(count, base)
    factors[0] = 1
    return np.multiply.accumulate(factors)
