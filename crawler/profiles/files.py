"""Profiles found and read: the bundled ones by name, others by path."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from crawler.errors import ProfileError
from crawler.profiles.layer import Layer, read_layer
from crawler.profiles.merge import resolve
from crawler.profiles.model import SiteProfile
from crawler.profiles.nearest import nearest
from crawler.profiles.table import one_line

SITES = Path(__file__).parent / "sites"
MAX_FILE_BYTES = 1_000_000  # the largest bundled profile has about 20 000
MAX_CHAIN = 8  # profiles that inherit from each other


def is_path(name_or_path: str) -> bool:
    """Whether a profile is named by its file rather than by its name."""
    return name_or_path.endswith(".toml") or "/" in name_or_path or "\\" in name_or_path


@lru_cache(maxsize=1)
def bundled_profiles() -> Mapping[str, SiteProfile]:
    """The profiles that come with newskeep, by name, sorted."""
    found = {path.stem: resolve(chain_of(path.stem)) for path in sorted(SITES.glob("*.toml"))}
    for stem, profile in found.items():
        if profile.name != stem:
            raise ProfileError(f"{stem}.toml: name: must be {stem!r} as the file, not {profile.name!r}")
    require_distinct_hosts(found.values())
    return MappingProxyType(found)


def load_profile(name_or_path: str) -> SiteProfile:
    """The bundled profile of that name, or the profile in the file of that path. Raises ProfileError."""
    if not is_path(name_or_path):
        bundled = bundled_profiles()
        if name_or_path not in bundled:
            raise ProfileError(unknown_name(name_or_path, bundled))
        return bundled[name_or_path]
    profile = resolve(chain_of(name_or_path))
    _require_own_place(profile, one_line(name_or_path))
    return profile


def require_distinct_hosts(profiles: Iterable[SiteProfile]) -> None:
    """Raise ProfileError when two of `profiles` claim one host: a page would not know which one reads it."""
    owners: dict[str, str] = {}
    for profile in profiles:
        for domain in profile.domains:
            if domain in owners:
                raise ProfileError(
                    f"{profile.name}: domains: {domain!r} is also in profile {owners[domain]!r}; a host has one profile"
                )
            owners[domain] = profile.name


def chain_of(name_or_path: str) -> tuple[Layer, ...]:
    """The layers of a profile, itself first, the root last. Raises ProfileError."""
    path, label = Path(name_or_path), one_line(name_or_path)
    if not is_path(name_or_path):
        path, label = SITES / f"{name_or_path}.toml", f"{name_or_path}.toml"
    layers: list[Layer] = []
    while True:
        layer = _bundled_layer(path, label) if path.parent == SITES else read_layer(read_text(path, label), label)
        if any(layer.values.name == other.values.name for other in layers):
            names = " -> ".join([*(other.values.name for other in layers), layer.values.name])
            raise ProfileError(f"{label}: extends: a profile cannot be built on its own name: {names}")
        layers.append(layer)
        if layer.extends is None:
            return tuple(layers)
        if len(layers) == MAX_CHAIN:
            raise ProfileError(f"{label}: extends: more than {MAX_CHAIN} profiles inherit from each other")
        path, label = _parent(layer.extends, path, label)


def unknown_name(name: str, known: Iterable[str]) -> str:
    """The error for a name that is no bundled profile's."""
    names = sorted(known)
    return (
        f"no profile is named {one_line(name)!r}{nearest(name, names)}; there are {', '.join(names)};"
        " a profile of your own is named by its path, such as ./my.toml"
    )


@lru_cache(maxsize=64)
def _bundled_layer(path: Path, label: str) -> Layer:
    # Several profiles are built on one base, whose rules take a while to read.
    return read_layer(read_text(path, label), label, is_bundled=True)


def _parent(extends: str, path: Path, label: str) -> tuple[Path, str]:
    if is_path(extends):
        parent = path.parent / extends
        return parent, str(parent)
    names = sorted(bundled.stem for bundled in SITES.glob("*.toml"))
    if extends not in names:
        raise ProfileError(f"{label}: extends: {unknown_name(extends, names)}")
    return SITES / f"{extends}.toml", f"{extends}.toml"


def read_text(path: Path, label: str) -> str:
    """The UTF-8 text of the file at `path`, which people call `label`. Raises ProfileError."""
    try:
        if path.exists() and not path.is_file():  # a pipe would block, a device never end
            raise ProfileError(f"{label}: is no regular file")
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        problem = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ProfileError(f"{label}: cannot be read: {problem}") from error
    if len(content) > MAX_FILE_BYTES:
        raise ProfileError(f"{label}: has more than {MAX_FILE_BYTES} bytes")
    try:
        return content.decode("utf-8-sig")  # Windows' Notepad puts a byte order mark first
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ProfileError(f"{label}: is no UTF-8 text (line {line})") from error


def _require_own_place(profile: SiteProfile, label: str) -> None:
    bundled = bundled_profiles()
    same_name = bundled.get(profile.name)
    if same_name is not None and not same_name.domains:
        raise ProfileError(f"{label}: name: {profile.name!r} is the name of a built-in base; take another")
    for name, other in bundled.items():
        # One's own form of a bundled profile is welcome, when it says so: by its name or by what it extends.
        for domain in sorted(set(profile.domains) & set(other.domains) if name not in profile.lineage else ()):
            raise ProfileError(
                f'{label}: domains: {domain!r} belongs to the bundled profile {name!r}; build on it: extends = "{name}"'
            )
    if profile.sources and not profile.domains:
        raise ProfileError(f"{label}: domains: missing; a profile with sources needs the hosts of its site")
