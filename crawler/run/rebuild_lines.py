"""What the record and reject lines of one site say became of its URLs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from crawler.extract.furniture import lines_of
from crawler.extract.signature import signature
from crawler.items import Article
from crawler.record import article_of
from crawler.run.look_again import next_look
from crawler.run.moments import moment_of, published_at, published_day
from crawler.run.records_reader import StoredLine, lines
from crawler.run.site import VANISHED, VANISHED_STATUSES
from crawler.run.site_memory import counted_lines
from crawler.run.store import PART
from crawler.state.rebuild import Replay
from crawler.state.rows import Finished, KnownRecord, Segment, SegmentKind
from pipelines.version import fingerprints

Turn = Callable[[Mapping[str, object], StoredLine], Replay]


class LinesOf:
    """Reads the segments `paths` of one kind, in order. When all is read, `segments` tells how much of each counts.

    That is up to the last line that is whole JSON; in an open one, also none whose capture `warcs` (the archive's
    open files) do not hold. `said` has a line for people for each file with something that does not count.
    """

    def __init__(
        self, folder: Path, site: str, kind: SegmentKind, paths: Sequence[str], warcs: Sequence[Segment]
    ) -> None:
        self._folder, self._site, self._kind, self._paths = folder, site, kind, paths
        self._warcs = {one.path: one.committed_bytes for one in warcs if not one.closed}
        self.segments: list[Segment] = []
        self.said: list[str] = []

    def replays(self, turn: Turn) -> Iterator[Replay]:
        """What each line says, by `turn`. A line that it raises ValueError for is passed over."""
        for path in self._paths:
            closed = (self._folder / path).exists()
            size = (self._folder / (path if closed else path + PART)).stat().st_size
            end, bad = 0, []
            for line in lines(self._folder, Segment(path, self._site, self._kind, size)):
                try:
                    if not line.raw.endswith(b"\n"):
                        raise ValueError("cut off")
                    value = line.value()
                    if not closed and self._is_ahead(value):
                        break
                    end = line.end
                    yield turn(value, line)
                except ValueError as error:
                    bad.append((line.number, line.end, str(error)))
            # What cannot be read among what can stays: only the end of a file can have been cut off.
            amid = [one for one in bad if one[1] <= end]
            if amid:
                number, _, why = amid[0]
                self.said.append(
                    f"{path}: {len(amid)} lines are not what they should be, the first is line {number}: {why}"
                )
            if end == 0 and closed and size:
                self.said.append(f"{path}: no line of it can be read; it stays as it is")
                end = size
            self.segments.append(Segment(path, self._site, self._kind, end, closed))

    def _is_ahead(self, record: Mapping[str, object]) -> bool:
        """Whether the capture of a record had not reached its file when the run was cut off."""
        pointer = record.get("archive")
        if not isinstance(pointer, Mapping) or pointer.get("file") not in self._warcs:
            return False
        offset, length = pointer.get("offset"), pointer.get("length")
        return (
            not isinstance(offset, int) or not isinstance(length, int) or offset + length > self._warcs[pointer["file"]]
        )


def turn_record(ladder_s: Sequence[float]) -> Turn:
    """Turns a record into what the crawl noted of it. It raises ValueError for what is no record of this version."""

    def turn(value: Mapping[str, object], line: StoredLine) -> Replay:
        article = _as_read(article_of(value))
        fetched_at = moment_of(article.fetched_at)
        base = published_at(article.date_published) or fetched_at
        day = published_day(article.date_published)
        known = KnownRecord(
            article.id, article.site, article.url, article.version, article.content_hash, fingerprints(article), day,
            line.segment, article.signature, article.duplicate_of,
        )  # fmt: skip
        finished = Finished(
            article.site, article.requested_url, article.url, "record", fetched_at, status=article.status,
            record_id=article.id, record=known, published=day, due_at=next_look(base, fetched_at, ladder_s),
            lines=counted_lines(article),
        )  # fmt: skip
        return Replay(finished, article.found_via, base)

    return turn


def _as_read(article: Article) -> Article:
    """A record's article with what a worker adds and no record holds: its lines for the site memory, its signature."""
    return replace(article, memory_lines=tuple(lines_of(article)), signature=signature(article.text))


def turn_reject(value: Mapping[str, object], line: StoredLine) -> Replay:
    """Turns a reject into what the crawl noted of it. Raises ValueError for what is none."""
    text = {name: _text(value, name) for name in ("site", "requested_url", "url", "reason", "fetched_at")}
    status, published, via = value.get("status"), value.get("date_published"), value.get("found_via")
    copied = value.get("duplicate_of")
    fetched_at = moment_of(text["fetched_at"])
    finished = Finished(
        text["site"], text["requested_url"], text["url"], "outside" if text["reason"] == "outside" else "reject",
        fetched_at, status=status if isinstance(status, int) else None, reason=text["reason"],
        gone=status in VANISHED_STATUSES or text["reason"] in VANISHED,
        published=published_day(published) if isinstance(published, str) else None,
        alias_of=copied if isinstance(copied, str) else None,
    )  # fmt: skip
    return Replay(finished, via if isinstance(via, str) else None, fetched_at)


def _text(value: Mapping[str, object], name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str):
        raise ValueError(f"{name}: must be a text")
    return text
