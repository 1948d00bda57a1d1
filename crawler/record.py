"""A record's line: an article as one line of JSON, and back."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields

from crawler.items import (
    SCHEMA_VERSION,
    ArchivePointer,
    Article,
    Extraction,
    Image,
    Rejected,
    Related,
    Removed,
)

UNRECORDED = frozenset({"markdown", "text_untaught", "memory_lines", "signature"})
FIELDS = tuple(field.name for field in fields(Article) if field.name not in UNRECORDED)

# Line ends for JavaScript and for str.splitlines: escaped, so that a line stays one line for every reader.
LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
LINE_END = re.compile("[\u0085\u2028\u2029]")

# No text of a page needs them, and databases and UTF-8 do not take them.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
REPLACEMENT = "\ufffd"


def record_of(article: Article) -> dict[str, object]:
    """The record of `article`, fields in their order, as values for JSON."""
    record: dict[str, object] = {name: getattr(article, name) for name in FIELDS}
    record["images"] = [
        {"url": image.url, "caption": image.caption, "credit": image.credit} for image in article.images
    ]
    record["related"] = [{"title": related.title, "url": related.url} for related in article.related]
    record["archive"] = _archive_record(article.archive)
    record["extraction"] = _extraction_record(article.extraction)
    for name in ("authors", "tags", "robots", "changed"):
        record[name] = list(getattr(article, name))
    return record


def record_line(article: Article) -> bytes:
    """The record of `article` as one line: JSON in UTF-8 that ends in a line feed and holds no other line end."""
    return json_line(record_of(article)).encode() + b"\n"


def reject_line(rejected: Rejected) -> bytes:
    """A reject as one line, written as `record_line` writes."""
    return json_line({field.name: getattr(rejected, field.name) for field in fields(Rejected)}).encode() + b"\n"


def json_line(value: Mapping[str, object]) -> str:
    """`value` as JSON on one line, without its line feed; NUL and half surrogates become U+FFFD.

    Raises ValueError for a number that JSON has not (nan, infinity).
    """
    line = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if UNWRITABLE.search(line) or "\\u0000" in line:
        line = json.dumps(_writable(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return line.translate(LINE_ENDS) if LINE_END.search(line) else line


def article_of(record: Mapping[str, object]) -> Article:
    """The article that `record` (a line of JSON, read) stands for; its `markdown` is "".

    Raises ValueError with the field's name when a field is missing, unknown or of another type.
    """
    whole = _Fields("", record, FIELDS)
    if (version := whole.integer("schema_version")) != SCHEMA_VERSION:
        raise ValueError(f"schema_version: {version} is not {SCHEMA_VERSION}")
    return Article(
        schema_version=version,
        id=whole.text("id"),
        version=whole.integer("version"),
        url=whole.text("url"),
        requested_url=whole.text("requested_url"),
        site=whole.text("site"),
        publisher=whole.optional("publisher"),
        title=whole.optional("title"),
        description=whole.optional("description"),
        text=whole.text("text"),
        word_count=whole.integer("word_count"),
        authors=whole.texts("authors"),
        section=whole.optional("section"),
        tags=whole.texts("tags"),
        language=whole.optional("language"),
        images=tuple(_image(part) for part in whole.parts("images", ("url", "caption", "credit"))),
        related=tuple(_related(part) for part in whole.parts("related", ("title", "url"))),
        date_published=whole.optional("date_published"),
        date_modified=whole.optional("date_modified"),
        date_published_raw=whole.optional("date_published_raw"),
        date_modified_raw=whole.optional("date_modified_raw"),
        license=whole.optional("license"),
        is_accessible_for_free=whole.flag("is_accessible_for_free"),
        robots=whole.texts("robots"),
        tdm_reservation=whole.optional("tdm_reservation"),
        tdm_policy=whole.optional("tdm_policy"),
        content_hash=whole.text("content_hash"),
        duplicate_of=whole.optional("duplicate_of"),
        changed=whole.texts("changed"),
        fetched_at=whole.text("fetched_at"),
        status=whole.integer("status"),
        found_via=whole.optional("found_via"),
        archive=None if whole.values["archive"] is None else _archive(whole.part("archive", ARCHIVE)),
        extraction=_extraction(whole.part("extraction", EXTRACTION)),
    )


ARCHIVE = tuple(field.name for field in fields(ArchivePointer))
EXTRACTION = tuple(field.name for field in fields(Extraction))


def _archive_record(archive: ArchivePointer | None) -> dict[str, object] | None:
    return None if archive is None else {name: getattr(archive, name) for name in ARCHIVE}


def _extraction_record(extraction: Extraction) -> dict[str, object]:
    return {
        "extractor": extraction.extractor,
        "profile": extraction.profile,
        "memory": extraction.memory,
        "rules": list(extraction.rules),
        "removed": [{"rule": removed.rule, "text": removed.text} for removed in extraction.removed],
        "readers": dict(extraction.readers),
        "language_score": extraction.language_score,
        "other_languages": list(extraction.other_languages),
    }


def _writable(value: object) -> object:
    # As deep as a record is: three levels.
    if isinstance(value, str):
        return UNWRITABLE.sub(REPLACEMENT, value)
    if isinstance(value, Mapping):
        return {_writable(key): _writable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(item) for item in value]
    return value


def _image(part: "_Fields") -> Image:
    return Image(part.text("url"), part.optional("caption"), part.optional("credit"))


def _related(part: "_Fields") -> Related:
    return Related(part.text("title"), part.optional("url"))


def _archive(part: "_Fields") -> ArchivePointer:
    return ArchivePointer(
        record_id=part.text("record_id"),
        file=part.text("file"),
        offset=part.integer("offset"),
        length=part.integer("length"),
        digest=part.text("digest"),
    )


def _extraction(part: "_Fields") -> Extraction:
    readers = part.part("readers", None)
    return Extraction(
        extractor=part.text("extractor"),
        profile=part.text("profile"),
        memory=part.optional("memory"),
        rules=part.texts("rules"),
        removed=tuple(
            Removed(line.text("rule"), line.text("text")) for line in part.parts("removed", ("rule", "text"))
        ),
        readers={name: readers.text(name) for name in readers.values},
        language_score=part.fraction("language_score"),
        other_languages=part.texts("other_languages"),
    )


class _Fields:
    """A JSON object that must hold exactly `names` (any when None); `path` is how errors name it."""

    def __init__(self, path: str, values: object, names: tuple[str, ...] | None) -> None:
        if not isinstance(values, Mapping):
            raise ValueError(f"{path}: must be an object")
        self.path = path
        self.values: Mapping[str, object] = values
        for name in names or ():
            if name not in values:
                raise ValueError(f"{self._at(name)}: missing")
        for name in values:
            if names is not None and name not in names:
                raise ValueError(f"{self._at(name)}: unknown")

    def text(self, name: str) -> str:
        return _text(self.values[name], self._at(name))

    def optional(self, name: str) -> str | None:
        return None if self.values[name] is None else self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(_text(item, f"{self._at(name)}[{index}]") for index, item in enumerate(self._list(name)))

    def integer(self, name: str) -> int:
        value = self.values[name]
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"{self._at(name)}: must be a whole number")
        return value

    def fraction(self, name: str) -> float | None:
        value = self.values[name]
        if value is None:
            return None
        # JSON of other programs may write 1.0 as 1.
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise ValueError(f"{self._at(name)}: must be a number from 0 to 1, or null")
        return float(value)

    def flag(self, name: str) -> bool | None:
        value = self.values[name]
        if value is not None and not isinstance(value, bool):
            raise ValueError(f"{self._at(name)}: must be true, false or null")
        return value

    def part(self, name: str, names: tuple[str, ...] | None) -> "_Fields":
        return _Fields(self._at(name), self.values[name], names)

    def parts(self, name: str, names: tuple[str, ...]) -> tuple["_Fields", ...]:
        return tuple(_Fields(f"{self._at(name)}[{index}]", item, names) for index, item in enumerate(self._list(name)))

    def _list(self, name: str) -> list[object]:
        value = self.values[name]
        if not isinstance(value, list):
            raise ValueError(f"{self._at(name)}: must be a list")
        return value

    def _at(self, name: object) -> str:
        return f"{self.path}.{name}" if self.path else str(name)


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{path}: must be a text")
    return value
