from crawler.run.traps import UNNAMED, Traps


def test_so_many_requests_without_anything_new_end_it_once_and_are_named() -> None:
    traps = Traps(3)

    ended = [traps.nothing(f"https://daily.example/calendar/2026/{month}/") for month in (1, 2, 3, 4)]

    assert ended == [False, False, True, False]
    assert len(traps.lines) == 1
    assert traps.lines[0].startswith("calendar: 3 requests in a row gave nothing new")


def test_a_record_begins_the_count_anew() -> None:
    traps = Traps(3)
    traps.nothing("https://daily.example/a")
    traps.nothing("https://daily.example/b")

    traps.fruit()

    assert not traps.nothing("https://daily.example/c")
    assert not traps.nothing("https://daily.example/d")
    assert traps.nothing("https://daily.example/e")
    assert traps.lines[0].startswith(UNNAMED)
