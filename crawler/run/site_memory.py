"""Between the site memory in the state and the one in extraction."""

from crawler.extract.memory import SiteMemory
from crawler.items import Article
from crawler.state import State
from crawler.state.rows import CountedLine


def snapshot(state: State, site: str) -> SiteMemory:
    """What `site` has taught so far: what a run works with from its begin to its end."""
    return SiteMemory.of(line.key for line in state.memory.shared(site) if line.is_furniture)


def counted_lines(article: Article) -> tuple[CountedLine, ...]:
    """The lines by which `article` teaches; none of a later version, which would be counted twice."""
    if article.version != 1:
        return ()
    return tuple(CountedLine(*line) for line in article.memory_lines)
