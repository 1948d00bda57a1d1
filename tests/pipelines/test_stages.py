from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from crawler.items import Article, Rejected
from pipelines.context import Stage, Unchanged
from pipelines.copies import Copies
from pipelines.dedupe import Dedupe
from pipelines.jsonl import Jsonl
from pipelines.rejects import Rejects
from pipelines.rights import DIRECTIVES, RESERVED, Rights
from pipelines.stages import run_stages
from pipelines.validate import Validate
from pipelines.version import Version, fingerprints
from tests.articles import ARTICLE, REJECTED, article


@dataclass(frozen=True)
class Known:
    """One article on record."""

    id: str
    site: str
    url: str
    version: int
    prints: bytes
    content_hash: str


def known(source: Article = ARTICLE, **changes: object) -> Known:
    values = {
        "id": source.id, "site": source.site, "url": source.url, "version": source.version,
        "prints": fingerprints(source), "content_hash": source.content_hash,
    }  # fmt: skip
    return Known(**{**values, **changes})  # type: ignore[arg-type]


@dataclass
class Shelf:
    """A catalog of a few articles."""

    records: list[Known] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)

    def id_of(self, url: str) -> str | None:
        return self.ids.get(url)

    def record(self, id: str) -> Known | None:  # noqa: A002
        return next((one for one in self.records if one.id == id), None)

    def records_with(self, content_hash: str) -> list[Known]:
        return [one for one in self.records if one.content_hash == content_hash]

    def first_copy(self, id: str, signature: bytes, same: list[str]) -> str | None:  # noqa: A002
        return next((one for one in same if one != id), None)


@dataclass
class Collected:
    """Lines, kept in memory."""

    lines: list[bytes] = field(default_factory=list)

    def append(self, line: bytes) -> None:
        self.lines.append(line)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": None}, "no_title"),
        ({"title": ""}, "no_title"),
        ({"word_count": 7}, "too_short"),
        ({"date_published": "2026-02-28T23:59:00+01:00"}, "outside"),
        ({"date_published": "2026-04-01"}, "outside"),
    ],
)
def test_what_is_no_article_of_the_asked_for_days_is_rejected(changes: dict[str, object], reason: str) -> None:
    validate = Validate(min_words=8, since=date(2026, 3, 1), until=date(2026, 3, 31))

    outcome = validate.process(article(**changes))

    assert isinstance(outcome, Rejected)
    assert outcome.reason == reason
    assert outcome.requested_url == ARTICLE.requested_url


@pytest.mark.parametrize("changes", [{}, {"word_count": 8}, {"date_published": "2026-03-31"}, {"date_published": None}])
def test_an_article_of_the_asked_for_days_goes_on(changes: dict[str, object]) -> None:
    validate = Validate(min_words=8, since=date(2026, 3, 1), until=date(2026, 3, 31))
    one = article(**changes)

    assert validate.process(one) == one


def test_the_same_text_under_a_second_url_of_the_site_is_a_duplicate_that_names_the_first() -> None:
    first = known(id="f" * 32, url="https://daily.example/first/")

    outcome = Dedupe("daily", 30, Shelf([first])).process(ARTICLE)

    assert isinstance(outcome, Rejected)
    assert (outcome.reason, outcome.detail) == ("duplicate", f"same text as {'f' * 32} https://daily.example/first/")


def test_the_same_text_on_another_site_is_kept() -> None:
    first = known(id="f" * 32, site="other")

    assert Dedupe("daily", 30, Shelf([first])).process(ARTICLE) == ARTICLE


def test_short_texts_are_not_compared() -> None:
    first = known(id="f" * 32)
    short = article(word_count=29)

    assert Dedupe("daily", 30, Shelf([first])).process(short) == short
    assert Copies(30, Shelf([first])).process(short) == short


def test_an_article_with_the_text_of_one_on_record_is_marked_as_its_copy() -> None:
    assert Copies(30, Shelf([known(id="f" * 32, site="other")])).process(ARTICLE) == article(duplicate_of="f" * 32)
    assert Copies(30, Shelf([known()])).process(ARTICLE) == ARTICLE


def test_an_article_is_no_duplicate_of_itself_under_its_old_url() -> None:
    shelf = Shelf([known(id="f" * 32)], {ARTICLE.requested_url: "f" * 32})

    assert Dedupe("daily", 30, shelf).process(ARTICLE) == ARTICLE


def test_an_article_not_on_record_is_version_one() -> None:
    assert Version(Shelf()).process(ARTICLE) == ARTICLE


