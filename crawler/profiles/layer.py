"""One profile file as it was written, before it inherits anything."""

import tomllib
from dataclasses import dataclass
from itertools import pairwise

from crawler.errors import ProfileError
from crawler.items import Source, SourceKind
from crawler.profiles import checks
from crawler.profiles.expectations import read_expectations
from crawler.profiles.model import Network, Politeness, RightsPolicy, SiteProfile, TrapBounds
from crawler.profiles.nearest import nearest
from crawler.profiles.rules import read_boilerplate, read_metadata, read_url_rules
from crawler.profiles.table import Table, one_line

ROOT = "generic"  # what every other profile is built on

KEYS = (
    "name", "extends", "title", "domains", "language", "timezone", "license", "look_again_s", "sources", "accept",
    "refuse", "title_suffixes", "boilerplate", "metadata", "politeness", "network", "rights", "bounds", "expect",
)  # fmt: skip
TABLES = ("politeness", "network", "rights", "bounds", "expect")  # inherited key by key
SOURCE_KINDS: tuple[SourceKind, ...] = ("sitemap", "feed", "wordpress", "listing", "links", "site")

MAX_DELAY_S = 3600.0
MAX_LOOK_AGAIN_S = 3650 * 86400  # ten years
CHOICES_OF_RIGHTS = {
    "noindex": ("keep", "reject"), "noarchive": ("keep", "no_capture", "reject"), "noai": ("keep", "reject"),
    "tdm_reserved": ("keep", "reject"),
}  # fmt: skip
MOST_OF_BOUNDS = {  # what a profile may raise each of its bounds to
    "fruitless": 1_000_000, "depth": 100, "links": 50_000, "sitemap_depth": 10, "idle_sitemaps": 50_000,
    "idle_pages": 20_000,
}  # fmt: skip
MAX_CONCURRENCY = 32  # requests at once to one host; a guest asks for less


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file says. `values` holds it with the defaults for the rest; `given` names the keys that were written.

    Keys of the TABLES are dotted ("politeness.delay_s"). `extends` is None for the root only.
    """

    values: SiteProfile
    given: frozenset[str]
    extends: str | None


def read_layer(text: str, file: str, *, is_bundled: bool = False) -> Layer:
    """The profile that `text` (TOML) writes down; `file` is what people call it. Raises ProfileError.

    The patterns of a bundled one are not checked again: that took 0.1 s of every start.
    """
    top = Table(file, "", parse_toml(text, file), is_bundled)
    top.allow(*KEYS)
    sources = tuple(_source(entry) for entry in top.tables("sources"))
    name = top.text("name", checks.name)
    values = SiteProfile(
        name=name,
        lineage=(name,),
        title=_optional(top, "title"),
        domains=top.texts("domains", checks.host),
        language=top.text("language", checks.language) if top.has("language") else None,
        timezone=top.text("timezone", checks.timezone) if top.has("timezone") else None,
        license=_optional(top, "license"),
        look_again_s=_look_again(top, "look_again_s"),
        sources=sources,
        accept=read_url_rules(top, "accept"),
        refuse=read_url_rules(top, "refuse"),
        title_suffixes=top.texts("title_suffixes", checks.one_line),
        boilerplate=read_boilerplate(top.table("boilerplate")),
        metadata=read_metadata(top.table("metadata")),
        politeness=_politeness(top.table("politeness")),
        network=_network(top.table("network")),
        rights=_rights(top.table("rights")),
        bounds=_bounds(top.table("bounds")),
        expect=read_expectations(top.table("expect")),
    )
    extends = _optional(top, "extends") or (None if name == ROOT else ROOT)
    dotted = {f"{key}.{inner}" for key in TABLES for inner in top.table(key).values}
    filled = {f"expect.filled.{field}" for field, _ in values.expect.filled}
    return Layer(values, frozenset(top.values) | dotted | filled, extends)


def parse_toml(text: str, file: str) -> dict[str, object]:
    """The values of `text`; `file` is what people call it. Raises ProfileError."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError, OverflowError) as error:  # ValueError: TOMLDecodeError, or an endless number
        problem = one_line(str(error)).replace("at end of document", f"at line {text.count(chr(10)) + 1}, the end")
        raise ProfileError(f"{file}: is no TOML: {problem}") from error


def _source(table: Table) -> Source:
    table.allow("kind", "url")
    kind = table.text("kind")
    for known in SOURCE_KINDS:
        if kind == known:
            return Source(known, table.text("url", checks.url))
    raise table.fault(
        "kind", f"{kind!r} is unknown{nearest(kind, SOURCE_KINDS)}; allowed are {', '.join(SOURCE_KINDS)}"
    )


def _look_again(table: Table, key: str) -> tuple[int, ...] | None:
    if not table.has(key):
        return None
    steps = table.integers(key, 60, MAX_LOOK_AGAIN_S)
    if any(later <= earlier for earlier, later in pairwise(steps)):
        raise table.fault(key, f"must rise from step to step, not {list(steps)}")
    return steps


def _politeness(table: Table) -> Politeness:
    table.allow("delay_s", "concurrency", "contact")
    return Politeness(
        delay_s=table.number("delay_s", 0, MAX_DELAY_S) if table.has("delay_s") else None,
        concurrency=table.integer("concurrency", 1, MAX_CONCURRENCY) if table.has("concurrency") else None,
        contact=table.text("contact", checks.contact) if table.has("contact") else None,
    )


def _network(table: Table) -> Network:
    table.allow("allow", "ports", "verify_tls", "allow_downgrade")
    return Network(
        allow=table.texts("allow", checks.network),
        ports=table.integers("ports", 1, 65535),
        verify_tls=table.flag("verify_tls") if table.has("verify_tls") else True,
        allow_downgrade=table.flag("allow_downgrade") if table.has("allow_downgrade") else False,
    )


def _rights(table: Table) -> RightsPolicy:
    table.allow(*CHOICES_OF_RIGHTS)
    return RightsPolicy(
        **{name: _choice(table, name, choices) for name, choices in CHOICES_OF_RIGHTS.items() if table.has(name)}
    )


def _choice(table: Table, key: str, choices: tuple[str, ...]) -> str:
    value = table.text(key)
    if value not in choices:
        raise table.fault(key, f"{value!r} is unknown{nearest(value, choices)}; allowed are {', '.join(choices)}")
    return value


def _bounds(table: Table) -> TrapBounds:
    table.allow(*MOST_OF_BOUNDS)
    return TrapBounds(
        **{name: table.integer(name, 1, most) for name, most in MOST_OF_BOUNDS.items() if table.has(name)}
    )


def _optional(table: Table, key: str) -> str | None:
    return table.text(key, checks.one_line) if table.has(key) else None
