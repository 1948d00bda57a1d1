"""Where an export's records go: by splits when they are asked for, and with its papers when it is a data set."""

from crawler.export.request import Request
from crawler.export.work import Work
from pipelines.exports.layout import Layout
from pipelines.exports.parted import Parted
from pipelines.exports.units import Splitter

UNITS = "units.sqlite"


def parted(request: Request, work: Work, inner: Layout) -> Layout:
    """`inner`, in the folder of each split that `request` asks for."""
    if request.split is None:
        return inner
    return Parted(Splitter(request.split, work.group_of, work.beside(UNITS)), inner)
