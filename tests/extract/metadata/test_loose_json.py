import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.metadata.loose_json import MAX_CHARS, Json, read_json


@pytest.mark.parametrize(
    ("broken", "value"),
    [
        ('{"a": "b"}', {"a": "b"}),
        ('{"a": "line one\nline\ttwo"}', {"a": "line one\nline\ttwo"}),
        ('{"a": [1, 2,], "b": true,}', {"a": [1, 2], "b": True}),
        ('{"a": "one"\n "b": "two"}', {"a": "one", "b": "two"}),
        ('{"a": "He said "no" twice", "b": 1}', {"a": 'He said "no" twice', "b": 1}),
        ('{"a": "the "big", loud day", "b": "c"}', {"a": 'the "big", loud day', "b": "c"}),
        ('<!-- {"a": 1} -->', {"a": 1}),
        ('//<![CDATA[\n{"a": 1}\n//]]>', {"a": 1}),
        ("{&quot;a&quot;: &quot;b&quot;}", {"a": "b"}),
        ('{"a": {"b": "cut o', {"a": {"b": "cut o"}}),
        ("{a: null, 'b': 2}".replace("'", '"'), {"a": None, "b": 2}),
        ('{"a": "\\ud83d\\ude00 \\/ \\n",}', {"a": "\U0001f600 / \n"}),
    ],
)
def test_a_broken_object_is_read_as_it_was_meant(broken: str, value: Json) -> None:
    assert read_json(broken) == [value]


def test_several_objects_in_one_script_are_all_read() -> None:
    assert read_json('{"a": 1}\n{"b": 2}; [3]') == [{"a": 1}, {"b": 2}, [3]]


def test_text_without_an_object_gives_nothing() -> None:
    assert read_json("window.data = 5;") == []


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_deep_nesting_is_harmless(opening: str) -> None:
    read_json(opening * 100_000)
    read_json(opening * 100_000 + "1" + "]" * 100_000)


@pytest.mark.parametrize("piece", ['"', '" ', '"\n', '\\"', "{", '{"a":"', ",", '"a"\n\n', "&quot;", ' "a" b'])
def test_a_megabyte_of_one_broken_piece_ends(piece: str) -> None:
    read_json('{"a": "' + piece * (1_000_000 // len(piece)))


def test_ten_megabytes_are_read_no_further_than_the_bound() -> None:
    values = read_json('{"a": "' + "x" * 10_000_000 + '"}')

    assert isinstance(values[0], dict)
    assert len(str(values[0]["a"])) <= MAX_CHARS


@given(
    st.recursive(st.none() | st.booleans() | st.text(), lambda inner: st.dictionaries(st.text(), inner), max_leaves=9)
)
def test_sound_json_is_read_as_it_is(value: object) -> None:
    assert read_json(json.dumps({"value": value})) == [{"value": value}]


@given(st.text(alphabet='{}[]",:\\ \nab1u-&;', max_size=200))
def test_no_text_raises(text: str) -> None:
    read_json(text)
    read_json("{" + text)
