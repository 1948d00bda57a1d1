"""What tests of several areas share: the corpus and rig folders, and the real command."""

import os
from pathlib import Path

import pytest

from tests.command import Newskeep


def _folder(variable: str) -> Path:
    given = os.environ.get(variable)
    if given and Path(given).is_dir():
        return Path(given)
    reason = f"{variable} names no folder" if given else f"{variable} is not set"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the extraction corpus. Without one the test is skipped, and fails in CI."""
    return _folder("NEWSKEEP_CORPUS")


@pytest.fixture(scope="session")
def rig() -> Path:
    """The folder of the load rig. Without one the test is skipped, and fails in CI."""
    return _folder("NEWSKEEP_RIG")


@pytest.fixture
def newskeep(tmp_path: Path) -> Newskeep:
    """The command `newskeep`, run in an empty folder."""
    folder = tmp_path / "cwd"
    folder.mkdir()
    return Newskeep(folder)
