"""The TDM Reservation Protocol's file at an origin: its rules, and where a record takes their word."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Reservation
from crawler.tdmrep import MAX_RULES, LocationRule, read_tdmrep, reservation_for, with_reservation
from tests.articles import ARTICLE

POLICY = "https://daily.example/mining/"


def said(path: str, *rules: dict[str, object]) -> Reservation | None:
    return reservation_for(read_tdmrep(json.dumps(rules).encode()), f"https://daily.example{path}")


def rule(location: str, reservation: object = 1, policy: object = None) -> dict[str, object]:
    return {"location": location, "tdm-reservation": reservation, "tdm-policy": policy}


@pytest.mark.parametrize(
    ("location", "path", "matches"),
    [
        ("/", "/2026/quay/", True),
        ("/2026/", "/2026/quay/", True),
        ("/2026/", "/2025/quay/", False),
        ("/2026", "/News/2026", False),
        ("/*/quay", "/2026/quay/", True),
        ("*.pdf$", "/report.pdf", True),
        ("*.pdf$", "/report.pdf?page=2", False),
        ("/quay$", "/quay/", False),
        ("/caf%C3%A9/", "/café/", True),
        ("/%71uay", "/quay", True),
        ("/Quay", "/quay", False),
    ],
)
def test_a_location_is_a_pattern_as_in_robots_txt(location: str, path: str, matches: bool) -> None:
    assert (said(path, rule(location)) is not None) == matches


def test_the_first_rule_that_matches_counts() -> None:
    rules = (rule("/free/", 0), rule("/", 1, POLICY), rule("/free/", 1))

    assert said("/free/quay/", *rules) == Reservation("0")
    assert said("/quay/", *rules) == Reservation("1", POLICY)


@pytest.mark.parametrize(
    ("value", "reservation"), [(1, "1"), (0, "0"), ("1", "1"), (2, None), (True, None), ([], None)]
)
def test_a_value_that_the_report_does_not_know_counts_as_unset(value: object, reservation: str | None) -> None:
    found = said("/quay/", rule("/", value), rule("*", 1))

    assert (found.reservation if found else None) == reservation


@pytest.mark.parametrize(
    "policy",
    ["/mining/", "javascript:alert(1)", "https://a b/", "https://a.example/\x1b[2J", "https://[", 5, "x" * 3000],
)
def test_a_policy_that_is_no_address_is_none(policy: object) -> None:
    assert said("/quay/", rule("/", 1, policy)) == Reservation("1")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>", b"{}", b"\xff\xfe\xff", b"[1]", b'[{"tdm-reservation": 1}]', b'[{"location": 5}]', b"[" * 9000,
        b"[" + b"9" * 9000 + b"]", json.dumps([rule("/")] * (MAX_RULES + 1)).encode(),
    ],
)  # fmt: skip
def test_another_file_is_an_error(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_tdmrep(body)


@given(st.lists(st.fixed_dictionaries({"location": st.text(), "tdm-reservation": st.sampled_from([0, 1, "1", 7])})))
def test_any_locations_can_be_asked(rules: list[dict[str, object]]) -> None:
    found: tuple[LocationRule, ...] = read_tdmrep(json.dumps(rules).encode())

    assert len(found) == len(rules)
    reservation_for(found, "https://daily.example/quay/?a=*")


def test_a_record_takes_the_file_s_word_where_page_and_header_say_nothing() -> None:
    silent = with_reservation(ARTICLE, Reservation("1", POLICY))
    own = replace(ARTICLE, tdm_reservation="0")
    half = with_reservation(replace(ARTICLE, tdm_policy="https://daily.example/own/"), Reservation("1", POLICY))

    assert (silent.tdm_reservation, silent.tdm_policy) == ("1", POLICY)
    readers = silent.extraction.readers
    assert (readers["tdm_reservation"], readers["tdm_policy"]) == ("tdmrep", "tdmrep")
    assert with_reservation(own, Reservation("1", POLICY)) == own
    assert (half.tdm_reservation, half.tdm_policy) == ("1", "https://daily.example/own/")
    assert with_reservation(ARTICLE, None) == ARTICLE
