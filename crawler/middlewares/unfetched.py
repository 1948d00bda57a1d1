"""Why a request gave no usable response: one reason word, a text for people, and whether to try again."""

from dataclasses import dataclass

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from crawler.errors import CannotWrite


class NotFetched(IgnoreRequest):
    """Raised by our middlewares instead of fetching. `retry` is whether a later run should try again."""

    def __init__(self, reason: str, detail: str, *, retry: bool) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.retry = reason, detail, retry


@dataclass(frozen=True, slots=True)
class Failure:
    """What a failed request comes to in counts, state and report."""

    reason: str
    detail: str
    retry: bool


KINDS: tuple[tuple[type[BaseException], str, bool], ...] = (
    (CannotResolveHostError, "dns", True),
    (DownloadTimeoutError, "timeout", True),
    (DownloadConnectionRefusedError, "refused_connection", True),
)


def failure_of(error: BaseException) -> Failure:
    """The failure that an exception out of Scrapy's downloader stands for."""
    if isinstance(error, NotFetched):
        return Failure(error.reason, error.detail, error.retry)
    detail = str(error) or type(error).__name__
    if isinstance(error, CannotWrite):
        return Failure("cannot_write", detail, retry=True)
    if isinstance(error, IgnoreRequest):  # Scrapy's own: too many redirects
        return Failure("redirects", detail, retry=True)
    for kind, reason, retry in KINDS:
        if isinstance(error, kind):
            return Failure(reason, detail, retry)
    return Failure("unreachable", detail, retry=True)
