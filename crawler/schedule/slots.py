"""Room for so many runs at once."""

import asyncio
from types import TracebackType


class Slots:
    """`async with slots:` waits for room, first come first served. `most` may be changed while it is in use.

    Once `closed`, nobody waits any more: who gets in then looks at `closed` and leaves.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = 0
        self._changed = asyncio.Condition()
        self.closed = False

    async def __aenter__(self) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self.closed or self._taken < self._most)
            self._taken += 1

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        async with self._changed:
            self._taken -= 1
            self._changed.notify_all()

    async def set_most(self, most: int) -> None:
        """Let `most` in at once from now on; who is in stays."""
        async with self._changed:
            self._most = most
            self._changed.notify_all()

    async def close(self) -> None:
        """Let in who waits."""
        async with self._changed:
            self.closed = True
            self._changed.notify_all()

    async def empty(self) -> None:
        """Return when nobody is in."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._taken)
