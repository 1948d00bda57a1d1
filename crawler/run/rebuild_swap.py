"""An exchange of files that was cut short, brought to an end without a state to ask."""

from crawler.errors import UsageError
from crawler.run.store import PLACES, Store
from crawler.run.swap import mend_swap, read_journal
from crawler.state.lookup import Lookup


def mend_swap_without_state(store: Store, site: str) -> list[str]:
    """As `mend_swap`; whether the new files count is told by what is there of the old ones.

    Those go only after the state has come to know the new ones: if one is missing, the new ones count. A state that is
    still there and knows the new ones is believed, too. Hold the site's lock.
    """
    swap = read_journal(store, site)
    if swap is None:
        return mend_swap(store, site, ())
    is_begun = not all((store.folder / path).exists() for path in swap.old)
    counts = is_begun or set(swap.new) <= _known(store, site)
    return mend_swap(store, site, swap.new if counts else swap.old)


def _known(store: Store, site: str) -> set[str]:
    try:
        with Lookup(store.state_path) as state:
            return {segment.path for kind in PLACES for segment in state.segments(kind, site)}
    except UsageError:
        return set()
