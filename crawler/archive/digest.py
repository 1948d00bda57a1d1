"""Digests as WARC records write them: "sha1:" in base 32, "sha256:" in hex, and what else there is."""

import base64
import binascii
import hashlib

KNOWN = frozenset({"md5", "sha1", "sha256", "sha512"})


class Expected:
    """A digest that was promised, and what has been seen of the bytes that it is over."""

    def __init__(self, name: str, value: bytes) -> None:
        self._value = value
        self._hash = hashlib.new(name, usedforsecurity=False)

    @classmethod
    def of(cls, text: str) -> "Expected | None":
        """The digest that `text` writes; None for no or an unknown algorithm, or a value that is not of its size."""
        name, colon, value = text.strip().partition(":")
        name = name.lower().replace("-", "")
        if not colon or name not in KNOWN:
            return None
        size = hashlib.new(name, usedforsecurity=False).digest_size
        raw = _bytes_of(value, size)
        return cls(name, raw) if raw is not None and len(raw) == size else None

    def update(self, data: bytes) -> None:
        """Take the next bytes."""
        self._hash.update(data)

    def is_met(self) -> bool:
        """Whether the bytes so far have this digest."""
        return self._hash.digest() == self._value


def _bytes_of(value: str, size: int) -> bytes | None:
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        bare = value.rstrip("=").upper()
        return base64.b32decode(bare + "=" * (-len(bare) % 8))
    except (ValueError, binascii.Error):
        return None
