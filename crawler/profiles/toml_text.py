"""A profile written as TOML, inherited values filled in."""

import json
from collections.abc import Iterable, Mapping

from crawler.items import Source
from crawler.profiles.files import bundled_profiles
from crawler.profiles.merge import BOUNDS, RIGHTS, PlainValue, plain_values
from crawler.profiles.model import LabelRule, LineRule, SelectorRule, SiteProfile, UrlRule
from crawler.profiles.origins import metadata_fields


def as_toml(profile: SiteProfile, origins: Mapping[str, str] | None = None) -> str:
    """`profile` as a TOML file that loads back to an equal one, as long as its base is a bundled profile.

    With `origins` (see `origin_of_values`) a comment beside each value names the profile that set it.
    """
    return "\n".join(_Writer(profile, origins or {}).lines()) + "\n"


def lines_as_toml(rules: Iterable[LineRule]) -> str:
    """Line rules as they stand in a profile, to be appended to its file."""
    lines: list[str] = []
    for rule in rules:
        lines += ["", "[[boilerplate.lines]]", *(f"{key} = {_value(value)}" for key, value in _line_rule(rule).items())]
    return "".join(f"{line}\n" for line in lines)


class _Writer:
    """Writes one profile. The order is that of the reference, docs/profile.md."""

    def __init__(self, profile: SiteProfile, origins: Mapping[str, str]) -> None:
        self.profile = profile
        self.origins = origins

    def lines(self) -> Iterable[str]:
        profile = self.profile
        yield f"name = {_quoted(profile.name)}"
        base = next((name for name in profile.lineage[1:] if name in bundled_profiles()), None)
        if base is not None:
            yield f"extends = {_quoted(base)}"
        yield from self._plain("title", "domains", "language", "timezone", "license", "look_again_s", "sources")
        yield from self._listed("title_suffixes", profile.title_suffixes)
        for key, url_rules in (("accept", profile.accept), ("refuse", profile.refuse)):
            for rule in url_rules:
                yield from self._rule(key, _url_rule(rule))
        for selector in profile.boilerplate.selectors:
            yield from self._rule("boilerplate.selectors", _selector_rule(selector))
        for label in profile.boilerplate.labels:
            yield from self._rule("boilerplate.labels", _label_rule(label))
        for line in profile.boilerplate.lines:
            yield from self._rule("boilerplate.lines", _line_rule(line))
        yield from ("", "[metadata]")
        for field, selectors in metadata_fields(profile):
            yield from self._listed(f"metadata.{field}", selectors)
        yield from self._section("politeness", "delay_s", "concurrency", "contact")
        yield from self._section("network", "allow", "ports", "verify_tls", "allow_downgrade")
        yield from self._section("rights", *RIGHTS)
        yield from self._section("bounds", *BOUNDS)
        yield from self._section("expect", "articles_per_day", "max_reject_share")
        if profile.expect.filled:
            yield from ("", "[expect.filled]")
        for field, share in profile.expect.filled:
            yield f"{field} = {_value(share)}{self._origin(f'expect.filled.{field}')}"

    def _plain(self, *keys: str) -> Iterable[str]:
        values = plain_values(self.profile)
        for key in keys:
            value = values[key]
            if value is not None:
                yield f"{key.rpartition('.')[2]} = {_value(value)}{self._origin(key)}"

    def _section(self, table: str, *keys: str) -> Iterable[str]:
        yield from ("", f"[{table}]")
        yield from self._plain(*(f"{table}.{key}" for key in keys))

    def _listed(self, key: str, values: tuple[str, ...]) -> Iterable[str]:
        if not values:
            return
        yield f"{key.rpartition('.')[2]} = ["
        yield from (f"    {_quoted(value)},{self._origin(f'{key}.{value}')}" for value in values)
        yield "]"

    def _rule(self, key: str, values: Mapping[str, PlainValue]) -> Iterable[str]:
        origin = self._origin(f"{key}.{values['name']}")
        yield from ("", f"[[{key}]]{origin}")
        yield from (f"{inner} = {_value(value)}" for inner, value in values.items())

    def _origin(self, key: str) -> str:
        return f"  # from {self.origins[key]}" if key in self.origins else ""


def _url_rule(rule: UrlRule) -> dict[str, PlainValue]:
    return {"name": rule.name, "pattern": rule.pattern, "matches": rule.matches, "spares": rule.spares}


def _selector_rule(rule: SelectorRule) -> dict[str, PlainValue]:
    return {"name": rule.name, "css": rule.css, "removes": rule.removes, "keeps": rule.keeps}


def _label_rule(rule: LabelRule) -> dict[str, PlainValue]:
    values: dict[str, PlainValue] = {"name": rule.name, "labels": rule.labels}
    return values | _language(rule.language) | {"removes": rule.removes, "keeps": rule.keeps}


def _line_rule(rule: LineRule) -> dict[str, PlainValue]:
    values: dict[str, PlainValue] = {"name": rule.name, "pattern": rule.pattern}
    return values | _language(rule.language) | {"removes": rule.removes, "keeps": rule.keeps}


def _language(language: str) -> dict[str, PlainValue]:
    return {"language": language} if language else {}


def _value(value: PlainValue | Source) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Source):
        return f"{{ kind = {_quoted(value.kind)}, url = {_quoted(value.url)} }}"
    if isinstance(value, tuple):
        items = [_value(item) for item in value]
        return f"[{', '.join(items)}]" if len(items) < 2 else "\n".join(["[", *(f"    {item}," for item in items), "]"])
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    # A literal string shows patterns as they are; JSON's escapes are TOML's, too.
    if "'" not in text and ("\\" in text or '"' in text) and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)
