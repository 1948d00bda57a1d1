"""Opens each URL in a headless Chromium; prints a JSON list of what their replayed pages show. Run by test_replay.py.

A page shows its first heading and the width of its first picture; null stands for a page that never came.
"""

import json
import sys
import time

from playwright.sync_api import Page, sync_playwright  # type: ignore[import-not-found]  # in setup.sh's own folder

TRIES, WAIT_S = 3, 30.0  # a service worker may take a page over only when it is loaded again

SEEN = """() => {
    const heading = document.querySelector("h1.story"), picture = document.querySelector("img");
    if (!heading || (picture && !picture.complete)) return null;
    return [heading.textContent, picture ? picture.naturalWidth : null];
}"""


def shown(page: Page, url: str) -> object:
    for _ in range(TRIES):
        page.goto(url)
        end = time.monotonic() + WAIT_S
        while time.monotonic() < end:
            for frame in page.frames:
                try:
                    if seen := frame.evaluate(SEEN):
                        page.close()
                        return seen
                except Exception:  # noqa: S112 - a frame that is just being replaced; the next look tells
                    continue
            page.wait_for_timeout(200)
    return None


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    print(json.dumps([shown(browser.new_page(), url) for url in sys.argv[1:]]))  # noqa: T201
    browser.close()
