"""Which profile of a chain set a value."""

from collections.abc import Mapping

from crawler.profiles.files import chain_of, load_profile
from crawler.profiles.merge import plain_values
from crawler.profiles.model import SiteProfile


def origin_of_values(name_or_path: str) -> Mapping[str, str]:
    """Key of each value that a profile or its parents set, to the name of the profile of the chain that set it.

    Plain values by dotted key ("politeness.delay_s", "expect.filled.title"), rules by name ("refuse.tag",
    "boilerplate.lines.spotted-an-error"), suffixes and metadata selectors by value ("title_suffixes. – Daily").
    Raises ProfileError as `load_profile` does.
    """
    load_profile(name_or_path)
    found: dict[str, str] = {}
    for layer in reversed(chain_of(name_or_path)):  # the root first: a child's claim comes last and holds
        plain = [key for key in plain_values(layer.values) if key in layer.given]
        found |= dict.fromkeys(plain + _listed_keys(layer.values), layer.values.name)
    return found


def _listed_keys(profile: SiteProfile) -> list[str]:
    keys = [f"accept.{rule.name}" for rule in profile.accept]
    keys += [f"refuse.{rule.name}" for rule in profile.refuse]
    keys += [f"title_suffixes.{suffix}" for suffix in profile.title_suffixes]
    keys += [f"boilerplate.selectors.{rule.name}" for rule in profile.boilerplate.selectors]
    keys += [f"boilerplate.labels.{rule.name}" for rule in profile.boilerplate.labels]
    keys += [f"boilerplate.lines.{rule.name}" for rule in profile.boilerplate.lines]
    for field, selectors in metadata_fields(profile):
        keys += [f"metadata.{field}.{selector}" for selector in selectors]
    keys += [f"expect.filled.{field}" for field, _ in profile.expect.filled]
    return keys


def metadata_fields(profile: SiteProfile) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The metadata selectors as (field, selectors)."""
    metadata = profile.metadata
    return (
        ("title", metadata.title),
        ("description", metadata.description),
        ("authors", metadata.authors),
        ("date_published", metadata.date_published),
        ("date_modified", metadata.date_modified),
        ("section", metadata.section),
        ("tags", metadata.tags),
    )
