from tests.command import Newskeep
from tests.server import serving

# All of them mean 127.0.0.1 or ::1 to the system's resolver, or carry it inside.
SPELLINGS = (
    "127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "017700000001", "0x7f000001", "127.1", "0", "localhost",
    "①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fec0::7f00:1]",
)  # fmt: skip


def test_no_spelling_of_loopback_gets_a_connection(newskeep: Newskeep) -> None:
    with serving({}) as web:
        port = web.url.rpartition(":")[2]
        lines = "\n".join(f"http://{host}:{port}/story-{number}" for number, host in enumerate(SPELLINGS))

        ended = newskeep("fetch", "-", "--jobs", "1", "--delay", "0", stdin=lines.encode())

        refused = [line for line in ended.stderr.splitlines() if "not fetched: address_refused" in line]
        assert web.asked == []
        assert len(refused) == len(SPELLINGS), ended.stderr
        assert ended.code == 3
