import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.cli.exits import MEANINGS, Exit, gravest
from crawler.cli.main import COMMANDS, parsers
from tests.command import Newskeep

PROJECT = Path(__file__).parents[2]


def listed_exits(text: str) -> dict[int, str]:
    """The exit codes that --help lists, folded lines joined."""
    block = text.split("exit codes:\n")[1].split("\n\n")[0]
    joined = re.sub(r"\n {6,}", " ", block)
    return {int(code): meaning for code, meaning in re.findall(r"^  (\d+) +(.+)$", joined, re.MULTILINE)}


def test_help_names_every_command_and_exit_code(newskeep: Newskeep) -> None:
    ended = newskeep("--help")

    assert ended.code == 0
    assert all(re.search(rf"^    {name}\b", ended.stdout, re.MULTILINE) for name in COMMANDS)
    assert listed_exits(ended.stdout) == {int(code): meaning for code, meaning in MEANINGS.items()}
    assert set(MEANINGS) == set(Exit)


def test_the_readme_and_help_list_the_same_exit_codes(newskeep: Newskeep) -> None:
    rows = re.findall(r"^\| (\d+) \| (.+?) \|$", (PROJECT / "README.md").read_text(), re.MULTILINE)

    told = listed_exits(newskeep("--help").stdout)

    assert {int(code): meaning for code, meaning in rows} == told


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_command_has_its_own_help(newskeep: Newskeep, command: str) -> None:
    ended = newskeep(command, "--help")

    assert (ended.code, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"usage: newskeep {command} ")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_documentation_names_every_option(command: str) -> None:
    pages = (PROJECT / "docs" / "commands.md").read_text().split("\n## ")
    section = next(page for page in pages if page.startswith(f"{command}\n"))

    known = {option for action in parsers()[1][command]._actions for option in action.option_strings}

    assert set(re.findall(r"--[a-z-]+", section)) >= {option for option in known if option.startswith("--")} - {
        "--help"
    }


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; from crawler.cli.main import main; main(['--help']);"
        " sys.exit(' '.join({'scrapy', 'twisted', 'trafilatura', 'lxml', 'asyncio', 'w3lib'} & set(sys.modules)) or 0)"
    )

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stderr) == (0, "")


def test_help_costs_less_than_a_quarter_of_a_second_of_cpu() -> None:
    # The least of three: others may crowd the machine's caches.
    costs = []
    for _ in range(3):
        before = os.times()
        subprocess.run([sys.executable, "-m", "crawler", "--help"], stdout=subprocess.DEVNULL, check=True)
        after = os.times()
        costs.append(after.children_user + after.children_system - before.children_user - before.children_system)

    assert min(costs) < 0.25


def test_an_unknown_command_suggests_the_nearest(newskeep: Newskeep) -> None:
    ended = newskeep("crwal", "memo")

    assert ended.code == Exit.USAGE
    assert ended.stderr == (f"newskeep: no command 'crwal' (did you mean 'crawl'?); there are {', '.join(COMMANDS)}\n")


def test_no_command_at_all_is_a_usage_error(newskeep: Newskeep) -> None:
    ended = newskeep()

    assert ended.code == Exit.USAGE
    assert ended.stderr.startswith("newskeep: the following arguments are required: COMMAND")


def test_control_characters_of_an_argument_reach_no_terminal(newskeep: Newskeep) -> None:
    ended = newskeep("fetch", "https://[\x1b[2J\u202e\n/")

    assert ended.code == Exit.USAGE
    assert ended.stderr == "newskeep: not an http(s) URL: https://[\\x1b[2J\\u202e\\n/\n"


def test_an_argument_that_is_no_utf8_is_answered(newskeep: Newskeep) -> None:
    ended = newskeep("fetch", os.fsdecode(b"\xff\xfe"))

    assert ended.code == Exit.USAGE
    assert ended.stderr.startswith("newskeep: not an http(s) URL: ")


def test_output_is_utf8_whatever_the_locale(newskeep: Newskeep) -> None:
    plain = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    ended = newskeep("sites", "show", "memo", env=plain)

    assert ended.code == 0
    assert " – Middle East Monitor" in ended.stdout


def test_a_closed_pipe_is_no_error(newskeep: Newskeep) -> None:
    reader, writer = os.pipe()
    os.close(reader)

    ended = subprocess.run(
        [*newskeep.words(), "sites", "show", "memo"], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)

    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_full_disk_behind_standard_output_is_told(newskeep: Newskeep) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([*newskeep.words(), "sites"], stdout=full, stderr=subprocess.PIPE, check=False)

    assert ended.returncode == Exit.CANNOT_WRITE
    assert ended.stderr == b"newskeep: cannot write standard output: No space left on device\n"


def test_closed_standard_streams_do_no_harm(newskeep: Newskeep) -> None:
    command = " ".join([*newskeep.words(), "sites"])

    ended = subprocess.run(["bash", "-c", f"{command} <&- >&- 2>&-"], check=False)

    assert ended.returncode == 0


def test_the_gravest_code_of_several_sites_counts() -> None:
    assert gravest([]) == Exit.DONE
    assert gravest([0, 4]) == Exit.UNEXPECTED
    assert gravest([4, 3, 0]) == Exit.NOTHING
    assert gravest([3, 5, 4]) == Exit.BUSY
    assert gravest([5, 6, 3]) == Exit.CANNOT_WRITE


def test_both_names_of_the_command_are_one_program(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("newskeep")

    by_script = subprocess.run([script, "--version"], cwd=tmp_path, capture_output=True, check=True)
    by_module = subprocess.run(
        [sys.executable, "-m", "crawler", "--version"], cwd=tmp_path, capture_output=True, check=True
    )

    assert by_script.stdout == by_module.stdout
