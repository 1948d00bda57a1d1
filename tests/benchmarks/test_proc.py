from benchmarks.bench.proc import TICKS_A_SECOND, Machine, Process, depths, read_machine, read_pss, read_stat


def test_a_process_is_read_whatever_its_name_holds() -> None:
    text = "412 (a (b) c) S 7 412 412 0 -1 4194560 1 2 3 4 150 50 900 900 20 0 1 0 3300 1 1 1\n"

    found = read_stat(text)

    assert found == Process(412, 7, 3300, 200 / TICKS_A_SECOND)


def test_what_waits_for_a_disk_is_idle_and_what_was_stolen_is_neither() -> None:
    text = "cpu  100 10 20 400 50 5 15 999 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n"

    found = read_machine(text)

    assert found == Machine(150 / TICKS_A_SECOND, 450 / TICKS_A_SECOND)


def test_memory_is_the_proportional_share() -> None:
    text = "55d0-7ffc ---p 00000000 00:00 0 [rollup]\nRss:  9000 kB\nPss:   2048 kB\nPss_Anon:  10 kB\n"

    found = read_pss(text)

    assert found == 2048 * 1024


def test_a_process_that_has_ended_holds_no_memory() -> None:
    found = read_pss("")

    assert found == 0


def test_descendants_are_found_with_their_depth_and_nobody_else() -> None:
    tree = {2: 1, 3: 2, 4: 2, 5: 4, 9: 1}

    found = depths([Process(pid, parent, 0, 0) for pid, parent in tree.items()], 2)

    assert found == {3: 0, 4: 0, 5: 1}
