"""The settings of a run: `crawler/settings.py`, and over it what the command line says."""

from collections.abc import Iterable

from scrapy.settings import Settings

from crawler import settings as project
from crawler.errors import UsageError
from crawler.profiles.nearest import nearest


def settings_for(
    pairs: Iterable[tuple[str, str]],
    allow_networks: Iterable[str] = (),
    *,
    jobs: int | None = None,
    delay_s: float | None = None,
    concurrency: int | None = None,
) -> Settings:
    """Scrapy's settings with the project's and the command line's over them, in that order.

    `pairs` are of --set. Raises UsageError for a name that neither Scrapy nor the project has, or a value that a
    number's setting cannot take.
    """
    settings = Settings()
    settings.setmodule(project, priority="project")
    for name, value in pairs:
        if name not in settings:
            raise UsageError(f"--set {name}: no such setting{nearest(name, list(settings))}")
        _check_number(name, value, settings[name])
        settings.set(name, value, priority="cmdline")
    chosen = {"JOBS": jobs, "DOWNLOAD_DELAY": delay_s, "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency}
    for name, number in chosen.items():
        if number is not None:
            settings.set(name, number, priority="cmdline")
    settings.set("ALLOW_NETWORKS", [*settings.getlist("ALLOW_NETWORKS"), *allow_networks], priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # crawler/cli/logs.py has its own
    # With a host's concurrency raised, the crawler's own bound must not be the lower one.
    total = max(settings.getint("CONCURRENT_REQUESTS"), settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
    settings.set("CONCURRENT_REQUESTS", total, priority="cmdline")
    return settings


def _check_number(name: str, value: str, default: object) -> None:
    if isinstance(default, int | float) and not isinstance(default, bool):
        try:
            float(value)
        except ValueError as error:
            raise UsageError(f"--set {name}={value}: a number is needed") from error
