"""Croissant metadata of a data set of Parquet files: which files, with their hashes, and what each column is.

Croissant 1.0, https://docs.mlcommons.org/croissant/docs/croissant-spec.html, as JSON-LD that `mlcroissant` validates
and reads records by. Splits are its `cr:Split`, told by the folder that a file lies in.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.exports.card_head import languages_of
from pipelines.exports.croissant_context import CONTEXT
from pipelines.exports.layout import WrittenFile
from pipelines.exports.tally import Tally

Type = Literal["sc:Text", "sc:URL", "sc:Integer", "sc:Float", "sc:Boolean", "sc:DateTime", "sc:Date"]

MAX_LICENSES = 50  # the card counts the others
PARQUET = "application/x-parquet"
FILES = "parquet-files"
RECORDS = "articles"
# In no other file: mlcroissant then takes it as files beside the metadata.
FILE_SET: dict[str, object] = {
    "@type": "cr:FileSet",
    "@id": FILES,
    "name": FILES,
    "encodingFormat": PARQUET,
    "includes": "data/**/*.parquet",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the files; `parts` are those of an object, whose own `type` then does not count."""

    name: str
    type: Type
    repeated: bool = False
    parts: tuple["Column", ...] = ()


def croissant(title: str, tally: Tally, files: Iterable[WrittenFile], columns: Sequence[Column]) -> str:
    """croissant.json, ending in a line feed. The parts (splits) are those of `tally`; a file lies in `data/PART/`.

    Version and date are the day on which the set's youngest page was fetched: nothing here is of the moment of writing.
    """
    day = tally.fetched.last[:10]
    parts = sorted(tally.parts.of)
    value: dict[str, object] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": title,
        "description": f"{tally.told()}.",
        "url": "README.md",
        "license": _licenses(tally),
        "inLanguage": languages_of(tally.languages.of),
        "version": ".".join(str(int(number)) for number in day.split("-")) if day else "0.0.0",
        "datePublished": day or "1970-01-01",
        "citeAs": f"{title}, {tally.records} records collected with newskeep, fetched until {day or 'never'}",
        "distribution": [*map(_file, files), FILE_SET],
        "recordSet": [_record_set(columns, parts), _splits(parts)],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _licenses(tally: Tally) -> list[str]:
    stated = [text for text, _ in tally.licenses.most()]
    addresses = [text for text in stated if text.startswith(("https://", "http://"))][:MAX_LICENSES]
    return addresses if len(addresses) == len(stated) > 0 else [*addresses, "As each page states it, see README.md"]


def _file(file: WrittenFile) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.size_bytes} B",
        "encodingFormat": PARQUET,
        "sha256": file.sha256,
    }


def _record_set(columns: Iterable[Column], parts: Sequence[str]) -> dict[str, object]:
    # mlcroissant applies it to a path, and then once more to what it gave.
    pattern = f"^(?:data/)?({'|'.join(map(re.escape, parts))})(?:/.*)?$"
    split: dict[str, object] = {
        "@type": "cr:Field",
        "@id": f"{RECORDS}/split",
        "name": "split",
        "dataType": "sc:Text",
        "references": {"field": {"@id": "splits/name"}},
        "source": {
            "fileSet": {"@id": FILES},
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": pattern},
        },
    }
    return {
        "@type": "cr:RecordSet",
        "@id": RECORDS,
        "name": RECORDS,
        "description": "One article record of newskeep.",
        "field": [split, *(_field(column) for column in columns)],
    }


def _splits(parts: Sequence[str]) -> dict[str, object]:
    return {
        "@type": "cr:RecordSet",
        "@id": "splits",
        "name": "splits",
        "dataType": "cr:Split",
        "key": {"@id": "splits/name"},
        "field": [{"@type": "cr:Field", "@id": "splits/name", "name": "name", "dataType": "sc:Text"}],
        "data": [{"splits/name": part} for part in parts],
    }


def _field(column: Column) -> dict[str, object]:
    name = f"{RECORDS}/{column.name}"
    field: dict[str, object] = {"@type": "cr:Field", "@id": name, "name": column.name}
    if column.repeated:
        field["repeated"] = True
    if column.parts:
        field["subField"] = [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{part.name}",
                "name": part.name,
                "dataType": part.type,
                **({"repeated": True} if part.repeated else {}),
                "source": {**_source(column.name), "transform": {"jsonPath": part.name}},
            }
            for part in column.parts
        ]
        return field
    return {**field, "dataType": column.type, "source": _source(column.name)}


def _source(column: str) -> dict[str, object]:
    return {"fileSet": {"@id": FILES}, "extract": {"column": column}}
