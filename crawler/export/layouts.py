"""Where an export's records go when splits are asked for, and when it is a folder for `datasets`."""

from collections.abc import Sequence

from crawler import __version__
from crawler.export.request import Request
from crawler.export.work import Work
from crawler.items import SCHEMA_VERSION
from crawler.run.forgotten import read_forgotten
from crawler.settings import USER_AGENT
from pipelines.exports.card import About
from pipelines.exports.croissant import Column
from pipelines.exports.dataset import DataSet
from pipelines.exports.layout import Layout, OneFolder
from pipelines.exports.parted import Parted
from pipelines.exports.units import Splitter

UNITS = "units.sqlite"


def parted(request: Request, work: Work, inner: Layout) -> Layout:
    """`inner`, in the folder of each split that `request` asks for."""
    return _parted(request, work, inner) or inner


def data_set(request: Request, work: Work, columns: Sequence[Column]) -> DataSet:
    """A folder for `datasets`, with the papers of Parquet files that have `columns`."""
    asked = request.filters
    about = About(
        title=request.title,
        version=__version__,
        schema_version=SCHEMA_VERSION,
        user_agent=USER_AGENT,
        filters={
            "sites": sorted(asked.sites),
            "languages": sorted(asked.languages),
            "published since": asked.since,
            "published until": asked.until,
            "for which holds": asked.where,
            "versions": "the newest of each article" if asked.latest_only else "all",
        },
        removals=len(read_forgotten(request.store).tombstones),
        drops_copies=asked.drop_duplicates,
    )
    return DataSet(_parted(request, work, OneFolder()), about, columns)


def _parted(request: Request, work: Work, inner: Layout) -> Parted | None:
    if request.split is None:
        return None
    return Parted(Splitter(request.split, work.group_of, work.beside(UNITS)), inner)
