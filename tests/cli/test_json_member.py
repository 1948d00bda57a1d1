import json

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.cli.json_member import members, with_text


@settings(max_examples=50)
@given(st.dictionaries(st.text(), st.none() | st.floats() | st.lists(st.text())), st.text(), st.text())
def test_a_text_is_taken_for_another_in_any_json_object(value: dict[str, object], old: str, new: str) -> None:
    line = json.dumps({**value, "text": old}, ensure_ascii=False)

    found = members(line)
    changed = with_text(line, found["text"], new)

    assert {name: one.value for name, one in found.items()}.keys() == {**value, "text": old}.keys()
    assert members(changed)["text"].value == new
    assert changed.startswith(line[: found["text"].start])
    assert changed.endswith(line[found["text"].stop :])
