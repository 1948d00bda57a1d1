"""Choosing: from the snapshot to the records that go out, each with its folder."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from crawler.errors import UsageError
from crawler.export.progress import CHOOSING, COMPARING, LEARNING, SURVEYING, Progress, Stage
from crawler.export.request import Filters
from crawler.export.snapshot import HEAD, SourceHash, read
from crawler.export.work import Chosen, Work
from crawler.items import SCHEMA_VERSION
from crawler.profiles.checks import NAME
from crawler.record import FIELDS
from crawler.run.records_reader import StoredLine
from crawler.state.rows import Segment
from pipelines.exports.layout import Layout
from pipelines.exports.manifest import Source
from pipelines.exports.writer import Record

BATCH_RECORDS = 1_000  # that `where` is asked of at once; some 10 MB

Where = Callable[[Sequence[Record]], Sequence[bool]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that passed the filters, and where it lies."""

    segment: int
    line: StoredLine
    record: dict[str, object]


class Choosing:
    """Looks through `segments`, first for versions (`survey`), then for what is asked for (`choose`)."""

    def __init__(
        self, folder: Path, segments: Sequence[Segment], filters: Filters, where: Where | None, work: Work,
        progress: Progress,
    ) -> None:  # fmt: skip
        self._folder, self._segments, self._filters, self._where = folder, segments, filters, where
        self._work, self._progress = work, progress
        self._total_bytes = sum(one.committed_bytes for one in segments)
        self.newest_at = ""  # when the last record that goes out was fetched
        self.records = 0

    def survey(self) -> list[Source]:
        """Put the versions of the whole snapshot into the work; the segments with their hashes.

        Of all sites, whatever the filters: a site that was renamed leaves older versions under its old name.
        """
        sources, place, done = [], 0, 0
        for segment in self._segments:
            seen = SourceHash(segment)
            for line in read(self._folder, segment):
                seen.add(line.raw)
                place += 1
                head = HEAD.match(line.raw)
                if head is None:
                    raise _no_record(self._folder, line, "it does not begin like one")
                if (version := int(head["version"])) > 1:
                    self._work.add_later(head["id"].decode(), version, place)
                if place % BATCH_RECORDS == 0:
                    self._progress(SURVEYING, done + line.end, self._total_bytes)
            done += segment.committed_bytes
            sources.append(seen.source())
        return sources

    def choose(self, layout: Layout) -> None:
        """Put what goes out into the work, with its folder."""
        if self._filters.drop_duplicates:
            for one in self._candidates(COMPARING):
                if self._work.has_copies(_text(one.record, "id")):
                    self._work.offer(_text(one.record, "id"), _text(one.record, "fetched_at"))
        if layout.looks_ahead:
            layout.learn(one.record for one in self._wanted(LEARNING))
        for one in self._wanted(CHOOSING):
            length = len(one.line.raw)
            self._work.choose(Chosen(layout.place(one.record), one.segment, one.line.end - length, length))
            self.newest_at = max(self.newest_at, _text(one.record, "fetched_at"))
            self.records += 1

    def _wanted(self, stage: Stage) -> Iterator[Candidate]:
        for one in self._candidates(stage):
            if not self._filters.drop_duplicates or self._work.stands_for_group(_text(one.record, "id")):
                yield one

    def _candidates(self, stage: Stage) -> Iterator[Candidate]:
        admitted = self._admitted(stage)
        if self._where is None:
            yield from admitted
            return
        while batch := list(islice(admitted, BATCH_RECORDS)):
            keep = self._where([one.record for one in batch])
            yield from (one for one, kept in zip(batch, keep, strict=True) if kept)

    def _admitted(self, stage: Stage) -> Iterator[Candidate]:
        place = done = 0
        for number, segment in enumerate(self._segments):
            for line in read(self._folder, segment):
                place += 1
                if place % BATCH_RECORDS == 0:
                    self._progress(stage, done + line.end, self._total_bytes)
                if (record := self._read(line, place)) is not None:
                    yield Candidate(number, line, record)
            done += segment.committed_bytes

    def _read(self, line: StoredLine, place: int) -> dict[str, object] | None:
        head = HEAD.match(line.raw)
        if head is None:
            raise _no_record(self._folder, line, "it does not begin like one")
        id_ = head["id"].decode()
        if self._filters.latest_only and not self._work.is_newest(id_, int(head["version"]), place):
            return None
        try:
            record = dict(line.value())
        except ValueError as error:
            raise _no_record(self._folder, line, str(error)) from error
        # Not `article_of`, which looks at every value: that took a third of an export's time.
        if tuple(record) != FIELDS or record["schema_version"] != SCHEMA_VERSION:
            raise _no_record(self._folder, line, "its fields are others")
        if not NAME.fullmatch(str(record["site"])):  # it becomes a folder's name
            raise _no_record(self._folder, line, "its site is no name of a site")
        if not self._filters.admits(record):
            return None
        return record | {"duplicate_group": self._work.group_of(id_)}


def _no_record(folder: Path, line: StoredLine, why: str) -> UsageError:
    return UsageError(f"{folder / line.segment}:{line.number} is no record of this newskeep: {why}")


def _text(record: Record, name: str) -> str:
    return str(record[name])
