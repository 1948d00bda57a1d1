"""Expectations: does a run look as the profile says a healthy one does?"""

from collections.abc import Mapping
from datetime import date, timedelta

from crawler.profiles.model import Expectations

FULL_DAYS = 7  # the span that the mean of articles a day is taken over


def missed(
    expect: Expectations,
    counts: Mapping[str, int],
    filled: Mapping[str, int],
    published: Mapping[str, int],
    today: date,
    min_records: int,
) -> list[str]:
    """A line for each expectation that was missed.

    `published` counts the articles on record by day (ISO). Days are only judged when the oldest of the last seven
    full ones has articles: a new store knows nothing of the days before it. Shares need `min_records` of evidence.
    """
    lines = []
    records = counts.get("records", 0)
    if records >= min_records:
        for name, least in expect.filled:
            share = filled.get(name, 0) / records
            if share < least:
                lines.append(f"{name} is filled in {share:.0%} of {records} records, {least:.0%} are expected")
    rejects = sum(number for name, number in counts.items() if name.startswith("rejects/"))
    if expect.max_reject_share is not None and rejects + records >= min_records:
        share = rejects / (rejects + records)
        if share > expect.max_reject_share:
            pages = rejects + records
            lines.append(
                f"{share:.0%} of {pages} pages were rejected, at most {expect.max_reject_share:.0%} are expected"
            )
    if expect.articles_per_day:
        lines += _missed_days(expect.articles_per_day, published, today)
    return lines


def week_before(today: date) -> date:
    """The oldest of the full days before `today` that are judged."""
    return today - timedelta(days=FULL_DAYS)


def _missed_days(expected: tuple[int, int], published: Mapping[str, int], today: date) -> list[str]:
    days = [str(week_before(today) + timedelta(days=number)) for number in range(FULL_DAYS)]
    if not published.get(days[0]):
        return []
    mean = sum(published.get(day, 0) for day in days) / FULL_DAYS
    least, most = expected
    if least <= mean <= most:
        return []
    return [f"{mean:.1f} articles a day were published in the last {FULL_DAYS} days, {least} to {most} are expected"]
