"""Records pages, and writes what extraction makes of them.

    python -m tests.pages.record                        the pages of the demo site named in cases.toml
    python -m tests.pages.record wordpress/CASE URL     one page of any site, to be read with that bundled profile
    python -m tests.pages.record --expect               no fetching: article.json anew for all that is recorded

Read the diff before you commit it.
"""

import argparse
import tomllib
import urllib.error
import urllib.request
import urllib.response
from datetime import UTC, datetime

from crawler.demo.server import DemoSite
from crawler.items import Page
from tests.pages import recording

TIMEOUT_S = 30
PORT = 8642  # always the same, so that recording again changes only what has changed


def main() -> None:
    """Record what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", nargs="?", help="site/case; the site is the profile's name")
    parser.add_argument("url", nargs="?")
    parser.add_argument("--expect", action="store_true")
    args = parser.parse_args()
    if args.case:
        recording.save(args.case, fetch(args.url), args.case.partition("/")[0])
        recording.expect(args.case)
        return
    if not args.expect:
        record_demo()
    for case in recording.cases():
        recording.expect(case)


def record_demo() -> None:
    """Fetch the pages of cases.toml from the demo site."""
    paths = tomllib.loads((recording.FOLDER / "cases.toml").read_text("utf-8"))
    with DemoSite(port=PORT) as site:
        for case, path in paths.items():
            recording.save(f"demo/{case}", fetch(site.base + path), "demo")


def fetch(url: str) -> Page:
    """The page at `url`, whatever its status."""
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as response:  # noqa: S310 - the person at the keyboard names it
            return _page(url, response)
    except urllib.error.HTTPError as error:
        with error:
            return _page(url, error)


def _page(url: str, response: urllib.response.addinfourl) -> Page:
    kept = ("content-type", "last-modified", "x-robots-tag", "link")
    headers = tuple((name.lower(), value) for name, value in response.headers.items() if name.lower() in kept)
    return Page(
        response.url, url, response.status or 0, headers, response.read(), datetime.now(UTC).replace(microsecond=0)
    )


if __name__ == "__main__":
    main()
