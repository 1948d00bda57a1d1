"""What is true of one site: profiles, their strict TOML files and the bundled ones."""

from crawler.profiles.files import bundled_profiles, load_profile, require_distinct_hosts
from crawler.profiles.origins import origin_of_values
from crawler.profiles.site import profile_for_host, profile_for_site, rebase
from crawler.profiles.toml_text import as_toml, lines_as_toml

__all__ = [
    "as_toml",
    "bundled_profiles",
    "lines_as_toml",
    "load_profile",
    "origin_of_values",
    "profile_for_host",
    "profile_for_site",
    "rebase",
    "require_distinct_hosts",
]
