"""`newskeep demo`: the bundled site on loopback, crawled by the real crawler as a process of its own."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from crawler.demo.server import DemoSite
from crawler.errors import SourceChanged

PROFILE = Path(__file__).parent.parent / "demo" / "profile.toml"


@dataclass(frozen=True, slots=True)
class Summary:
    """What the report of the demo's crawl says."""

    found: int
    fetched: int
    records: int
    rejects: dict[str, int]
    seconds: float
    files: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """The summary in the report at `path`. Raises SourceChanged when it is no such report."""
        try:
            report = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                found=int(report["found"]),
                fetched=int(report["fetched"]),
                records=int(report["records"]),
                rejects={str(reason): int(number) for reason, number in report["rejects"].items()},
                seconds=float(report["seconds"]),
                files=tuple(str(name) for name in report["files"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SourceChanged(f"{path} is no report of a crawl: {error!r}") from error


def run_demo(output: Path) -> int:
    """Serve the demo site, crawl it into the store `output`, say on standard output what came of it; the exit code."""
    with DemoSite() as site, tempfile.TemporaryDirectory(prefix="newskeep-demo-") as folder:
        profile = write_profile(Path(folder), site.base)
        known = set(_reports(output))
        code = _crawl(profile, output)
        fresh = [path for path in _reports(output) if path not in known]
    if fresh:
        _print(Summary.read(fresh[-1]), output)
    return code


def write_profile(folder: Path, base: str) -> Path:
    """The profile of the demo site served at `base`, as a file in `folder`."""
    text = PROFILE.read_text(encoding="utf-8")
    path = folder / "demo.toml"
    path.write_text(text.replace("BASE", base).replace("HOST", urlsplit(base).hostname or ""), encoding="utf-8")
    return path


def _crawl(profile: Path, output: Path) -> int:
    words = ["crawl", str(profile), "--allow-network", "127.0.0.0/8", "--delay", "0", "--output", str(output)]
    # In a session of its own, so that Ctrl-C reaches it once: by us.
    command = [sys.executable, "-m", "crawler", *words]
    with subprocess.Popen(command, start_new_session=True) as crawl:  # noqa: S603 - our own command
        try:
            return crawl.wait()
        except KeyboardInterrupt:
            crawl.terminate()
            crawl.wait()
            raise


def _reports(output: Path) -> list[Path]:
    return sorted((output / "reports").glob("demo-*.json"))


def _print(summary: Summary, output: Path) -> None:
    table = Table(title="Demo site", title_justify="left", box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("found", str(summary.found))
    table.add_row("fetched", str(summary.fetched))
    table.add_row("records", str(summary.records))
    table.add_row("rejects", str(sum(summary.rejects.values())))
    for reason, number in sorted(summary.rejects.items()):
        table.add_row(f"  {reason}", str(number))
    table.add_row("seconds", f"{summary.seconds:.1f}")
    console = Console(soft_wrap=True, highlight=False)
    console.print(table)
    for name in summary.files:
        console.print(f"records: {output / name}", markup=False)
    console.print(f"rejects: {output / 'rejects'}", markup=False)
