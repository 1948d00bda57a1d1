import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.surt import surt_key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        # What pywb 2.10 makes of them.
        ("http://www.example.com:80/", "com,example)/"),
        ("https://WWW2.Example.com:443/A/../b//c/./?b=2&a=1&a", "com,example)/b/c?a&a=1&b=2"),
        ("http://u:p@ex.com:8080/x/?", "com,ex:8080)/x"),
        ("http://127.0.0.1:8000/é?q=ü%20x", "1,0,0,127:8000)/%c3%a9?q=%c3%bc%20x"),
        ("http://ex.com/a%252520b", "com,ex)/a%20b"),
        ("http://münchen.de/ß", "de,xn--mnchen-3ya)/%c3%9f"),
        ("http://ex.com/?sid=0123456789abcdef0123456789abcdef&x=1", "com,ex)/?x=1"),
        ("http://ex.com/#frag", "com,ex)/"),
        ("http://ex.com/a b", "com,ex)/a%20b"),
        ("http://ex.com/?a=1&&b", "com,ex)/?&a=1&b"),
        ("http://ex.com/a/", "com,ex)/a"),
        ("https://ex.com:80/", "com,ex:80)/"),
        ("http://ex.com?x", "com,ex)/?x"),
        ("http://[::1]:8000/a", "::1:8000)/a"),
        ("dns:www.ex.com", "dns:www.ex.com"),
    ],
)
def test_keys_are_those_of_pywb(url: str, key: str) -> None:
    assert surt_key(url) == key


@given(st.text(max_size=60) | st.text("%25a/.?&=:@ \n", max_size=60).map(lambda rest: f"http://ex.com{rest}"))
def test_any_text_has_a_key_of_one_word(url: str) -> None:
    key = surt_key(url)

    assert key
    assert not any(character.isspace() for character in key)
