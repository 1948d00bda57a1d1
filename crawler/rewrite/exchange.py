"""The store held as a whole, and rewritten files taken for the old ones."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime

from crawler.errors import SiteBusy
from crawler.rewrite.sealed import Rewriting
from crawler.run.locks import SiteLock
from crawler.run.mending import mend
from crawler.run.rebuild import sites_of
from crawler.run.store import Store
from crawler.run.swap import Swap, finish, mend_swap, place
from crawler.state import State
from crawler.state.exchange import exchange_files


def held_whole(stack: ExitStack, store: Store, now: datetime) -> tuple[State, list[str]]:
    """The state, and the sites of the store, all of them locked and mended until `stack` ends.

    Captures of one site may refer to another's, so no run may be in the store. Raises SiteBusy and CannotWrite.
    """
    held = sites_of(store)
    for site in held:
        stack.callback(SiteLock(store.lock_path(site), site, now).release)
    state = State(store.state_path)
    stack.callback(state.close)
    for site in held:
        mend(store, state, site)
    return state, held


def refuse_late(store: Store, held: Sequence[str]) -> None:
    """Raise SiteBusy when a site has come since its like were locked."""
    if late := set(sites_of(store)) - set(held):
        raise SiteBusy(f"a run of {min(late)} began meanwhile; end it and try again")


def exchange(
    store: Store,
    rewritings: Sequence[Rewriting],
    dropped: Iterable[tuple[str, str]],
    also: Callable[[sqlite3.Connection], None] | None = None,
) -> None:
    """Take what was written anew for the old, all of it or nothing; `also` has the state forget more in that step.

    `dropped` are WARC-Record-ID and digest of the captures that go. Raises CannotWrite.
    """
    swaps = [
        Swap(one.site, tuple(segment.path for segment in one.new), tuple(one.old)) for one in rewritings if one.old
    ]
    if not swaps and also is None:
        return
    place(store, swaps)
    exchange_files(
        store.state_path,
        [path for swap in swaps for path in swap.old],
        [segment for one in rewritings for segment in one.new],
        {old: new for one in rewritings for old, new in one.renamed.items()},
        dropped,
        also,
    )
    finish(store, swaps)


def remove_new(store: Store, state: State, sites: Sequence[str], say: Callable[[str], None]) -> None:
    """Remove what is left of rewriting `sites` when it was not swapped in, or not to its end."""
    for site in sites:
        for line in mend_swap(store, site, {one.path for one in state.segments.of(site)}):
            say(f"{site}: {line}")
