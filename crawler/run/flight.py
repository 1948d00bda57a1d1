"""Flight: how many bytes of responses this process holds at once, from their first byte until they are read."""

import asyncio
import gc
from collections import deque
from dataclasses import dataclass

# A response that nobody needs any more may be part of a cycle: then its bytes come back with the next collection. One
# takes 80 ms in a run of ten sites, so it is for the case that nothing else has given any room back for so long.
COLLECT_AFTER_S = 1.0


@dataclass(slots=True)
class Hold:
    """What one response has of the budget."""

    size_bytes: int


class Flight:
    """A budget of bytes. Whoever waits for room gets it in turn, so that a large response is not overtaken for ever."""

    def __init__(self, budget_bytes: int) -> None:
        self._budget_bytes, self._held_bytes = budget_bytes, 0
        self._waiting: deque[asyncio.Event] = deque()
        self._given_back = 0  # times

    async def admit(self, size_bytes: int) -> Hold:
        """Room for a response of `size_bytes`, at most the whole budget, as soon as there is any."""
        size_bytes = min(size_bytes, self._budget_bytes)
        if self._waiting or not self._fits(size_bytes):
            turn = asyncio.Event()
            self._waiting.append(turn)
            try:
                while self._waiting[0] is not turn or not self._fits(size_bytes):
                    turn.clear()
                    given_back = self._given_back
                    try:
                        await asyncio.wait_for(turn.wait(), COLLECT_AFTER_S)
                    except TimeoutError:
                        if self._waiting[0] is turn and self._given_back == given_back:
                            gc.collect()
            finally:
                self._waiting.remove(turn)
                self._wake()
        self._held_bytes += size_bytes
        return Hold(size_bytes)

    def grow(self, hold: Hold, size_bytes: int) -> bool:
        """Whether there is room for `hold` to be `size_bytes`, which it then is."""
        more = size_bytes - hold.size_bytes
        if more <= 0:
            return True
        if not self._fits(more):
            return False
        hold.size_bytes += more
        self._held_bytes += more
        return True

    def shrink(self, hold: Hold, size_bytes: int) -> None:
        """Give back what `hold` has beyond `size_bytes`."""
        if hold.size_bytes > size_bytes:
            self._held_bytes -= hold.size_bytes - size_bytes
            hold.size_bytes = size_bytes
            self._given_back += 1
            self._wake()

    def release(self, hold: Hold) -> None:
        """Give back all of `hold`; a second time gives nothing."""
        self.shrink(hold, 0)

    def _fits(self, size_bytes: int) -> bool:
        return self._held_bytes + size_bytes <= self._budget_bytes

    def _wake(self) -> None:
        if self._waiting:
            self._waiting[0].set()
