from tests.audit import verdict

SAFE = {"name": "lxml", "version": "6.1.3", "vulns": []}
UNKNOWN = {"name": "scrapy", "skip_reason": "Dependency not found on PyPI"}
HOLED = {
    "name": "twisted",
    "version": "25.5.0",
    "vulns": [{"id": "PYSEC-2026-7", "fix_versions": ["26.1"]}, {"id": "PYSEC-2026-8", "fix_versions": []}],
}


def test_an_advisory_fails_the_audit_and_names_what_mends_it() -> None:
    code, lines = verdict({"dependencies": [SAFE, HOLED]})

    assert code == 1
    assert lines[:2] == [
        "twisted 25.5.0: PYSEC-2026-7, fixed in 26.1", "twisted 25.5.0: PYSEC-2026-8, fixed in no version",
    ]  # fmt: skip
    assert lines[2:] == ["audit: 2 of 2 packages checked, 2 advisories"]


def test_what_could_not_be_checked_is_said_and_is_no_failure() -> None:
    none = verdict({"dependencies": [UNKNOWN]})
    some = verdict({"dependencies": [SAFE, UNKNOWN]})

    assert none == (0, ["audit: no advisories could be reached, so nothing was checked"])
    assert some[0] == 0
    assert some[1][0] == "audit: 1 of 2 packages checked, 0 advisories"
    assert "scrapy" in some[1][1]
