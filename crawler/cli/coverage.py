"""Field coverage: how many of the pages that were explained fill each field, and by which readers."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.cli.explained import WANTED, ExplainedPage, counted
from crawler.cli.page_answer import NoArticle
from crawler.profiles.model import Expectations


@dataclass(slots=True)
class Coverage:
    """Counts pages as they come. `expect` is what the site's profile expects of a run."""

    expect: Expectations = field(default_factory=Expectations)
    articles: int = 0
    rejects: Counter[str] = field(default_factory=Counter)  # by reason: pages that are no article
    failures: Counter[str] = field(default_factory=Counter)  # by reason: pages that could not be had or read
    filled: Counter[str] = field(default_factory=Counter)  # by field
    notes: list[str] = field(default_factory=list)  # what is said beside it on standard error
    readers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # by field

    @property
    def pages(self) -> int:
        return self.articles + self.rejects.total() + self.failures.total()

    def note(self, page: ExplainedPage) -> None:
        """Count `page`."""
        if isinstance(page.outcome, NoArticle):
            self.failures[page.outcome.reason] += 1
        elif page.outcome.rejected:
            self.rejects[page.outcome.rejected.reason] += 1
        else:
            self.articles += 1
            for one in page.outcome.fields:
                if one.value not in (None, "", [], ()):
                    self.filled[one.name] += 1
                    self.readers[one.name].update([one.reader] if one.reader else [])

    def rows(self) -> list[tuple[str, ...]]:
        """A heading, then a row a field: name, how many articles fill it, what is expected if anything is, readers."""
        expected = dict(self.expect.filled)
        names = (*WANTED, *sorted(expected.keys() & self.filled.keys() - set(WANTED)))
        rows: list[tuple[str, ...]] = [("field", "filled", *(("expected",) if expected else ()), "readers")]
        for name in names:
            readers = ", ".join(f"{reader} {count}" for reader, count in self.readers[name].most_common())
            least = f"{expected[name]:.0%}" if name in expected else ""
            rows.append((name, f"{self.filled[name]} of {self.articles}", *((least,) if expected else ()), readers))
        return rows

    def short(self) -> frozenset[str]:
        """The fields that fewer articles fill than the profile expects."""
        return frozenset(name for name, least in self.expect.filled if self.filled[name] < least * self.articles)

    def lines(self) -> list[str]:
        """What came of the pages, for people."""
        lines = [f"{counted(self.pages, 'page')}, {counted(self.articles, 'article')}"]
        for name, reasons in (("rejected", self.rejects), ("not read", self.failures)):
            if reasons:
                lines.append(f"{name}: {', '.join(f'{reason} {count}' for reason, count in reasons.most_common())}")
        return lines

    def value(self) -> Mapping[str, object]:
        """The same for JSON."""
        expected = dict(self.expect.filled)
        return {
            "pages": self.pages,
            "articles": self.articles,
            "rejects": dict(self.rejects),
            "failures": dict(self.failures),
            "notes": self.notes,
            "fields": {
                row[0]: {
                    "filled": self.filled[row[0]],
                    "expected": expected.get(row[0]),
                    "readers": dict(self.readers[row[0]]),
                }
                for row in self.rows()[1:]
            },
        }
