"""Chunked bodies (RFC 9112, 7.1), as wget and others keep them in their WARC files."""

import re

SIZE_LINE = re.compile(rb"[ \t]*(?P<size>[0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")  # "1f4;name=value"


def dechunked(body: bytes) -> bytes | None:
    """What the chunks of `body` hold, of a body that was cut off what there is; None when it is not in chunks."""
    parts: list[bytes] = []
    at = 0
    while match := SIZE_LINE.match(body, at):
        size = int(match["size"], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + size])
        at = match.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1
    is_cut_off = bool(parts) and at >= len(body)
    return b"".join(parts) if is_cut_off else None
