"""A record under the names that others use for news: schema.org, Zyte, cc_news, news-please, datatrove.

Each mapping is a table: their name, and the record's field or how its value is made from the record. Nothing is
guessed: a name for which the record holds nothing is null, or left out where the others leave it out.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

Record = Mapping[str, object]
Table = tuple[tuple[str, str | Callable[[Record], object]], ...]


def renamed(record: Record, names: str) -> dict[str, object]:
    """The whole `record` under `names`, one of NAMES. Its fields and their types are those of docs/record.md."""
    table = TABLES.get(names)
    if table is None:
        return dict(record)
    values = {name: record[source] if isinstance(source, str) else source(record) for name, source in table}
    return _filled(values) if names in SPARSE else values


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None and value != []}


def _parts(record: Record, name: str) -> list[Mapping[str, object]]:
    parts = record[name]
    return parts if isinstance(parts, list) else []


def _texts(record: Record, name: str) -> list[str]:
    texts = record[name]
    return texts if isinstance(texts, list) else []


def _first_image(record: Record) -> object:
    return next((image["url"] for image in _parts(record, "images")), None)


def _host(record: Record) -> str | None:
    return urlsplit(str(record["url"])).hostname


def _two_letters(record: Record) -> str | None:
    """ISO 639-1, which both Zyte and news-please write; null for a language that only ISO 639-3 names."""
    code = str(record["language"] or "").partition("-")[0]
    return code if len(code) == 2 else None


# Zyte's form of a day has a time: without a zone, since none is known.
def _moment(record: Record, name: str) -> str | None:
    stamp = record[name]
    if stamp is None:
        return None
    return f"{stamp}T00:00:00" if _is_day(str(stamp)) else str(stamp)


# `str` of a datetime without zone, as news-please writes and cc_news was made; a time is put into UTC.
def _plain_moment(record: Record, name: str) -> str | None:
    stamp = record[name]
    if stamp is None:
        return None
    if _is_day(str(stamp)):
        return f"{date.fromisoformat(str(stamp))} 00:00:00"
    return str(datetime.fromisoformat(str(stamp)).astimezone(UTC).replace(tzinfo=None))


def _is_day(stamp: str) -> bool:
    return len(stamp) == len("2026-03-04")


def _schema_org_image(image: Mapping[str, object]) -> dict[str, object]:
    return _filled(
        {"@type": "ImageObject", "url": image["url"], "caption": image["caption"], "creditText": image["credit"]}
    )


def _publisher(record: Record) -> object:
    name = record["publisher"]
    return None if name is None else {"@type": "Organization", "name": name}


# https://schema.org/NewsArticle, as JSON-LD. The page does not say who of its authors is a person: all are written so.
SCHEMA_ORG: Table = (
    ("@context", lambda record: "https://schema.org"),
    ("@type", lambda record: "NewsArticle"),
    ("identifier", "id"),
    ("url", "url"),
    ("headline", "title"),
    ("description", "description"),
    ("articleBody", "text"),
    ("wordCount", "word_count"),
    ("author", lambda record: [{"@type": "Person", "name": name} for name in _texts(record, "authors")]),
    ("publisher", _publisher),
    ("articleSection", "section"),
    ("keywords", "tags"),
    ("inLanguage", "language"),
    ("image", lambda record: [_schema_org_image(image) for image in _parts(record, "images")]),
    ("datePublished", "date_published"),
    ("dateModified", "date_modified"),
    ("license", "license"),
    ("isAccessibleForFree", "is_accessible_for_free"),
    ("version", "version"),
)

# https://docs.zyte.com/zyte-data/schemas/article/1.0.html, and `Article` of zyte-common-items. A `datePublished` that
# the page does not give is left out, not filled with the date of the change.
ZYTE: Table = (
    ("url", "url"),
    ("headline", "title"),
    ("datePublished", lambda record: _moment(record, "date_published")),
    ("datePublishedRaw", "date_published_raw"),
    ("dateModified", lambda record: _moment(record, "date_modified")),
    ("dateModifiedRaw", "date_modified_raw"),
    ("authors", lambda record: [{"name": name} for name in _texts(record, "authors")]),
    ("inLanguage", _two_letters),
    ("mainImage", lambda record: next(({"url": image["url"]} for image in _parts(record, "images")), None)),
    ("images", lambda record: [{"url": image["url"]} for image in _parts(record, "images")]),
    ("description", "description"),
    ("articleBody", "text"),
    ("metadata", lambda record: {"dateDownloaded": record["fetched_at"]}),
)

# https://huggingface.co/datasets/vblagoje/cc_news: its columns, all texts.
CC_NEWS: Table = (
    ("title", "title"),
    ("text", "text"),
    ("domain", _host),
    ("date", lambda record: _plain_moment(record, "date_published")),
    ("description", "description"),
    ("url", "url"),
    ("image_url", _first_image),
)

# The keys of `NewsArticle.get_dict` in https://github.com/fhamborg/news-please. `text` is its older name for `maintext`
# and null there too; the other nulls are its own files and page titles, which newskeep does not have.
NEWS_PLEASE: Table = (
    ("authors", "authors"),
    ("date_download", lambda record: _plain_moment(record, "fetched_at")),
    ("date_modify", lambda record: _plain_moment(record, "date_modified")),
    ("date_publish", lambda record: _plain_moment(record, "date_published")),
    ("description", "description"),
    ("filename", lambda record: None),
    ("image_url", _first_image),
    ("language", _two_letters),
    ("localpath", lambda record: None),
    ("maintext", "text"),
    ("source_domain", _host),
    ("text", lambda record: None),
    ("title", "title"),
    ("title_page", lambda record: None),
    ("title_rss", lambda record: None),
    ("url", "url"),
)

# `Document` of https://github.com/huggingface/datatrove; its readers take the record's own names just as well.
DATATROVE: Table = (
    ("text", "text"),
    ("id", "id"),
    ("metadata", lambda record: {name: value for name, value in record.items() if name not in ("text", "id")}),
)

TABLES: Mapping[str, Table] = {
    "schema.org": SCHEMA_ORG,
    "zyte": ZYTE,
    "cc_news": CC_NEWS,
    "news-please": NEWS_PLEASE,
    "datatrove": DATATROVE,
}
NAMES = ("newskeep", *TABLES)
SPARSE = frozenset({"schema.org", "zyte"})  # JSON-LD and Zyte API leave out what is not known
