"""What a profile inherits, and from which profile of its chain.

A plain value overrides its parent's; politeness, network, rights, bounds and expect do so key by key. Rules, title
suffixes and metadata selectors come before the parent's, and a rule replaces the parent's of the same name.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TypeVar

from crawler.items import Source
from crawler.profiles.layer import Layer
from crawler.profiles.model import (
    Boilerplate,
    Expectations,
    MetadataSelectors,
    Network,
    Politeness,
    RightsPolicy,
    SiteProfile,
    TrapBounds,
)
from crawler.profiles.rules import Rule

Value = TypeVar("Value")
RIGHTS = tuple(right.name for right in fields(RightsPolicy))
BOUNDS = tuple(bound.name for bound in fields(TrapBounds))
PlainValue = str | float | tuple[str, ...] | tuple[int, ...] | tuple[Source, ...] | None


def resolve(layers: Sequence[Layer]) -> SiteProfile:
    """The profile of a chain of layers, itself first, the root last."""
    profile = layers[-1].values
    for layer in reversed(layers[:-1]):
        profile = inherit(layer, profile)
    return profile


def inherit(layer: Layer, parent: SiteProfile) -> SiteProfile:
    """What `layer` says, on top of `parent`."""
    own, given = layer.values, layer.given

    def pick(key: str, mine: Value, theirs: Value) -> Value:
        return mine if key in given else theirs

    return SiteProfile(
        name=own.name,
        lineage=(own.name, *parent.lineage),
        title=pick("title", own.title, parent.title),
        domains=pick("domains", own.domains, parent.domains),
        language=pick("language", own.language, parent.language),
        timezone=pick("timezone", own.timezone, parent.timezone),
        license=pick("license", own.license, parent.license),
        look_again_s=pick("look_again_s", own.look_again_s, parent.look_again_s),
        sources=pick("sources", own.sources, parent.sources),
        accept=_before(own.accept, parent.accept),
        refuse=_before(own.refuse, parent.refuse),
        title_suffixes=_union(own.title_suffixes, parent.title_suffixes),
        boilerplate=Boilerplate(
            selectors=_before(own.boilerplate.selectors, parent.boilerplate.selectors),
            labels=_before(own.boilerplate.labels, parent.boilerplate.labels),
            lines=_before(own.boilerplate.lines, parent.boilerplate.lines),
        ),
        metadata=_metadata(own.metadata, parent.metadata),
        politeness=Politeness(
            delay_s=pick("politeness.delay_s", own.politeness.delay_s, parent.politeness.delay_s),
            concurrency=pick("politeness.concurrency", own.politeness.concurrency, parent.politeness.concurrency),
            contact=pick("politeness.contact", own.politeness.contact, parent.politeness.contact),
        ),
        network=Network(
            allow=pick("network.allow", own.network.allow, parent.network.allow),
            ports=pick("network.ports", own.network.ports, parent.network.ports),
            verify_tls=pick("network.verify_tls", own.network.verify_tls, parent.network.verify_tls),
            allow_downgrade=pick(
                "network.allow_downgrade", own.network.allow_downgrade, parent.network.allow_downgrade
            ),
        ),
        rights=RightsPolicy(
            **{name: pick(f"rights.{name}", getattr(own.rights, name), getattr(parent.rights, name)) for name in RIGHTS}
        ),
        bounds=TrapBounds(
            **{name: pick(f"bounds.{name}", getattr(own.bounds, name), getattr(parent.bounds, name)) for name in BOUNDS}
        ),
        expect=Expectations(
            articles_per_day=pick(
                "expect.articles_per_day", own.expect.articles_per_day, parent.expect.articles_per_day
            ),
            filled=tuple(sorted({**dict(parent.expect.filled), **dict(own.expect.filled)}.items())),
            max_reject_share=pick(
                "expect.max_reject_share", own.expect.max_reject_share, parent.expect.max_reject_share
            ),
        ),
    )


def own_layer(profile: SiteProfile, parent: SiteProfile) -> Layer:
    """The layer that gives `profile` on top of `parent`: what differs from it, and nothing else."""
    values = replace(
        profile,
        accept=_without(profile.accept, parent.accept),
        refuse=_without(profile.refuse, parent.refuse),
        title_suffixes=_without(profile.title_suffixes, parent.title_suffixes),
        boilerplate=Boilerplate(
            selectors=_without(profile.boilerplate.selectors, parent.boilerplate.selectors),
            labels=_without(profile.boilerplate.labels, parent.boilerplate.labels),
            lines=_without(profile.boilerplate.lines, parent.boilerplate.lines),
        ),
        metadata=_own_metadata(profile.metadata, parent.metadata),
        expect=replace(profile.expect, filled=_without(profile.expect.filled, parent.expect.filled)),
    )
    theirs = plain_values(parent)
    given = frozenset(key for key, value in plain_values(profile).items() if value != theirs[key])
    return Layer(values, given, parent.name)


def plain_values(profile: SiteProfile) -> dict[str, PlainValue]:
    """The values that override as a whole, by dotted key."""
    return {
        "title": profile.title,
        "domains": profile.domains,
        "language": profile.language,
        "timezone": profile.timezone,
        "license": profile.license,
        "look_again_s": profile.look_again_s,
        "sources": profile.sources,
        "politeness.delay_s": profile.politeness.delay_s,
        "politeness.concurrency": profile.politeness.concurrency,
        "politeness.contact": profile.politeness.contact,
        "network.allow": profile.network.allow,
        "network.ports": profile.network.ports,
        "network.verify_tls": profile.network.verify_tls,
        "network.allow_downgrade": profile.network.allow_downgrade,
        **{f"rights.{name}": getattr(profile.rights, name) for name in RIGHTS},
        **{f"bounds.{name}": getattr(profile.bounds, name) for name in BOUNDS},
        "expect.articles_per_day": profile.expect.articles_per_day,
        "expect.max_reject_share": profile.expect.max_reject_share,
    }


def _metadata(own: MetadataSelectors, parent: MetadataSelectors) -> MetadataSelectors:
    return MetadataSelectors(
        title=_union(own.title, parent.title),
        description=_union(own.description, parent.description),
        authors=_union(own.authors, parent.authors),
        date_published=_union(own.date_published, parent.date_published),
        date_modified=_union(own.date_modified, parent.date_modified),
        section=_union(own.section, parent.section),
        tags=_union(own.tags, parent.tags),
    )


def _own_metadata(own: MetadataSelectors, parent: MetadataSelectors) -> MetadataSelectors:
    return MetadataSelectors(
        title=_without(own.title, parent.title),
        description=_without(own.description, parent.description),
        authors=_without(own.authors, parent.authors),
        date_published=_without(own.date_published, parent.date_published),
        date_modified=_without(own.date_modified, parent.date_modified),
        section=_without(own.section, parent.section),
        tags=_without(own.tags, parent.tags),
    )


def _before(own: tuple[Rule, ...], parent: tuple[Rule, ...]) -> tuple[Rule, ...]:
    names = {rule.name for rule in own}
    return own + tuple(rule for rule in parent if rule.name not in names)


def _union(own: tuple[Value, ...], parent: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(own + parent))


def _without(values: tuple[Value, ...], others: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(value for value in values if value not in others)
