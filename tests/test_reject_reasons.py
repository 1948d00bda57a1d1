"""The reasons of rejects in the record's reference are those that the code gives."""

import ast
import re
from pathlib import Path

from crawler.extract import kinds
from crawler.extract.wall_words import WALLS
from pipelines.rights import DIRECTIVES, RESERVED

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| `.*\|$", re.MULTILINE)
REASON = re.compile(r"[a-z_]+")
MAKER = re.compile(r"\b(?:_?rejected|_NoArticle)\(")  # "rejected(item, \"duplicate\", ...)"


def documented() -> str:
    return (ROOT / "docs/record.md").read_text("utf-8").partition("\n## Rejects\n")[2]


def reasons_given() -> set[str]:
    """Every reason that stands as a word in a call that makes a reject."""
    found = set()
    for file in (*ROOT.glob("crawler/**/*.py"), *ROOT.glob("pipelines/*.py")):
        if not MAKER.search(source := file.read_text("utf-8")):
            continue
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and MAKER.fullmatch(f"{call.func.id}("):
                words = [one.value for one in call.args if isinstance(one, ast.Constant)]
                found |= {word for word in words if isinstance(word, str) and REASON.fullmatch(word)}
    return found


def test_what_an_extracted_page_can_be_stands_in_the_reference_as_in_the_code() -> None:
    rows = ROW.findall(kinds.__doc__ or "")

    assert len(rows) > 20
    assert [row for row in rows if row not in documented()] == []


def test_every_reason_that_the_code_gives_is_in_the_reference() -> None:
    given = reasons_given() | {wall.reason for wall in WALLS} | {*DIRECTIVES, RESERVED}

    assert {"duplicate", "extraction_timeout", "empty", "challenge"} <= given
    assert [reason for reason in sorted(given) if f"| `{reason}` |" not in documented()] == []
