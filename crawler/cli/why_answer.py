"""All that is known of one URL, as values for JSON and as lines for people."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from crawler.cli.messages import plain
from crawler.dates import utc_stamp
from crawler.discovery.article_url import article_sign, refusal
from crawler.profiles import load_profile, profile_for_host, profile_for_site
from crawler.run.records_reader import StoredLine, field_of, lines
from crawler.state.lookup import Lookup, UrlEntry
from crawler.state.rows import Segment
from crawler.urls import belongs_to, canonical_url, host_of, url_key

Facts = Mapping[str, object]


def known_facts(entry: UrlEntry, state: Lookup, folder: Path, now: datetime) -> Facts:
    """What the state in `folder` knows of `entry`, and its lines of the records and rejects there."""
    shown = entry.record_id or entry.alias_of
    known = state.record(shown) if shown else None
    line = _record_line(state, folder, known.id, known.site, known.segment) if known else None
    record = line.value() if line else {}
    others = state.urls_of(shown) if shown else []
    return {
        "url": entry.url,
        "key": entry.key,
        "site": entry.site,
        "found": {"via": entry.via, "at": utc_stamp(entry.first_seen_at)},
        "said": {"published": entry.published, "modified": entry.modified},
        "answer": None if entry.fetched_at is None else _answer(entry, entry.fetched_at),
        "validators": {"etag": entry.validators.etag, "last_modified": entry.validators.last_modified},
        "failures": entry.failures,
        "next": {"due_at": utc_stamp(entry.due_at) if entry.due_at else None, "why": _why_next(entry, state, now)},
        "alias_of": entry.alias_of,
        "other_urls": [url for url in others if url_key(url) != entry.key],
        "record": None
        if known is None
        else {
            "id": known.id,
            "version": known.version,
            "url": known.url,
            "title": record.get("title"),
            "date_published": record.get("date_published"),
            "fetched_at": record.get("fetched_at"),
            "duplicate_of": record.get("duplicate_of"),
            "group": state.copies.group_of(known.id),
            "segment": line.segment if line else known.segment,
            "line": line.number if line else None,
        },
        "capture": record.get("archive") if entry.record_id else None,
        "gone_since": utc_stamp(known.gone_at) if entry.record_id and known and known.gone_at else None,
        "reject": _reject(state, folder, entry),
    }


def unknown_facts(url: str, profile_name: str | None) -> Facts:
    """What the site's profile says of a URL that no run has heard of. Raises ProfileError for an unknown profile."""
    address = canonical_url(url)
    profile = (
        load_profile(profile_name) if profile_name else profile_for_host(host_of(address)) or profile_for_site(address)
    )
    is_inside = not profile.domains or belongs_to(address, profile.domains)
    return {
        "url": address,
        "key": url_key(address),
        "known": False,
        "profile": profile.name,
        "refused": refusal(address, profile) if is_inside else "domains",
        "article_sign": article_sign(address, profile),
    }


def text_of(facts: Facts) -> str:
    """The facts in aligned lines; what is empty is left out."""
    pairs = list(_unknown_lines(facts) if "known" in facts else _lines(facts))
    width = max(len(label) for label, _ in pairs)
    return "".join(f"{label.ljust(width)}  {plain(text)}\n" for label, text in pairs if text)


def _lines(facts: Facts) -> Iterator[tuple[str, str]]:
    found, said, answer = _part(facts, "found"), _part(facts, "said"), _part(facts, "answer")
    following, record, capture = _part(facts, "next"), _part(facts, "record"), _part(facts, "capture")
    reject, validators = _part(facts, "reject"), _part(facts, "validators")
    yield "url", str(facts["url"])
    yield "key", str(facts["key"])
    yield "site", str(facts["site"])
    yield "found", f"{found['at']} by {found['via'] or 'a person or a redirect'}"
    yield "published", f"{said['published'] or ''}"
    yield "modified", f"{said['modified'] or ''}"
    if answer:
        status = f"HTTP {answer['status']}: " if answer["status"] is not None else ""
        reason = f" ({answer['reason']})" if answer["reason"] else ""
        yield "last answer", f"{answer['at']} {status}{answer['outcome']}{reason}"
    else:
        yield "last answer", "none: never fetched"
    yield "etag", f"{validators['etag'] or ''}"
    yield "last-modified", f"{validators['last_modified'] or ''}"
    yield "failures", f"{facts['failures']} in a row" if facts["failures"] else ""
    yield "next look", f"{following['due_at'] or 'none'}: {following['why']}"
    yield "same text as", f"{facts['alias_of'] or ''}"
    others = facts["other_urls"]
    for url in others if isinstance(others, list) else ():
        yield "also at", url
    if record:
        place = f"{record['segment']}:{record['line']}" if record["line"] else "its line was not found"
        yield "record", f"{record['id']} version {record['version']}, {place}"
        yield "title", f"{record['title'] or ''}"
        yield "record url", f"{record['url']}" if record["url"] != facts["url"] else ""
        yield "copy of", f"{record['duplicate_of'] or ''}"
        yield "group", "" if record["group"] in (record["id"], record["duplicate_of"]) else f"{record['group']}"
    yield "gone since", f"{facts['gone_since'] or ''}"
    if capture:
        yield "capture", f"{capture['file']} at {capture['offset']}, {capture['length']} bytes, {capture['record_id']}"
    if reject:
        yield (
            "reject",
            f"{reject['reason']}: {reject['detail']} ({reject['fetched_at']}, {reject['segment']}:{reject['line']})",
        )


