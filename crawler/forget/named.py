"""What of a store may still name an article that was forgotten: files that a removal does not write anew."""

from collections.abc import Iterator, Sequence
from pathlib import Path

PLACES = ("reports/*.json", "logs/**/*")
BLOCK_BYTES = 1_000_000
MOST_URLS = 1000  # sought in every file


def named_elsewhere(folder: Path, urls: Sequence[str]) -> Iterator[str]:
    """A line for people for each older state, report and log of the store `folder` that may name one of `urls`."""
    for path in sorted(folder.glob("state.sqlite.bak-*")):
        if not path.name.endswith(("-wal", "-shm")):
            yield f"{path.name} is an older state, and holds what it knew then: remove it"
    needles = [url.encode() for url in urls[:MOST_URLS]]
    for place in PLACES:
        for path in sorted(folder.glob(place)):
            if path.is_file() and _holds(path, needles):
                yield f"named in {path.relative_to(folder)}, which stays as it is"


def _holds(path: Path, needles: Sequence[bytes]) -> bool:
    longest = max(map(len, needles), default=0)
    kept = b""
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                kept = kept[-longest:] + block
                if any(needle in kept for needle in needles):
                    return True
    except OSError:
        return False
    return False
