import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.errors import CannotWrite
from crawler.run.run import Run


def test_a_run_does_not_begin_on_a_disk_that_is_nearly_full(tmp_path: Path) -> None:
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.set("DISK_FREE_MIN_BYTES", 10**18)

    async def begin() -> None:
        Run(settings, tmp_path / "out", lambda: datetime.now(UTC))

    with pytest.raises(CannotWrite, match="DISK_FREE_MIN_BYTES wants"):
        asyncio.run(begin())

    assert not (tmp_path / "out" / "state.sqlite").exists()