def _unknown_lines(facts: Facts) -> Iterator[tuple[str, str]]:
    yield "url", str(facts["url"])
    yield "key", str(facts["key"])
    yield "known", "no"
    yield "profile", str(facts["profile"])
    match facts["refused"]:
        case None:
            yield "refused", "no: it would be fetched if a source named it"
        case "domains":
            yield "refused", "yes: its host is none of the profile's domains"
        case "accept":
            yield "refused", "yes: no rule of accept fits"
        case rule:
            yield "refused", f"yes: {rule}"
    yield (
        "looks like",
        f"an article ({facts['article_sign']})" if facts["article_sign"] else "no article by its address",
    )


def _answer(entry: UrlEntry, at: datetime) -> Facts:
    return {"at": utc_stamp(at), "status": entry.status, "outcome": entry.outcome, "reason": entry.reason}


def _why_next(entry: UrlEntry, state: Lookup, now: datetime) -> str:
    if entry.claimed_by is not None and (run := state.run(entry.claimed_by)):
        ended = run.ended_at and f", which ended {utc_stamp(run.ended_at)}; the next run takes it up"
        return f"in the hands of run {run.number} (pid {run.pid}, since {utc_stamp(run.started_at)}){ended or ''}"
    if entry.due_at is None:
        return _why_not_due(entry)
    state_of_it = "due now" if entry.due_at <= now else "due then"
    match entry.outcome:
        case None:
            return f"{state_of_it}, never fetched"
        case "error":
            return f"{state_of_it}, after {entry.failures} failures in a row"
        case "record" | "unchanged" if entry.due_at > now:
            return f"{state_of_it}, as its age calls for"
        case _:
            return f"{state_of_it}, as its age calls for or a source said that it changed"


def _why_not_due(entry: UrlEntry) -> str:
    match entry.outcome:
        case "record" | "unchanged":
            return "looked at often enough, or under another address; due again when a source says that it changed"
        case "outside":
            return "published outside of the days that were asked for; due in a run that asks for its day"
        case "error":
            return (
                f"given up after {entry.failures} failures in a row; newskeep fetch --keep URL or crawl --refetch asks"
                " again, and so does a run when a source says that it changed"
            )
        case _:
            return "it gave no article; due again when a source says that it changed"


def _record_line(state: Lookup, folder: Path, id_: str, site: str, segment: str | None) -> StoredLine | None:
    """The line of the newest version: in the segment that the state names, else in the newest one that has any."""
    segments = sorted(state.segments("records", site), key=lambda one: (one.path == segment, one.path), reverse=True)
    return _last(folder, segments, (field_of("id", id_),), lambda value: value.get("id") == id_)


def _reject(state: Lookup, folder: Path, entry: UrlEntry) -> Facts | None:
    """The newest reject of the page, in few words."""
    needles = (field_of("requested_url", entry.url), field_of("url", entry.url))
    segments = state.segments("rejects", entry.site)[::-1]
    line = _last(folder, segments, needles, lambda value: entry.url in (value.get("url"), value.get("requested_url")))
    if line is None:
        return None
    value = line.value()
    kept = {name: value.get(name) for name in ("reason", "detail", "status", "fetched_at")}
    return {**kept, "segment": line.segment, "line": line.number}


def _last(
    folder: Path, segments: Sequence[Segment], needles: tuple[bytes, ...], is_it: Callable[[Facts], bool]
) -> StoredLine | None:
    """The last line of the first segment that has one. A segment that was taken away is passed over."""
    for segment in segments:
        try:
            found = [line for line in lines(folder, segment, needles) if is_it(line.value())]
        except FileNotFoundError:
            continue
        if found:
            return found[-1]
    return None


def _part(facts: Facts, name: str) -> Facts:
    part = facts[name]
    return part if isinstance(part, Mapping) else {}
