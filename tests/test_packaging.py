import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


def committed(*patterns: str) -> list[str]:
    """The committed files that match `patterns`, relative to the project."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=PROJECT, capture_output=True, check=True, text=True
    ).stdout
    return [name for name in listed.split("\0") if name]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of what is committed, built as a user's pip would, but with the build backend at hand."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in committed():
        if (PROJECT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PROJECT / name, source / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, source],
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next(folder.glob("newskeep-*.whl")))


def test_no_older_version_is_let_in_than_the_safe_ones() -> None:
    floors = {"scrapy": (2, 19), "lxml": (6, 1), "protego": (0, 6, 2), "trafilatura": (2, 3)}
    wanted = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]

    least = {found[1]: found[2] for one in wanted if (found := re.match(r"([\w.-]+)>=([\d.]+)", one))}

    for name, floor in floors.items():
        assert tuple(map(int, least[name].split("."))) >= floor, name


def test_the_wheel_holds_every_file_of_both_packages(wheel: zipfile.ZipFile) -> None:
    packed = set(wheel.namelist())

    assert set(committed("crawler", "pipelines")) <= packed
    assert {name.split("/")[0] for name in packed} == {"crawler", "pipelines", f"newskeep-{version(wheel)}.dist-info"}


def test_the_wheel_names_its_command_and_licence(wheel: zipfile.ZipFile) -> None:
    information = f"newskeep-{version(wheel)}.dist-info"

    assert "newskeep = crawler.__main__:main" in wheel.read(f"{information}/entry_points.txt").decode()
    assert "License-Expression: Apache-2.0" in wheel.read(f"{information}/METADATA").decode()
    assert f"{information}/licenses/LICENSE" in wheel.namelist()


@pytest.mark.parametrize(
    ("name", "extras"), [("requirements.lock", ["build"]), ("requirements-dev.lock", ["build", "dev", "export"])]
)
def test_a_lock_pins_every_requirement_with_hashes_and_names_no_host(name: str, extras: list[str]) -> None:
    lock = (PROJECT / name).read_text()
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    pinned = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))

    asked = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    names = {re.sub(r"[._]", "-", re.split(r"[<>=;\[ ]", line)[0]).lower() for line in asked}

    assert names <= pinned.keys()
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert not re.search(r"://|--index-url|--find-links|^\s*[./]", lock, re.MULTILINE)


def test_what_newskeep_runs_with_is_pinned_alike_in_both_locks() -> None:
    runs, tests = (
        set(re.findall(r"^[a-z0-9-]+==\S+", (PROJECT / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )

    assert runs < tests


def version(wheel: zipfile.ZipFile) -> str:
    return Path(str(wheel.filename)).name.split("-")[1]
