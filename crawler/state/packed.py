"""Packed: texts of a known form in fewer bytes, and the SQL that reads them again.

A column holds the packed value or, when a text has another form, the text as it is; its type tells which. So what
goes in comes out, whatever it is. Each `…_text` gives the SQL expression that undoes its `packed_…`.
"""

from datetime import date
from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha256
from uuid import UUID

SHA256 = "sha256:"  # before the hex digits of a digest
UNIX_EPOCH_DAY = date(1970, 1, 1).toordinal()
HASH_BYTES = 16  # nobody finds two keys with the same; as many as an article's id has

# How an address differs from its key, added up: "https://www.daily.example/story/" is 7 to "daily.example/story".
HTTPS, WWW, SLASH = 1, 2, 4

OWN_ID = "iif(record_id = 1, hash, record_id)"  # undoes `packed_own_id`, still packed


def packed_key(key: str) -> bytes:
    """The hash under which a key is found; just the id of the article that is first seen there."""
    return sha256(key.encode()).digest()[:HASH_BYTES]


def packed_hex(text: str, prefix: str = "") -> bytes | str:
    """The bytes that `text` gives in lower-case hex digits after `prefix`."""
    digits = text.removeprefix(prefix)
    try:
        packed = bytes.fromhex(digits)
    except ValueError:
        return text
    return packed if prefix + packed.hex() == text else text


def hex_text(column: str, prefix: str = "") -> str:
    return f"iif(typeof({column}) = 'blob', '{prefix}' || lower(hex({column})), {column})"


def packed_own_id(id: str | None, key_hash: bytes) -> bytes | str | int | None:  # noqa: A002 - the field's name
    """1 when the article's id is the page's own hash, as it is of all that have not moved; else the id."""
    if id is None:
        return None
    packed = packed_hex(id)
    return 1 if packed == key_hash else packed


def packed_url(url: str, key: str) -> int | str:
    """How `url` differs from its key."""
    form = (
        HTTPS * url.startswith("https:")
        + WWW * (url.partition("://")[2].startswith("www.") and not key.startswith("www."))
        + SLASH * url.endswith("/")
    )
    scheme, www, slash = "https" if form & HTTPS else "http", "www." * bool(form & WWW), "/" * bool(form & SLASH)
    return form if f"{scheme}://{www}{key}{slash}" == url else url


def url_text(column: str, key: str) -> str:
    return (
        f"iif(typeof({column}) = 'integer', iif({column} & {HTTPS}, 'https://', 'http://')"
        f" || iif({column} & {WWW}, 'www.', '') || {key} || iif({column} & {SLASH}, '/', ''), {column})"
    )


def packed_urn(text: str) -> bytes | str:
    """The bytes of a UUID's URN."""
    try:
        uuid = UUID(text.removeprefix("urn:uuid:"))
    except ValueError:
        return text
    return uuid.bytes if uuid.urn == text else text


def urn_text(column: str) -> str:
    parts = " || '-' || ".join(f"substr(hex({column}), {at}, {length})" for at, length in UUID_PARTS)
    return f"iif(typeof({column}) = 'blob', 'urn:uuid:' || lower({parts}), {column})"


UUID_PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


def packed_day(day: str) -> int:
    """Days since 1970. Raises ValueError when `day` is none (2026-03-04)."""
    return date.fromisoformat(day).toordinal() - UNIX_EPOCH_DAY


def day_text(column: str) -> str:
    return f"date({column} * 86400, 'unixepoch')"


def packed_http_date(text: str | None) -> int | str | None:
    """Unix seconds of a date as HTTP prefers it (RFC 9110, 5.6.7)."""
    if text is None:
        return None
    try:
        seconds = int(parsedate_to_datetime(text).timestamp())
        return seconds if formatdate(seconds, usegmt=True) == text else text
    except (TypeError, ValueError, IndexError, OverflowError):  # IndexError: CPython's parser on odd commas
        return text


def http_date_text(column: str) -> str:
    def part(form: str) -> str:
        return f"strftime('{form}', {column}, 'unixepoch')"

    day = f"substr('SunMonTueWedThuFriSat', {part('%w')} * 3 + 1, 3)"
    month = f"substr('JanFebMarAprMayJunJulAugSepOctNovDec', {part('%m')} * 3 - 2, 3)"
    text = f"{day} || {part(', %d ')} || {month} || {part(' %Y %H:%M:%S GMT')}"
    return f"iif(typeof({column}) = 'integer', {text}, {column})"


def moment_text(column: str) -> str:
    """Unix seconds as RFC 3339 in UTC."""
    return f"strftime('%Y-%m-%dT%H:%M:%S+00:00', {column}, 'unixepoch')"
