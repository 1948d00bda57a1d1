"""Page notes: what the exchanges of an archive do not tell about a page that a crawl took in.

A note is a WARC metadata record beside the page's response. Notes stand in the order in which the pages were taken
in, so that all that a crawl made of its pages can be made again from its archive.

requested-url: https://daily.example/2026/03/quay/
found-via: sitemap
profile: daily generic
published-since: 2026-03-01
further-page: urn:uuid:… https://daily.example/2026/03/quay/?page=2
tdm-reservation: 1
tdm-policy: https://daily.example/mining/
"""

from dataclasses import dataclass, field
from datetime import date
from typing import cast, get_args

from crawler.archive.captured import Captured
from crawler.archive.fields import Fields
from crawler.archive.http_head import one_line
from crawler.dates import Window
from crawler.items import Reservation, SourceKind

REQUESTED, VIA, PROFILE, SINCE, UNTIL, FURTHER, TDM, TDM_POLICY = (
    "requested-url", "found-via", "profile", "published-since", "published-until", "further-page", "tdm-reservation",
    "tdm-policy",
)  # fmt: skip
MAX_FURTHER = 1000  # of one note; a crawl follows 30


@dataclass(frozen=True, slots=True)
class PageNote:
    """What a crawl knew of a page.

    `lineage` is that of the profile which read it, `window` what the run asked for. `further` holds the article's other
    pages: the URL that was asked for, and the WARC-Record-ID of what answered in the end. `says` is what the site's
    tdmrep.json says of it, where the page itself says nothing.
    """

    requested_url: str
    found_via: SourceKind | None
    lineage: tuple[str, ...]
    window: Window = field(default_factory=Window)
    further: tuple[tuple[str, str], ...] = ()
    says: Reservation | None = None

    def fields(self) -> Fields:
        """The note as the fields of a record, in their order."""
        pairs = [
            (REQUESTED, self.requested_url),
            (VIA, self.found_via or ""),
            (PROFILE, " ".join(self.lineage)),
            (SINCE, str(self.window.since or "")),
            (UNTIL, str(self.window.until or "")),
            *((FURTHER, f"{record_id} {url}") for url, record_id in self.further),
            (TDM, self.says.reservation if self.says else ""),
            (TDM_POLICY, (self.says.policy or "") if self.says else ""),
        ]
        return tuple((name, one_line(value)) for name, value in pairs if value)


def note_of(captured: Captured) -> PageNote | None:
    """The note that a record holds; None when it is none: another kind of record, or one of others."""
    if captured.kind != "metadata" or not captured.concurrent_to:
        return None
    one = dict(captured.fields)
    if REQUESTED not in one or PROFILE not in one:
        return None
    further = (value.partition(" ") for name, value in captured.fields[:MAX_FURTHER] if name == FURTHER)
    via = one.get(VIA)
    try:
        window = Window(_day(one.get(SINCE)), _day(one.get(UNTIL)))
    except ValueError:
        return None
    return PageNote(
        one[REQUESTED],
        cast("SourceKind", via) if via in get_args(SourceKind) else None,
        tuple(one[PROFILE].split()),
        window,
        tuple((url, record_id) for record_id, _, url in further),
        Reservation(one[TDM], one.get(TDM_POLICY)) if one.get(TDM) in ("0", "1") else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
