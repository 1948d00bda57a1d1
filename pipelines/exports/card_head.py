"""The YAML head of a dataset card, as the Hugging Face Hub reads it.

Keys and values: https://github.com/huggingface/hub-docs/blob/main/datasetcard.md, sizes and creators as in
`DatasetCardData` of huggingface_hub.
"""

import json
import re
from collections.abc import Iterable, Mapping

from pipelines.exports.tally import Tally

LANGUAGE = re.compile(r"[a-z]{2,3}(?=-|$)")  # ISO 639-1 or -3, "zh" of "zh-Hant"
# Only those for which the Hub has a word. A deed's language may follow.
CREATIVE_COMMONS = re.compile(
    # "https://creativecommons.org/licenses/by-sa/4.0/deed.de", "http://creativecommons.org/publicdomain/zero/1.0/"
    r"https?://creativecommons\.org/"
    r"(?:licenses/(?P<kind>by(?:-nc)?(?:-sa|-nd)?)/4\.0|publicdomain/zero/1\.0)(?:/[a-z.-]*)?"
)
SIZES = (
    (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"),
)  # fmt: skip
TASKS = ("text-generation", "fill-mask")


def card_head(tally: Tally, title: str, paths: Mapping[str, str]) -> str:
    """The head, from `---` to `---`, for a set with the files `paths`: a part's name to the glob of its files."""
    languages = languages_of(tally.languages.of)
    license_id = hub_license(tally.licenses.of)
    head: dict[str, object] = {
        "pretty_name": title,
        "language": languages,
        "license": license_id or "other",
        **({} if license_id else {"license_name": "as-stated-by-each-page"}),
        "size_categories": [size_of(tally.records)],
        "task_categories": list(TASKS),
        "annotations_creators": ["no-annotation"],
        "language_creators": ["found"],
        "multilinguality": ["multilingual" if len(languages) > 1 else "monolingual"],
        "source_datasets": ["original"],
        "tags": ["news"],
        "configs": [
            {
                "config_name": "default",
                "data_files": [{"split": part, "path": path} for part, path in paths.items()],
            }
        ],
    }
    # JSON is YAML, and no text gets out of its quotes.
    lines = [f"{key}: {json.dumps(plain(value), ensure_ascii=False)}" for key, value in head.items()]
    return "\n".join(("---", *lines, "---", ""))


def languages_of(tags: Iterable[str]) -> list[str]:
    """The ISO 639 codes of BCP 47 `tags`, each once, in alphabetical order."""
    return sorted({match[0] for tag in tags if (match := LANGUAGE.match(tag))})


def hub_license(licenses: Mapping[str, int]) -> str | None:
    """The Hub's word for the one licence of all records; None when there are several, or one it has no word for.

    `licenses` holds licences as the pages state them; "" stands for none.
    """
    ids = {_creative_commons(text) for text in licenses}
    return ids.pop() if len(ids) == 1 else None


def _creative_commons(text: str) -> str | None:
    match = CREATIVE_COMMONS.fullmatch(text.strip().lower())
    if match is None:
        return None
    return f"cc-{match['kind']}-4.0" if match["kind"] else "cc0-1.0"


def size_of(records: int) -> str:
    return next((name for bound, name in SIZES if records < bound), "n>1B")


def plain(value: object) -> object:
    """`value` without the characters that YAML does not take: what is not printable is a space."""
    if isinstance(value, str):
        return "".join(character if character.isprintable() else " " for character in value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value
