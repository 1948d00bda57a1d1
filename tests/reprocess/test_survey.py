import shutil
from pathlib import Path

from crawler.archive.holdings import Holdings
from crawler.reprocess.plan import Plan
from crawler.reprocess.sites import ByHost
from crawler.reprocess.survey import ArchiveSurvey
from crawler.run.forgotten import Forgotten, read_forgotten
from tests.forget.daily import QUAY, forget, make


def test_what_a_store_has_forgotten_is_passed_over_in_the_archive_of_others_too(tmp_path: Path) -> None:
    daily = make(tmp_path / "store")
    theirs = Holdings(shutil.copytree(daily.folder / "archive", tmp_path / "theirs"))
    forget(daily, QUAY)
    counts = []

    for number, forgotten in enumerate((Forgotten(), read_forgotten(daily.folder))):
        plan = Plan(tmp_path / f"plan-{number}.sqlite")
        ArchiveSurvey(plan, ByHost([]), forgotten, print).add(theirs.files())
        plan.ready()
        counts.append(plan.count_pages())
        plan.close()

    assert counts == [7, 3]  # the list, BRIDGE and WEEKLY are left
