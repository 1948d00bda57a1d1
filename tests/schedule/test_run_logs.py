from datetime import UTC, datetime
from pathlib import Path

from crawler.schedule.run_logs import log_name, remove_old_logs


def test_the_newest_logs_of_a_job_stay_and_no_other_file_goes(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    own = [log_name("daily", datetime(2026, 3, day, tzinfo=UTC)) for day in range(1, 6)]
    others = [log_name("daily-sport", datetime(2026, 3, 1, tzinfo=UTC)), "logs/daily-notes.log", "logs/daily.log"]
    for name in own + others:
        (tmp_path / name).touch()

    remove_old_logs(tmp_path, "daily", keep=2)

    left = {f"logs/{path.name}" for path in (tmp_path / "logs").iterdir()}
    assert left == {*own[-2:], *others}


def test_without_a_folder_there_is_nothing_to_remove(tmp_path: Path) -> None:
    remove_old_logs(tmp_path, "daily", keep=2)

    assert not list(tmp_path.iterdir())
