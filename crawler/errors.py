"""What a caller acts on. Each error is named for what the caller should do."""


class NewskeepError(Exception):
    """Any error that newskeep raises on purpose; its text is one plain line for a person."""


class RetryLater(NewskeepError):
    """Put the page back: it may be whole the next time (cut off, server busy, host unreachable)."""


class SourceChanged(NewskeepError):
    """A person must look: a source or a page is no longer what the profile says."""


class ProfileError(NewskeepError):
    """A profile cannot be used: the text names file, key and what is allowed. Exit code 2."""


class UsageError(NewskeepError):
    """The command line asks for something that cannot be done as it stands. Exit code 2."""


class SiteBusy(NewskeepError):
    """Another run holds the site: the text says who (pid, host, since). Exit code 5."""


class CannotWrite(NewskeepError):
    """The store cannot be written, or not without harm to what it holds. Exit code 6."""


class TooLarge(NewskeepError):
    """Leave it: the body is beyond the bound after decoding."""


class Undecodable(NewskeepError):
    """Leave it: the body is in a content encoding that we do not know."""
