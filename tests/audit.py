"""`make audit`: whether an advisory is known of any version in requirements-dev.lock, as pip-audit says.

pip-audit has a venv of its own, .audit: with its dependencies in the lock, they would be audited and not ours. Where
its advisories cannot be reached, or not for all packages, that is said, and is no failure.
"""

import json
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

PIP_AUDIT = "pip-audit==2.10.1"
LOCK = "requirements-dev.lock"
PLACE = Path(".audit")
WAIT_S = 50


def verdict(report: Mapping[str, object]) -> tuple[int, list[str]]:
    """Exit code and lines for people of a report as `pip-audit --format json` writes it."""
    packages = report["dependencies"]
    assert isinstance(packages, list)
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    found = [
        f"{one['name']} {one['version']}: {advisory['id']}, fixed in {_versions(advisory['fix_versions'])}"
        for one in packages
        for advisory in one.get("vulns", [])
    ]
    checked = len(packages) - len(skipped)
    lines = [*found, f"audit: {checked} of {len(packages)} packages checked, {len(found)} advisories"]
    if not checked:
        lines = ["audit: no advisories could be reached, so nothing was checked"]
    elif skipped:
        lines.append(f"audit: nothing could be learned of {', '.join(skipped)}")
    return (1 if found else 0), lines


def _versions(fixed: list[str]) -> str:
    return ", ".join(fixed) or "no version"


def main() -> int:
    """Audit the lock of the folder that this runs in."""
    program = PLACE / "bin" / "pip-audit"
    words = [
        "--format",
        "json",
        "--progress-spinner",
        "off",
        "--disable-pip",
        "--no-deps",
        "-r",
        "requirements-dev.lock",
    ]
    try:
        if not program.exists():
            venv.create(PLACE, with_pip=True)
            install = [str(PLACE / "bin" / "python"), "-m", "pip", "install", "--quiet", PIP_AUDIT]
            subprocess.run(install, check=True, capture_output=True, timeout=WAIT_S)
        ran = subprocess.run([str(program), *words], capture_output=True, text=True, timeout=WAIT_S, check=False)
        code, lines = verdict(json.loads(ran.stdout))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        code, lines = 0, [f"audit: pip-audit could not be had or could not ask, so nothing was checked: {error}"]
    print("\n".join(lines))  # noqa: T201 - what the command is for
    return code


if __name__ == "__main__":
    sys.exit(main())
