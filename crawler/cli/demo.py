"""`newskeep demo`: the bundled site on loopback, crawled by the real crawler as a process of its own."""

import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from crawler.cli.messages import say
from crawler.demo.server import DemoSite

PROFILE = Path(__file__).parent.parent / "demo" / "profile.toml"


def run_demo(output: Path) -> int:
    """Serve the demo site and crawl it into the store `output`; the crawl's exit code.

    The crawl itself says on standard output what came of it. Raises OSError when no loopback port can be had.
    """
    with DemoSite() as site, tempfile.TemporaryDirectory(prefix="newskeep-demo-") as folder:
        say(f"the demo site is up at {site.base}/")
        return _crawl(write_profile(Path(folder), site.base), output)


def write_profile(folder: Path, base: str) -> Path:
    """The profile of the demo site served at `base`, as a file in `folder`."""
    text = PROFILE.read_text(encoding="utf-8")
    path = folder / "demo.toml"
    path.write_text(text.replace("BASE", base).replace("HOST", urlsplit(base).hostname or ""), encoding="utf-8")
    return path


def _crawl(profile: Path, output: Path) -> int:
    words = ["crawl", str(profile), "--allow-network", "127.0.0.0/8", "--delay", "0", "--output", str(output)]
    command = [sys.executable, "-m", "crawler", *words]
    # In a session of its own, so that Ctrl-C reaches it once: by us.
    with subprocess.Popen(command, start_new_session=True) as crawl:  # noqa: S603 - our own command
        try:
            return crawl.wait()
        except KeyboardInterrupt:
            crawl.terminate()
            crawl.wait()
            raise
