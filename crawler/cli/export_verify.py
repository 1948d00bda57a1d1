"""What `newskeep export --verify` says of an export."""

import sys
from pathlib import Path

from crawler.cli.exits import Exit
from crawler.cli.messages import plain
from crawler.errors import UsageError
from pipelines.exports.manifest import MANIFEST, SUCCESS, files_of
from pipelines.exports.verify import faults


def verify(folder: Path) -> int:
    """Name each file that is not as it was written; UNEXPECTED when there is one. Raises UsageError for no export."""
    if not any((folder / name).is_file() for name in (MANIFEST, SUCCESS)):
        raise UsageError(f"{folder} is no export: it has no {MANIFEST}")
    try:
        found = list(faults(folder))
        for line in found:
            sys.stdout.write(f"{plain(line)}\n")
        if not found:
            files = files_of((folder / MANIFEST).read_bytes()).values()
            records = sum(file.records or 0 for file in files)
            sys.stdout.write(f"{folder}: whole, {len(files)} files, {records} records\n")
    except OSError as error:
        raise UsageError(f"cannot read {error.filename}: {error.strerror}") from error
    return Exit.UNEXPECTED if found else Exit.DONE
