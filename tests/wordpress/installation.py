"""The installation of WordPress that setup.sh has left running."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Installation:
    """Its folder, made by setup.sh."""

    folder: Path

    @property
    def wordpress(self) -> Path:
        """Where PHP finds it."""
        return self.folder / "wordpress"

    @property
    def base(self) -> str:
        """Its URL, without a slash at the end."""
        return (self.folder / "url").read_text("utf-8").strip()


def installation() -> Installation:
    """The one in the folder NEWSKEEP_WORDPRESS; without that the test is skipped."""
    given = os.environ.get("NEWSKEEP_WORDPRESS")
    if not given:
        pytest.skip("NEWSKEEP_WORDPRESS names no installation made by tests/wordpress/setup.sh")
    return Installation(Path(given))
