import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.archive.cdxj import lines_of, read_line
from crawler.archive.holdings import Holdings
from crawler.archive.verify import Checked, verify
from crawler.profiles import profile_for_site
from crawler.run.ask import Ask
from crawler.run.run import Run
from tests.archive.exchanges import exchange

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
PROFILE = profile_for_site("https://daily.example/")


def keep(folder: Path, bodies: list[bytes], rotate_bytes: int, *, commit_between: bool = False) -> list[str]:
    """Archive a page of each body in a run; the files that it wrote."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.set("SEGMENT_ROTATE_BYTES", rotate_bytes)
    settings.set("DISK_FREE_MIN_BYTES", 0)

    async def one_run() -> list[str]:
        run = Run(settings, folder, lambda: NOW)
        try:
            site = run.open_site(PROFILE, Ask())
            assert site.archiver
            for number, body in enumerate(bodies):
                site.archiver.keep(exchange(f"https://daily.example/{number}/", body))
                if commit_between:
                    await run.committer.commit()
            return await run.close_site(site, 0)
        finally:
            await run.close()

    return asyncio.run(one_run())


@pytest.mark.parametrize("commit_between", [False, True])
@pytest.mark.parametrize(("rotate_bytes", "files"), [(1, 3), (10_000_000, 1)])
def test_every_file_of_the_archive_has_its_index_beside_it_however_often_they_rotate(
    tmp_path: Path, rotate_bytes: int, files: int, commit_between: bool
) -> None:
    bodies = [b"<p>one" * 50, b"<p>two" * 50, b"<p>three" * 50]

    written = keep(tmp_path, bodies, rotate_bytes, commit_between=commit_between)

    held = Holdings(tmp_path / "archive").files()
    checked = Checked()
    assert len(held) == files
    assert len(written) == 2 * files
    assert [one.index and one.index.name for one in held] == [
        one.name.removesuffix(".warc.gz") + ".cdxj" for one in held
    ]
    assert [problem for one in held for problem in verify(one, checked)] == []
    assert checked.entries == 3
    for one in held:
        assert one.index
        assert {read_line(line).filename for line in lines_of([one.index])} == {one.name}


def test_a_run_in_the_same_second_writes_to_files_of_its_own(tmp_path: Path) -> None:
    first = keep(tmp_path, [b"<p>one" * 50], 10_000_000)

    second = keep(tmp_path, [b"<p>two" * 50], 10_000_000)

    assert not set(first) & set(second)
    assert len({path.split(".")[0] for path in [*first, *second]}) == 2
