"""What a site has taught: which of its lines are furniture, and which are not though they come again."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest

from crawler.state import State
from crawler.state.memory import HALVE_AT, LEAST_ARTICLES, LEAST_COUNT, MOST_ROWS, ROWS_AFTER
from crawler.state.rows import CountedLine, Finished

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def state() -> Iterator[State]:
    state = State(None)
    yield state
    state.close()


def line(text: str, words: int = 12) -> CountedLine:
    return CountedLine(text.encode(), text, words)


def own(number: int, lines: int = 3) -> list[CountedLine]:
    """Lines that no other article has."""
    return [line(f"article {number} line {at}") for at in range(lines)]


def teach(state: State, *articles: Sequence[CountedLine], site: str = "daily") -> None:
    url = f"https://{site}.example/"
    state.commit([Finished(site, url, url, "record", NOW, lines=tuple(lines)) for lines in articles], [])


def furniture(state: State, site: str = "daily") -> set[str]:
    return {one.text for one in state.memory.shared(site) if one.is_furniture}


def test_what_stands_in_every_fourth_article_is_furniture_and_what_stands_in_fewer_is_not(state: State) -> None:
    articles = [own(number) for number in range(40)]
    for number in range(0, 40, 4):
        articles[number].append(line("Give a little"))
    for number in range(0, 40, 5):
        articles[number].append(line("The week in numbers"))

    teach(state, *articles)

    assert furniture(state) == {"Give a little"}
    counts = {one.text: (one.articles, one.of) for one in state.memory.shared("daily")}
    assert counts == {"Give a little": (10, 40), "The week in numbers": (8, 40)}


def test_of_a_few_articles_nothing_is_learned(state: State) -> None:
    articles = [[*own(number), line("Give a little")] for number in range(LEAST_ARTICLES)]

    teach(state, *articles[:-1])
    before = furniture(state)
    teach(state, articles[-1])

    assert before == set()
    assert furniture(state) == {"Give a little"}


def test_a_line_is_seen_often_enough_before_it_goes(state: State) -> None:
    articles = [own(number) for number in range(LEAST_ARTICLES)]
    for number in range(LEAST_COUNT - 1):
        articles[number].append(line("Give a little"))

    teach(state, *articles)

    assert furniture(state) == set()


def test_a_story_that_was_sent_many_times_is_no_furniture(state: State) -> None:
    story = [line(f"wire {at}") for at in range(8)]
    copies = [[*story, line(f"update {number}", 30)] for number in range(12)]

    teach(state, *copies, *(own(number) for number in range(12)))

    assert furniture(state) == set()


def test_furniture_is_learned_from_short_articles_that_it_outweighs(state: State) -> None:
    teach(state, *([*own(number, 1), line("Give a little"), line("And a little more", 8)] for number in range(20)))

    assert furniture(state) == {"Give a little", "And a little more"}


def test_a_line_counts_once_an_article(state: State) -> None:
    refrain = [line("Ring a ring o’ roses", 5)] * 9

    teach(state, [*own(0), *refrain], *(own(number) for number in range(1, 20)))

    assert furniture(state) == set()


def test_sites_are_counted_apart(state: State) -> None:
    teach(state, *([*own(number), line("Give a little")] for number in range(12)))
    teach(state, *([*own(number), line("Give a little")] for number in range(3)), site="weekly")

    assert furniture(state) == {"Give a little"}
    assert furniture(state, "weekly") == set()


def test_what_a_site_no_longer_prints_is_forgotten(state: State) -> None:
    teach(state, *([*own(number, 1), line("Give a little")] for number in range(HALVE_AT)))
    before = furniture(state)

    teach(state, *([*own(number, 1), line("Give a lot")] for number in range(HALVE_AT, 4 * HALVE_AT)))

    assert before == {"Give a little"}
    assert furniture(state) == {"Give a lot"}
    assert state.memory.shared("daily")[0].of < HALVE_AT


def test_rows_are_bounded_and_what_is_shared_stays(state: State) -> None:
    lines = 200

    teach(state, *([*own(number, lines), line("Give a little")] for number in range(3 * MOST_ROWS // lines)))

    ((rows,),) = state._database.all("SELECT count(*) FROM memory_lines")
    assert ROWS_AFTER <= rows <= MOST_ROWS + 64 * lines
    assert furniture(state) == {"Give a little"}
