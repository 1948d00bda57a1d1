"""Rules read from TOML. Each is held against its own examples: a rule that misses them is an error."""

from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from lxml import etree, html

from crawler.profiles import checks
from crawler.profiles.matching import line_rule_for, url_rule_for
from crawler.profiles.model import Boilerplate, LabelRule, LineRule, MetadataSelectors, SelectorRule, UrlRule
from crawler.profiles.patterns import check_pattern
from crawler.profiles.selectors import compile_css, split_attribute
from crawler.profiles.table import Table

# What may part a label from the words of its link: "READ: …", "READ | …", "READ – …".
LABEL_MARKS = ":|–—-"


class Named(Protocol):
    """A rule: known by its name."""

    @property
    def name(self) -> str: ...


Rule = TypeVar("Rule", bound=Named)


def read_url_rules(table: Table, key: str) -> tuple[UrlRule, ...]:
    """The URL rules at `key`."""
    return _distinct(table, key, [_url_rule(entry) for entry in table.tables(key)])


def read_boilerplate(table: Table) -> Boilerplate:
    """The table `boilerplate`."""
    table.allow("selectors", "labels", "lines")
    selectors = [_selector_rule(entry) for entry in table.tables("selectors")]
    labels = [_label_rule(entry) for entry in table.tables("labels")]
    lines = [_line_rule(entry) for entry in table.tables("lines")]
    return Boilerplate(
        selectors=_distinct(table, "selectors", selectors),
        labels=_distinct(table, "labels", labels),
        lines=_distinct(table, "lines", lines),
    )


def read_metadata(table: Table) -> MetadataSelectors:
    """The table `metadata`."""
    table.allow("title", "description", "authors", "date_published", "date_modified", "section", "tags")
    return MetadataSelectors(
        title=table.texts("title", _metadata_selector),
        description=table.texts("description", _metadata_selector),
        authors=table.texts("authors", _metadata_selector),
        date_published=table.texts("date_published", _metadata_selector),
        date_modified=table.texts("date_modified", _metadata_selector),
        section=table.texts("section", _metadata_selector),
        tags=table.texts("tags", _metadata_selector),
    )


def _url_rule(table: Table) -> UrlRule:
    table.allow("name", "pattern", "matches", "spares")
    rule = UrlRule(
        name=table.text("name", checks.name),
        pattern=_pattern(table, searched=True),
        matches=table.text("matches", _example_url),
        spares=table.text("spares", _example_url),
    )
    if not url_rule_for([rule], rule.matches):
        raise table.fault("matches", f"the pattern of {rule.name!r} does not match its own example {rule.matches!r}")
    if url_rule_for([rule], rule.spares):
        raise table.fault("spares", f"the pattern of {rule.name!r} matches {rule.spares!r}, which it must spare")
    return rule


def _selector_rule(table: Table) -> SelectorRule:
    table.allow("name", "css", "removes", "keeps")
    rule = SelectorRule(
        name=table.text("name", checks.name),
        css=table.text("css", _selector),
        removes=table.text("removes"),
        keeps=table.text("keeps"),
    )
    if not _selects(table, "removes", rule.css, rule.removes):
        raise table.fault("removes", f"the selector of {rule.name!r} finds nothing in its own example")
    if _selects(table, "keeps", rule.css, rule.keeps):
        raise table.fault("keeps", f"the selector of {rule.name!r} finds something in what it must keep")
    return rule


def _line_rule(table: Table) -> LineRule:
    table.allow("name", "pattern", "removes", "keeps", "language")
    rule = LineRule(
        name=table.text("name", checks.name),
        pattern=_pattern(table, searched=False),
        removes=table.text("removes", checks.one_line),
        keeps=table.text("keeps", checks.one_line),
        language=table.text("language", checks.language) if table.has("language") else "",
    )
    if not line_rule_for([rule], rule.removes):
        raise table.fault("removes", f"the pattern of {rule.name!r} does not match the whole of its own example")
    if line_rule_for([rule], rule.keeps):
        raise table.fault("keeps", f"the pattern of {rule.name!r} matches the line that it must keep")
    return rule


def _label_rule(table: Table) -> LabelRule:
    table.allow("name", "labels", "removes", "keeps", "language")
    rule = LabelRule(
        name=table.text("name", checks.name),
        labels=table.texts("labels", _label),
        removes=table.text("removes"),
        keeps=table.text("keeps"),
        language=table.text("language", checks.language) if table.has("language") else "",
    )
    if not rule.labels:
        raise table.fault("labels", "missing; a list of texts is needed")
    _body(table, "keeps", rule.keeps)
    line = " ".join(_body(table, "removes", rule.removes).text_content().split()).casefold()
    if not any(line.startswith(label.casefold()) for label in rule.labels):
        raise table.fault("removes", f"the paragraph begins with none of the labels of {rule.name!r}: {line!r}")
    return rule


def _pattern(table: Table, *, searched: bool) -> str:
    return table.text("pattern", None if table.is_bundled else lambda text: check_pattern(text, searched=searched))


def _distinct(table: Table, key: str, rules: list[Rule]) -> tuple[Rule, ...]:
    seen: set[str] = set()
    for index, rule in enumerate(rules):
        if rule.name in seen:
            raise table.fault(f"{key}[{index}].name", f"two rules are named {rule.name!r}")
        seen.add(rule.name)
    return tuple(rules)


def _selects(table: Table, key: str, css: str, snippet: str) -> bool:
    return bool(compile_css(css)(_body(table, key, snippet).getroottree()))


def _body(table: Table, key: str, snippet: str) -> html.HtmlElement:
    try:
        return html.document_fromstring(f"<html><body>{snippet}</body></html>")
    except (etree.LxmlError, ValueError) as error:
        raise table.fault(key, f"is no HTML: {error}") from error


def _selector(text: str) -> str:
    compile_css(text)
    return text


def _metadata_selector(text: str) -> str:
    compile_css(split_attribute(text)[0])
    return text


def _example_url(text: str) -> str:
    try:
        path = urlsplit(text).path
    except ValueError as error:
        raise ValueError(f"{text!r} is no URL: {error}") from error
    if not path.startswith("/"):
        raise ValueError(f'{text!r} is neither a URL nor a path that begins with "/"')
    return text


def _label(text: str) -> str:
    label = checks.one_line(text).strip()
    if label.rstrip(LABEL_MARKS + " ") != text:
        raise ValueError(f"{text!r} must be plain words, without spaces or a mark such as ':' at the ends")
    return text
