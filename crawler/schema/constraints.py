"""What the types of crawler.items cannot say: the formats and bounds of single fields."""

from collections.abc import Mapping
from typing import get_args

from crawler.items import SCHEMA_VERSION, ArchivePointer, Article, Extraction, Image, Related, SourceKind

Schema = dict[str, object]

DATE = r"^\d{4}-\d{2}-\d{2}$"
DATE_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})$"
DATE_OR_DATE_TIME: Schema = {
    "anyOf": [
        {"type": "string", "format": "date-time", "pattern": DATE_TIME},
        {"type": "string", "format": "date", "pattern": DATE},
    ]
}
ARTICLE_ID: Schema = {"pattern": "^[0-9a-f]{32}$"}
ADDRESS: Schema = {"format": "uri", "pattern": "^[a-z][a-z0-9+.-]*:"}

CONSTRAINTS: Mapping[type, Mapping[str, Schema]] = {
    Article: {
        "schema_version": {"const": SCHEMA_VERSION},
        "id": ARTICLE_ID,
        "version": {"minimum": 1},
        "url": ADDRESS,
        "requested_url": {"format": "iri"},  # a person may have typed it
        "site": {"pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"},
        "word_count": {"minimum": 0},
        "date_published": DATE_OR_DATE_TIME,
        "date_modified": DATE_OR_DATE_TIME,
        "tdm_reservation": {"enum": ["0", "1"]},
        "content_hash": {"pattern": "^sha256:[0-9a-f]{64}$"},
        "duplicate_of": ARTICLE_ID,
        "fetched_at": {"format": "date-time", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"},
        "status": {"minimum": 0, "maximum": 599},
        "found_via": {"enum": list(get_args(SourceKind))},
    },
    Image: {"url": {"format": "iri"}},
    Related: {"url": {"format": "iri"}},
    Extraction: {"language_score": {"minimum": 0, "maximum": 1}},
    ArchivePointer: {"offset": {"minimum": 0}, "length": {"minimum": 1}},
}
