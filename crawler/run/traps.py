"""Traps: when a site goes on for ever without anything new, and what that looks like to people."""

from collections import Counter, deque

from crawler.discovery.trap_url import trap_sign

REMEMBERED = 200  # URLs in a row that a trap is named by
UNNAMED = "pages without an article"
# Failures before anything was asked of the site: they say nothing about it.
NOT_ASKED = frozenset(
    {"robots_denied", "robots_unreachable", "host_resting", "stopped", "offsite", "address_refused", "downgrade"}
)


class Traps:
    """Counts a site's requests that gave nothing, in a row; `lines` tells people where that ended something.

    `fruitless_max` 0 lets them be as many as they like.
    """

    def __init__(self, fruitless_max: int) -> None:
        self.lines: list[str] = []
        self._fruitless_max = fruitless_max
        self._in_a_row = 0
        self._last: deque[str] = deque(maxlen=REMEMBERED)
        self._noted: set[str] = set()

    def fruit(self) -> None:
        """A request gave a record, a version, or the word that all is as it was."""
        self._in_a_row = 0
        self._last.clear()

    def nothing(self, url: str) -> bool:
        """The request for `url` gave nothing; whether these are as many in a row as there may be."""
        self._in_a_row += 1
        self._last.append(url)
        if self._in_a_row != self._fruitless_max:
            return False
        signs = Counter(trap_sign(one) for one in self._last)
        sign, number = signs.most_common(1)[0]
        kind = sign if sign and number * 2 > len(self._last) else UNNAMED
        self.lines.append(f"{kind}: {self._in_a_row} requests in a row gave nothing new, the last for {url}")
        return True

    def list_ended(self, what: str, number: int, url: str) -> None:
        """Of a list no more is read: `number` of its pages or files in a row named nothing new."""
        sign = trap_sign(url)
        kind = f"{sign}, {what}" if sign else what
        self.lines.append(f"{kind}: {number} in a row named nothing new, the last was {url}")

    def not_followed(self, urls: tuple[str, ...], depth: int) -> None:
        """Of links that go too deep or look like no end, tell one of each sign."""
        for url in urls:
            sign = trap_sign(url)
            if sign and sign not in self._noted:
                self._noted.add(sign)
                self.lines.append(f"{sign}: not followed beyond {depth} steps, such as {url}")
