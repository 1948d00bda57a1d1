"""The survey: an archive and the lines on record, looked through once and put into the plan."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from crawler.archive.captured import CAPTURES, Captured
from crawler.archive.cdxj import mime_of
from crawler.archive.holdings import WarcFile
from crawler.archive.page_note import PageNote, note_of
from crawler.archive.reader import Unreadable, captures
from crawler.reprocess.plan import OldLine, Plan
from crawler.reprocess.sites import Sites
from crawler.run.records_reader import lines
from crawler.state.rows import Segment

HTML = frozenset({"text/html", "application/xhtml+xml"})
OURS = "newskeep/"  # how the software in a warcinfo of ours begins

Say = Callable[[str], None]


class ArchiveSurvey:
    """Puts the captures and pages of WARC files into `plan`.

    In files of ours, pages are those that the crawl noted; in files of others, all HTML served with status 200.
    """

    def __init__(self, plan: Plan, sites: Sites, say: Say) -> None:
        self._plan, self._sites, self._say = plan, sites, say
        self._latest: dict[str, datetime] = {}  # by site: when its last page was taken in

    def add(self, files: Iterable[WarcFile]) -> None:
        """Look through `files`. Where one is damaged it is told, and left."""
        for file in files:
            try:
                self._add(file)
            except Unreadable as error:
                self._say(f"{error}; what lies beyond is not read, and what is on record of it stays as it is")

    def _add(self, file: WarcFile) -> None:
        is_ours = False
        for captured in captures(file.path, tolerate_torn=file.is_open):
            if captured.kind == "warcinfo":
                is_ours = dict(captured.fields).get("software", "").startswith(OURS)
            elif not captured.length:
                raise Unreadable(
                    file.path, captured.offset, "records are not compressed one by one; see warcio recompress,"
                )
            elif captured.kind in CAPTURES and captured.exchange:
                number = self._plan.add_capture(captured)
                if not is_ours:
                    self._add_foreign(file, captured, number)
            elif is_ours and (note := note_of(captured)):
                self._add_noted(file, captured, note)

    def _add_foreign(self, file: WarcFile, captured: Captured, number: int) -> None:
        exchange = captured.exchange
        if exchange is None or exchange.status != 200 or exchange.truncated:
            return
        if mime_of(exchange.header("content-type")) not in HTML:
            return
        if profile := self._sites.profile_of(file, captured.url):
            note = PageNote(captured.url, None, profile.lineage)
            self._plan.add_page(number, profile.name, captured.at, captured.at, note)

    def _add_noted(self, file: WarcFile, captured: Captured, note: PageNote) -> None:
        found = self._plan.capture_of(captured.concurrent_to)
        profile = self._sites.profile_of(file, captured.url)
        if found is None or profile is None:
            return
        number, fetched_at = found
        # Notes stand in their order, whatever a clock did that was set back.
        order_at = max(captured.at, self._latest.get(profile.name, captured.at))
        self._latest[profile.name] = order_at
        self._plan.add_page(number, profile.name, order_at, fetched_at, note)


def survey_lines(plan: Plan, folder: Path, segments: Sequence[Segment]) -> None:
    """Put every committed line of record and reject `segments` of the store `folder` into `plan`."""
    for segment in segments:
        for line in lines(folder, segment):
            try:
                value = line.value()
            except ValueError:
                value = {}  # nothing is known of it, so it stays
            plan.add_line(
                OldLine(
                    0, segment.kind, segment.site, segment.path, line.end - len(line.raw), len(line.raw),
                    _text(value, "requested_url"), _text(value, "fetched_at"),
                    _text(value, "date_published")[:10] or None,
                    _text(value, "id"), _whole(value, "version"), _pointer(value),
                )
            )  # fmt: skip


def _text(value: Mapping[str, object], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""


def _pointer(value: Mapping[str, object]) -> str:
    archive = value.get("archive")
    return _text(archive, "record_id") if isinstance(archive, dict) else ""


def _whole(value: Mapping[str, object], name: str) -> int:
    found = value.get(name)
    return found if isinstance(found, int) else 0
