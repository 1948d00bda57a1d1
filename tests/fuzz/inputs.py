"""Inputs: whole samples of a format, with damage done to them."""

from collections.abc import Sequence

from hypothesis import strategies as st

# What parsers trip over wherever it stands.
ODD = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", "\u2028".encode(), "\u202e".encode(), b"\r", b"\r\n",
    b"&#0;", b"&#xD800;", b"&#9999999999;", b"%00", b"%", b"-1", b"1e999", b"NaN", b"9" * 40, "٣".encode(), "İ".encode(),
    b"<![CDATA[", b"]]>", b"<!--", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\\ud800", b'"', b"'", b"[" * 200, b"<a>" * 200,
    b"A" * 5000, b"\xc7\xe1" * 50,
)  # fmt: skip

Edit = tuple[int, int, int, bytes]


def _damaged(sample: bytes, edits: Sequence[Edit]) -> bytes:
    for kind, at, length, payload in edits:
        at %= len(sample) + 1
        piece = sample[at : at + length]
        match kind:
            case 0:
                sample = sample[:at] + payload + sample[at:]
            case 1:
                sample = sample[:at] + sample[at + length :]
            case 2:
                sample = sample[:at] + payload + sample[at + length :]
            case 3:
                sample = sample[:at] + piece * 20 + sample[at:]
            case _:
                sample = sample[:at]
    return sample


def damaged(samples: Sequence[bytes], words: Sequence[bytes] = ()) -> st.SearchStrategy[bytes]:
    """One of `samples` with up to eight edits: bytes or `words` put in, parts taken out, written twice, cut off."""
    payload = st.one_of(st.sampled_from([*ODD, *words]), st.binary(max_size=12))
    edit = st.tuples(st.integers(0, 4), st.integers(0, 1 << 20), st.integers(0, 60), payload)
    return st.builds(_damaged, st.sampled_from(samples), st.lists(edit, max_size=8))


def damaged_text(samples: Sequence[str], words: Sequence[str] = ()) -> st.SearchStrategy[str]:
    """The same as text, half surrogates and all."""
    return damaged([sample.encode() for sample in samples], [word.encode() for word in words]).map(
        lambda sample: (
            sample.decode("utf-8", "surrogatepass" if b"\xed\xa0\x80" in sample else "replace")
            if _decodes(sample)
            else sample.decode("latin-1")
        )
    )


def _decodes(sample: bytes) -> bool:
    try:
        sample.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True
