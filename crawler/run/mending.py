"""Mending: what whoever takes a site's lock does first."""

import logging

from crawler.run.store import Store, recover
from crawler.run.swap import mend_swap
from crawler.state import State

logger = logging.getLogger(__name__)


def mend(store: Store, state: State, site: str) -> None:
    """Bring the files of `site` back to what the state knows, and say what was mended. Raises as `recover` does."""
    known = state.segments.of(site)
    mended = mend_swap(store, site, {segment.path for segment in known})
    kept, lines = recover(store, site, known)
    state.segments.replace(site, kept)
    for line in (*mended, *lines):
        logger.warning("mended after a run that was cut short site=%s %s", site, line)
