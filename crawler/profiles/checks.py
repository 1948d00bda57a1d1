"""Checks of single values. Each returns the value as the profile keeps it; its ValueError says what is allowed."""

import re
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from crawler.profiles.nearest import nearest
from crawler.urls import canonical_url

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")  # it becomes a folder's name
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,4}")  # "en", "pt-BR", "zh-Hant-TW"
HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
CONTACT = re.compile(r"https?://[!-'*-~]{3,200}|[!-'*-?A-~]{1,64}@[a-z0-9.-]{1,190}", re.IGNORECASE)


def name(value: str) -> str:
    """A profile's or a rule's name."""
    if not NAME.fullmatch(value):
        raise ValueError(f"{value!r} is no name: a to z, 0 to 9, _ and -, at most 64, a letter or digit first")
    return value


def one_line(value: str) -> str:
    """A text without line breaks."""
    if len(value.splitlines()) != 1:
        raise ValueError("must be one line")
    return value


def language(value: str) -> str:
    """A BCP 47 tag."""
    if not LANGUAGE.fullmatch(value):
        raise ValueError(f'{value!r} is no language tag (BCP 47), such as "en", "pt-BR" or "ar"')
    return value


def timezone(value: str) -> str:
    """A name from the IANA time zone database."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: "Europe" is a folder of the database
        hint = nearest(value, available_timezones())
        raise ValueError(f'{value!r} is no time zone (IANA), such as "Europe/London"{hint}') from error
    return value


def host(value: str) -> str:
    """A host without "www.": a name in lower-case ASCII, or an IP address."""
    if _is_address(value):
        return value
    if "/" in value or ":" in value:
        raise ValueError(f'{value!r} is no host: write it without scheme, port and path, such as "daily.example"')
    wanted = value.strip().rstrip(".").lower().removeprefix("www.")
    if not wanted.isascii():
        try:
            wanted = wanted.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise ValueError(f"{value!r} is no host name") from error
    if not HOST.fullmatch(wanted):
        raise ValueError(f'{value!r} is no host name, such as "daily.example"')
    if value != wanted:
        raise ValueError(f"{value!r} must be written {wanted!r}")
    return value


def url(value: str) -> str:
    """An absolute http(s) URL."""
    try:
        parts = urlsplit(canonical_url(value))
        if parts.port == 0 or not _is_host(parts.hostname or ""):
            raise ValueError("no such host or port")
    except ValueError as error:
        raise ValueError(f"{value!r} is no absolute http or https URL") from error
    if re.search(r"\s", value) or "@" in urlsplit(value).netloc:
        raise ValueError(f"{value!r} must hold no spaces and no user name")
    return value


def network(value: str) -> str:
    """A range of addresses, CIDR."""
    try:
        return str(ip_network(value))
    except ValueError as error:
        raise ValueError(f'{error}; a range is written such as "10.20.0.0/16" or "::1/128"') from error


def contact(value: str) -> str:
    """What the User-Agent shows of the operator: a URL or an e-mail address, without spaces and brackets."""
    if not CONTACT.fullmatch(value):
        raise ValueError(f"{value!r} is neither an http(s) URL nor an e-mail address")
    return value


def _is_host(value: str) -> bool:
    return bool(HOST.fullmatch(value)) or _is_address(value)


def _is_address(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True
