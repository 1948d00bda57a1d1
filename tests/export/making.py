"""Exports made in this process, and what came of them."""

import json
from collections.abc import Callable
from pathlib import Path

from crawler.export.job import Kind, Outcome, export
from crawler.export.kinds import kind_of
from crawler.export.request import Filters, Request
from crawler.export.target import Target
from crawler.export.work import Work

EVERYTHING = Filters()


def request_of(store: Path, to: Path, filters: Filters = EVERYTHING, form: str = "jsonl") -> Request:
    """A request with these filters."""
    return Request(store=store, to=to, format=form, filters=filters)


def made(request: Request, kind: Callable[[Work], Kind] | None = None) -> Outcome | None:
    """The export that `request` asks for."""
    kind = kind or (lambda work: kind_of(request, work))
    return export(request, Target(request.to, replace=False), kind, lambda doing, done, total: None)


def records_in(folder: Path) -> list[dict[str, object]]:
    """The records of an export as JSONL, in order."""
    lines = [line for path in sorted(folder.rglob("*.jsonl")) for line in path.read_text().splitlines()]
    return [json.loads(line) for line in lines]


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
