"""Which of the captures that are old enough go: those that nothing needs."""

from crawler.rewrite.ledger import Ledger

# Each keeps captures that had been given up. The newest answer of a URL of each status: what no later one took the
# place of. And what the newest version of an article was made from.
NEWEST = (
    """
    UPDATE captures SET is_kept = 1 WHERE number IN (
        SELECT number FROM (
            SELECT number, row_number() OVER (PARTITION BY url, status ORDER BY at DESC, number DESC) AS place
            FROM captures
        ) WHERE place = 1)
    """,
    """
    UPDATE captures SET is_kept = 1 WHERE record_id IN (
        SELECT capture FROM records AS one
        WHERE version = (SELECT max(version) FROM records AS other WHERE other.id = one.id))
    """,
)
# What a kept capture cannot do without: an article's other pages, and the payload that a revisit stands for, sought as
# `Holdings.originals` does.
NEEDED = (
    """
    UPDATE captures SET is_kept = 1 WHERE NOT is_kept AND record_id IN (
        SELECT part FROM further JOIN captures AS page ON page.record_id = further.page WHERE page.is_kept)
    """,
    """
    UPDATE captures SET is_kept = 1 WHERE NOT is_kept AND refers_id IS NULL AND record_id IN (
        SELECT refers_id FROM captures WHERE is_kept AND refers_id <> '')
    """,
    """
    UPDATE captures SET is_kept = 1 WHERE NOT is_kept AND refers_id IS NULL AND EXISTS (
        SELECT 1 FROM captures AS revisit WHERE revisit.is_kept AND revisit.refers_id IS NOT NULL
            AND revisit.refers_url = captures.url AND revisit.refers_at = substr(captures.at, 1, 19))
    """,
    """
    UPDATE captures SET is_kept = 1 WHERE NOT is_kept AND number IN (
        SELECT (SELECT number FROM captures AS original WHERE original.digest = revisit.digest AND refers_id IS NULL
                AND original.at <= revisit.at ORDER BY original.at DESC LIMIT 1)
        FROM captures AS revisit
        WHERE revisit.is_kept AND revisit.refers_id IS NOT NULL AND NOT revisit.is_unmodified AND revisit.digest <> ''
            AND NOT EXISTS (SELECT 1 FROM captures AS named
                WHERE named.record_id = revisit.refers_id AND revisit.refers_id <> ''))
    """,
)


def choose(ledger: Ledger, *, everything: bool) -> None:
    """Choose what goes: old captures that nothing needs; with `everything`, also the newest of a URL."""
    ledger.begin()
    for statement in () if everything else NEWEST:
        ledger.database.execute(statement)
    while sum(ledger.database.execute(statement).rowcount for statement in NEEDED):
        pass  # until nothing more is needed: a page that is kept as an original may have other pages
