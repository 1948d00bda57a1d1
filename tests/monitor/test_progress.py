import io

from rich.console import Console

from crawler.monitor.progress import progress_table


def test_a_table_without_sites_has_its_columns() -> None:
    console = Console(file=io.StringIO(), width=100)

    console.print(progress_table([], 0.0))

    heading = console.file.getvalue().split()  # type: ignore[attr-defined]
    assert heading == ["site", "found", "queued", "fetched", "records", "rejects", "errors", "pages/s"]
