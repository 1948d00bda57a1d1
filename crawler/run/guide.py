"""Guide: what a site's pages are read by, as its run sends it to the workers."""

import pickle
from dataclasses import dataclass
from typing import Self

from crawler.extract.memory import SiteMemory
from crawler.profiles.model import SiteProfile


@dataclass(frozen=True, slots=True)
class Guide:
    """What the pages of a site are read by. `packed` is the same for a worker, which unpacks it at the first page.

    A profile is 35 KB in some hundred objects: sent as objects with every page, it cost parent and worker 0.2 ms each.
    """

    profile: SiteProfile
    memory: SiteMemory
    packed: bytes

    @classmethod
    def of(cls, profile: SiteProfile, memory: SiteMemory) -> Self:
        return cls(profile, memory, pickle.dumps((profile, memory)))
