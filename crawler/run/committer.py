"""The committer: records and state agree after any end.

It takes all that is finished, makes the segments durable, then tells the state in one transaction the new length of
each segment together with the URLs that it finishes. The next commit begins when this one ends, at most `every_s`
later: a kill costs what is in flight and one commit.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from crawler.errors import CannotWrite
from crawler.run.segment import SegmentWriter, sync
from crawler.state import State
from crawler.state.rows import Finished, Payload, Segment


class Committer:
    """One a process. `failure` is set when no more is to be taken: a commit failed, or `require_room` raised.

    `require_room` is asked after each commit that is due by time; when it raises CannotWrite, what is in flight is
    still committed.
    """

    def __init__(self, state: State, every_s: float, require_room: Callable[[], None] = lambda: None) -> None:
        self._state = state
        self._every_s = every_s
        self._require_room = require_room
        self._writers: list[SegmentWriter] = []
        self._finished: list[Finished] = []
        self._payloads: list[Payload] = []
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()
        self.failure: asyncio.Future[CannotWrite] = asyncio.get_running_loop().create_future()

    def add_writer(self, writer: SegmentWriter) -> None:
        """Commit what `writer` takes, too."""
        self._writers.append(writer)

    def drop_writer(self, writer: SegmentWriter) -> None:
        """`writer` is closed and committed, or past saving."""
        self._writers.remove(writer)

    def finish(self, finished: Finished) -> None:
        """Take note of what became of a URL; its lines are appended already."""
        self._state.note(finished)
        self._finished.append(finished)

    def keep(self, payload: Payload) -> None:
        """Take note of a payload that the archive holds now."""
        self._state.note_payload(payload)
        self._payloads.append(payload)

    def start(self) -> None:
        """Commit from now on, on its own."""
        self._task = asyncio.create_task(self._run())

    async def commit(self) -> None:
        """Commit all that is finished now. Raises CannotWrite, and then nothing of it is committed."""
        async with self._lock:
            flushed = [(writer, writer.flushed()) for writer in self._writers]
            finished, self._finished = self._finished, []
            payloads, self._payloads = self._payloads, []
            segments = [segment for _, pairs in flushed for segment, _ in pairs]
            numbers = [number for _, pairs in flushed for _, number in pairs]
            if not finished and not segments:
                return
            await asyncio.to_thread(self._make_durable, numbers, finished, segments, payloads)
            for writer, pairs in flushed:
                writer.mark_committed([segment for segment, _ in pairs])

    async def close(self) -> None:
        """Stop committing on its own and commit the rest. Raises CannotWrite."""
        self._closing.set()
        if self._task:
            await self._task
        await self.commit()

    def _make_durable(
        self, numbers: list[int], finished: list[Finished], segments: list[Segment], payloads: list[Payload]
    ) -> None:
        sync(numbers)
        self._state.commit(finished, segments, payloads)

    async def _run(self) -> None:
        while not self._closing.is_set():
            # A flag, not a cancel: a commit that has begun in its thread must be seen to its end.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), self._every_s)
            try:
                await self.commit()
            except CannotWrite as error:
                self._fail(error)
                return
            try:
                self._require_room()
            except CannotWrite as error:
                self._fail(error)

    def _fail(self, error: CannotWrite) -> None:
        if not self.failure.done():
            self.failure.set_result(error)
