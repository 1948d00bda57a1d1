"""Sizes: how much of the disk a site's files and the state take, and what is left."""

from collections.abc import Collection, Iterable, Mapping

from crawler.run.store import PLACES, Store
from crawler.state.rows import Segment


def sizes_of(store: Store, segments: Iterable[Segment], written: Collection[str]) -> Mapping[str, object]:
    """Bytes of each kind of a site's `segments`, all of them and those that this run has `written` (paths).

    And of what all sites share: `state`, and `disk_free`, which is what is left to us. Raises CannotWrite.
    """
    known = list(segments)
    sizes: dict[str, object] = {
        kind: {
            "all": sum(one.committed_bytes for one in known if one.kind == kind),
            "run": sum(one.committed_bytes for one in known if one.kind == kind and one.path in written),
        }
        for kind in PLACES
    }
    return sizes | {"state": store.state_bytes(), "disk_free": store.free_bytes()}
