"""The two halves of the corpus's hosts: what is tuned on one is believed when the other agrees."""

import hashlib
from typing import Literal, get_args

Half = Literal["fit", "check"]
HALVES: tuple[Half, ...] = get_args(Half)


def half_of(host: str) -> Half:
    """The half in which all pages of `host` are.

    It is the parity of the first byte of sha256("x" + host). The x keeps it apart from the corpus's own split and from
    the folds of `tests.extract.picker`, which are made from sha256(host).
    """
    return HALVES[hashlib.sha256(b"x" + host.encode()).digest()[0] % 2]
