"""What an export is doing, and how far it is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of an export, in words for a person. It is counted in bytes, or in what `counts` says."""

    doing: str
    counts: str | None = None

    def told(self, done: int, seconds: float) -> str:
        """What is being done, at what rate."""
        rate = done / seconds
        return f"{self.doing}, " + (f"{rate:,.0f} {self.counts}/s" if self.counts else f"{rate / 1e6:,.0f} MB/s")


SURVEYING = Stage("looking through the store")
COMPARING = Stage("comparing copies")
LEARNING = Stage("learning the splits")
CHOOSING = Stage("choosing records")
WRITING = Stage("writing records", "records")
SENDING = Stage("sending files", "files")

Progress = Callable[[Stage, int, int], None]  # what is done, how much, of how much
