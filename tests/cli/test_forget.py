"""An article that was forgotten is asked for under none of its addresses, and comes back under no other."""

from pathlib import Path

from tests.cli.test_crawl import ARTICLES, LOOPBACK, profile, records, rejects, story, urls
from tests.command import Newskeep
from tests.server import Answer, serving, sitemap

GONE, KEPT = ARTICLES[0], ARTICLES[1:3]
MOVED, OTHER_NAME, SENT_ON, MIRROR = (f"/2026030{day}-name-{day}-of-the-story/" for day in range(1, 5))
WHY = "the author asked for it"


def test_what_was_forgotten_stays_away(newskeep: Newskeep, tmp_path: Path) -> None:
    out = tmp_path / "out"
    routes: dict[str, Answer | str] = {path: story(path) for path in (GONE, *KEPT)}
    with serving({"/robots.txt": "", **routes, MOVED: Answer(status=301, headers={"Location": GONE})}) as web:
        web.routes["/sitemap.xml"] = sitemap([GONE, *KEPT, MOVED])
        site = profile(web, tmp_path)
        crawl = ("crawl", site, "--output", out, *LOOPBACK)
        assert newskeep(*crawl).code == 0
        forget = ("--output", out, "--reason", WHY)

        forgotten = newskeep("forget", web.url + MOVED, *forget)

        # It comes in by other ways: a redirect, a page that sends readers on, its print view, its text elsewhere.
        web.routes[OTHER_NAME] = Answer(status=301, headers={"Location": GONE})
        web.routes[SENT_ON] = f'<meta http-equiv="refresh" content="0; url={GONE}"><p>It is elsewhere now.</p>'
        web.routes[f"/print{GONE}"] = story(GONE).replace("on day 5", "on a Friday")
        web.routes[MIRROR] = story(GONE).replace(GONE, MIRROR)
        named = [GONE, *KEPT, MOVED, OTHER_NAME, SENT_ON, f"/print{GONE}", MIRROR]
        web.routes["/sitemap.xml"] = sitemap(named)
        web.asked.clear()
        again = newskeep(*crawl)
        asked = {one.path for one in web.asked}
        redone = newskeep("reprocess", "--site", site, "--output", out)

        assert (forgotten.code, forgotten.stdout) == (0, "")
        assert "forgotten: articles: 1, their versions: 1, rejects: 0, captures: 3" in forgotten.stderr
        assert (again.code, redone.code) == (0, 0), again.stderr + redone.stderr
        assert asked >= {OTHER_NAME, SENT_ON, f"/print{GONE}", MIRROR}
        assert not asked & {GONE, MOVED}
        assert urls(out) == sorted(web.url + path for path in KEPT)
        ways = (OTHER_NAME, SENT_ON, f"/print{GONE}", MIRROR)
        assert rejects(out) == {web.url + path: "forgotten" for path in ways}
        assert not any(web.url + path in str(one) for one in records(out) for path in (GONE, MOVED))

        told = newskeep("why", web.url + GONE, "--output", out)
        fetched = newskeep("fetch", web.url + MOVED, web.url + KEPT[0], "--keep", "--output", out, *LOOPBACK)
        assert (told.code, told.stdout.splitlines()[1][-len(WHY) :]) == (0, WHY)
        assert fetched.code == 3
        assert fetched.stderr.startswith(f"newskeep: {web.url}{MOVED}: not fetched: forgotten: forgotten on ")
        assert len(fetched.stdout.splitlines()) == 1

        (tmp_path / "list").write_text(f"# from the letter\n\n{web.url}{GONE}\n{web.url}/never/\n{web.url}{KEPT[0]}\n")
        listed = newskeep("forget", "--file", tmp_path / "list", *forget)
        assert listed.code == 3
        assert f"{web.url}{GONE} was forgotten on " in listed.stderr
        assert f"not known in {out}: {web.url}/never/" in listed.stderr
        assert urls(out) == [web.url + KEPT[1]]

        whole = newskeep("forget", "--site", "daily", *forget)
        refused = newskeep(*crawl)
        assert (whole.code, urls(out)) == (0, [])
        assert (refused.code, refused.stderr.count("\n")) == (2, 1)
        assert f": {WHY}" in refused.stderr
