"""What is said of an export's progress."""

from crawler.export.progress import CHOOSING, WRITING


def test_a_stage_tells_its_rate_in_what_it_counts() -> None:
    told = [CHOOSING.told(30_000_000, 2.0), WRITING.told(5000, 2.0)]

    assert told == ["choosing records, 15 MB/s", "writing records, 2,500 records/s"]