def test_an_article_on_record_as_it_is_gives_no_record() -> None:
    outcome = Version(Shelf([known()])).process(ARTICLE)

    assert outcome == Unchanged(ARTICLE)


def test_a_change_of_title_and_text_is_the_next_version_and_says_so() -> None:
    changed = article(title="Bridge closes", text="It closed again.")

    outcome = Version(Shelf([known(version=3)])).process(changed)

    assert outcome == article(title="Bridge closes", text="It closed again.", version=4, changed=("title", "text"))


def test_a_text_that_only_lost_what_the_site_memory_took_is_no_version() -> None:
    taught = article(text="The bridge opened on Tuesday.", text_untaught=ARTICLE.text)

    outcome = Version(Shelf([known()])).process(taught)
    retitled = Version(Shelf([known()])).process(replace(taught, title="Bridge is open"))
    edited = Version(Shelf([known()])).process(replace(taught, text_untaught=f"{ARTICLE.text}\n\nTolls are due."))

    assert outcome == Unchanged(taught)
    assert isinstance(retitled, Article)
    assert retitled.changed == ("title",)
    assert isinstance(edited, Article)
    assert edited.changed == ("text",)


def test_a_change_of_tags_and_pictures_is_no_version() -> None:
    outcome = Version(Shelf([known()])).process(article(tags=("bridge",), section="Region"))

    assert isinstance(outcome, Unchanged)


def test_a_moved_article_keeps_its_id() -> None:
    shelf = Shelf([known(id="f" * 32)], {"https://daily.example/old/": "f" * 32})

    outcome = Version(shelf).process(article(requested_url="https://daily.example/old/", title="Moved"))

    assert isinstance(outcome, Article)
    assert (outcome.id, outcome.version) == ("f" * 32, 2)


@pytest.mark.parametrize(
    "same", [{"title": "Bridge opens"}, {"text": ARTICLE.text}, {"date_published": ARTICLE.date_published}, {}]
)
def test_a_redirect_is_a_move_only_if_something_of_the_article_is_left(same: dict[str, object]) -> None:
    unlike = {"title": "Bears", "text": "Two bears.", "date_published": None}
    shelf = Shelf([known(id="f" * 32)], {"https://daily.example/old/": "f" * 32})

    outcome = Version(shelf).process(article(requested_url="https://daily.example/old/", **{**unlike, **same}))

    assert isinstance(outcome, Article)
    assert (outcome.id, outcome.version) == (("f" * 32, 2) if same else (ARTICLE.id, 1))


def test_two_articles_without_a_date_are_not_one_for_that() -> None:
    shelf = Shelf([known(article(id="f" * 32, date_published=None))], {"https://daily.example/old/": "f" * 32})
    bears = article(requested_url="https://daily.example/old/", title="Bears", text="Two bears.", date_published=None)

    outcome = Version(shelf).process(bears)

    assert outcome == bears


def test_an_article_ends_in_the_records_and_a_reject_in_the_rejects() -> None:
    records, rejects = Collected(), Collected()
    stages: list[Stage] = [
        Validate(8, None, None),
        Jsonl(records, lambda one: one.id.encode()),
        Rejects(rejects, lambda one: one.reason.encode()),
    ]

    for item in (ARTICLE, article(title=None), REJECTED):
        run_stages(stages, item)

    assert records.lines == [ARTICLE.id.encode()]
    assert rejects.lines == [b"no_title", b"listing"]


@pytest.mark.parametrize(
    ("sign", "changes"),
    [
        ("noindex", {"robots": ("follow", "noindex")}),
        ("noindex", {"robots": ("none",)}),
        ("noarchive", {"robots": ("noarchive",)}),
        ("noarchive", {"robots": ("nocache",)}),
        ("noai", {"robots": ("noai", "noimageai")}),
        ("tdm_reserved", {"tdm_reservation": "1"}),
    ],
)
def test_an_article_is_rejected_for_the_sign_that_its_profile_refuses_and_for_no_other(
    sign: str, changes: dict[str, object]
) -> None:
    item = article(**changes)

    refused = Rights(frozenset({sign})).process(item)
    others = Rights(frozenset({*DIRECTIVES, RESERVED}) - {sign}).process(item)

    assert isinstance(refused, Rejected)
    assert refused.reason == sign
    assert others == item


def test_signs_that_allow_an_article_do_not_reject_it() -> None:
    item = article(robots=("index", "max-snippet:-1", "noimageindex", "noimageai"), tdm_reservation="0")

    assert Rights(frozenset({*DIRECTIVES, RESERVED})).process(item) == item
