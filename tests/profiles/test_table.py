"""What a person reads when a profile is wrong: one line that names file, key and what is allowed."""

from pathlib import Path

import pytest

from crawler.errors import ProfileError
from crawler.profiles import load_profile

HEAD = 'name = "daily"\ndomains = ["daily.example"]\n'
REFUSE = '[[refuse]]\nname = "r"\npattern = \'^/tag/\'\nmatches = "/tag/x"\nspares = "/x"\n'
LINE = '[[boilerplate.lines]]\nname = "l"\npattern = \'(?i)share\'\nremoves = "Share"\nkeeps = "Share it"\n'
CSS = '[[boilerplate.selectors]]\nname = "s"\ncss = "div.ad"\nremoves = "<div class=ad>x</div>"\nkeeps = "<p>x</p>"\n'
LABEL = (
    '[[boilerplate.labels]]\nname = "b"\nlabels = ["READ"]\n'
    'removes = "<p><a href=/x>READ: x</a></p>"\nkeeps = "<p>Read</p>"\n'
)


def error_of(tmp_path: Path, text: str) -> str:
    file = tmp_path / "my.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile(str(file))
    message = str(caught.value)
    assert message.startswith(f"{file}: ")
    assert len(message.splitlines()) == 1
    return message.removeprefix(f"{file}: ")


def test_the_profiles_that_the_faults_are_put_into_are_right(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(HEAD + REFUSE + LINE + CSS + LABEL, "utf-8")

    profile = load_profile(str(file))

    assert profile.refuse[0].name == "r"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "tittle = 'x'", "tittle: unknown key (did you mean 'title'?); allowed are accept, boilerplate, bounds"),
        (HEAD + "[politeness]\ndelay = 2", "politeness.delay: unknown key (did you mean 'delay_s'?); allowed are con"),
        (HEAD + "sources = [{kind='feed', link='x'}]", "sources[0].link: unknown key; allowed are kind, url"),
        (HEAD + REFUSE + REFUSE.replace("'^", "5 #"), "refuse[1].pattern: must be a text, not a whole number"),
        (HEAD + "title = 5", "title: must be a text, not a whole number"),
        (HEAD + "title = ''", "title: must not be empty"),
        (HEAD + 'title = "a\\nb"', "title: must be one line"),
        (HEAD + 'title = "a\\u0007b"', "title: must not hold control characters"),
        (HEAD + f"title = '{'x' * 2001}'", "title: has 2001 characters; at most 2000 are allowed"),
        (HEAD + "title_suffixes = ' - x'", "title_suffixes: must be a list of texts, not a text"),
        (HEAD + "title_suffixes = ['a', 2.5]", "title_suffixes[1]: must be a text, not a number"),
        (HEAD + "refuse = ['^/tag/']", "refuse[0]: must be a table, not a text"),
        (HEAD + "politeness = 2024-01-01", "politeness: must be a table, not a date or time"),
        (HEAD + "look_again_s = [3600, 60]", "look_again_s: must rise from step to step, not [3600, 60]"),
        (HEAD + "look_again_s = [1]", "look_again_s[0]: must be from 60 to 315360000, not 1"),
        (HEAD + "[rights]\nnoarchive = 'drop'", "rights.noarchive: 'drop' is unknown; allowed are keep, no_cap"),
        (HEAD + "[rights]\nnoindex = 'no_capture'", "rights.noindex: 'no_capture' is unknown; allowed are kee"),
        (HEAD + "[rights]\nnoai = true", "rights.noai: must be a text, not true or false"),
        (HEAD + "[rights]\nnofollow = 'keep'", "rights.nofollow: unknown key"),
        (HEAD + "[politeness]\ndelay_s = true", "politeness.delay_s: must be a number, not true or false"),
        (HEAD + "[politeness]\ndelay_s = -1", "politeness.delay_s: must be from 0 to 3600, not -1"),
        (HEAD + "[politeness]\ndelay_s = nan", "politeness.delay_s: must be from 0 to 3600, not nan"),
        (HEAD + "[politeness]\nconcurrency = 0", "politeness.concurrency: must be from 1 to 32, not 0"),
        (HEAD + "[politeness]\nconcurrency = 1.5", "politeness.concurrency: must be a whole number, not a number"),
        (HEAD + "[politeness]\ncontact = 'me'", "politeness.contact: 'me' is neither an http(s) URL nor an e-mail add"),
        (HEAD + "[politeness]\ncontact = 'https://a.example/ x'", "politeness.contact: 'https://a.example/ x' is neit"),
        (HEAD + "[network]\nallow = ['10.0.0.1/8']", "network.allow[0]: 10.0.0.1/8 has host bits set; a range is writ"),
        (HEAD + "[network]\nallow = ['localhost']", "network.allow[0]: 'localhost' does not appear to be an IPv4 or"),
        (HEAD + "[network]\nports = [0]", "network.ports[0]: must be from 1 to 65535, not 0"),
        (HEAD + "[network]\nports = [70000]", "network.ports[0]: must be from 1 to 65535, not 70000"),
        (HEAD + "[network]\nverify_tls = 'no'", "network.verify_tls: must be true or false, not a text"),
        (HEAD + "[expect]\narticles_per_day = [9, 3]", "expect.articles_per_day: must be two whole numbers, the least"),
        (HEAD + "[expect]\nfilled = {titel = 1}", "expect.filled.titel: unknown key (did you mean 'title'?); allowed "),
        (HEAD + "[expect]\nfilled = {title = 98}", "expect.filled.title: must be from 0 to 1, not 98"),
        (HEAD + "timezone = 'Europe/Londn'", "timezone: 'Europe/Londn' is no time zone (IANA), such as \"Europe/Londo"),
        (HEAD + "timezone = 'Europe'", "timezone: 'Europe' is no time zone (IANA), such as"),
        (HEAD + "timezone = '../../etc/passwd'", "timezone: '../../etc/passwd' is no time zone (IANA), such as"),
        (HEAD + "language = 'english!'", "language: 'english!' is no language tag (BCP 47), such as \"en\""),
        (HEAD + "sources = [{kind='rss', url='https://a.example/'}]", "sources[0].kind: 'rss' is unknown; allowed are"),
        (HEAD + "sources = [{kind='feeds', url='https://a.example/'}]", "sources[0].kind: 'feeds' is unknown (did you"),
        (HEAD + "sources = [{kind='feed', url='/feed/'}]", "sources[0].url: '/feed/' is no absolute http or https URL"),
        (HEAD + "sources = [{kind='feed', url='ftp://a.example/'}]", "sources[0].url: 'ftp://a.example/' is no absolu"),
        (HEAD + "sources = [{kind='feed', url='https://a.example:99999/'}]", "sources[0].url: 'https://a.example:9999"),
        (HEAD + "sources = [{kind='feed', url='https://u:p@a.example/'}]", "sources[0].url: 'https://u:p@a.example/' "),
        (HEAD + "sources = [{kind='feed'}]", "sources[0].url: missing; a text is needed"),
        ("name = 'daily'\ndomains = ['www.daily.example']", "domains[0]: 'www.daily.example' must be written 'daily.e"),
        ("name = 'daily'\ndomains = ['Daily.example']", "domains[0]: 'Daily.example' must be written 'daily.example'"),
        ("name = 'daily'\ndomains = ['موقع.example']", "domains[0]: 'موقع.example' must be written 'xn--4gbrim.exampl"),
        ("name = 'daily'\ndomains = ['https://a.example/']", "domains[0]: 'https://a.example/' is no host: write it"),
        ("name = 'daily'\ndomains = ['a b']", "domains[0]: 'a b' is no host name, such as"),
        ("name = 'daily'\nsources = [{kind='feed', url='https://a.example/'}]", "domains: missing; a profile with sou"),
        ("name = 'daily'\ndomains = ['middleeastmonitor.com']", "domains: 'middleeastmonitor.com' belongs to the bund"),
        ("domains = ['a.example']", "name: missing; a text is needed"),
        ("name = '../up'", "name: '../up' is no name: a to z, 0 to 9, _ and -, at most 64, a letter or digit first"),
        ("name = 'wordpress'", "name: 'wordpress' is the name of a built-in base; take another"),
        (HEAD + "extends = 'wordpres'", "extends: no profile is named 'wordpres' (did you mean 'wordpress'?); there a"),
        (HEAD + "extends = ''", "extends: must not be empty"),
        (HEAD + REFUSE.replace("^/tag/", "^/tag("), "refuse[0].pattern: bad regular expression: missing ), unterminat"),
        (HEAD + REFUSE.replace("^/tag/", "^/(t+a*)+g"), "refuse[0].pattern: may run away: the end of 't+' is not cle"),
        (HEAD + REFUSE.replace('"/tag/x"', '"/tags/x"'), "refuse[0].matches: the pattern of 'r' does not match its ow"),
        (HEAD + REFUSE.replace('"/x"', '"/tag/y"'), "refuse[0].spares: the pattern of 'r' matches '/tag/y', which it "),
        (HEAD + REFUSE.replace('"/x"', '"x"'), "refuse[0].spares: 'x' is neither a URL nor a path that begins with \""),
        (HEAD + REFUSE + REFUSE, "refuse[1].name: two rules are named 'r'"),
        (HEAD + LINE.replace('"Share"', '"Share it"'), "boilerplate.lines[0].removes: the pattern of 'l' does not mat"),
        (HEAD + LINE.replace('"Share it"', '"SHARE"'), "boilerplate.lines[0].keeps: the pattern of 'l' matches the li"),
        (HEAD + CSS.replace("div.ad", "div..ad"), "boilerplate.selectors[0].css: bad CSS selector 'div..ad': Expected"),
        (HEAD + CSS.replace("div.ad", "a::text"), "boilerplate.selectors[0].css: bad CSS selector 'a::text': "),
        (HEAD + CSS.replace("class=ad", "id=ad"), "boilerplate.selectors[0].removes: the selector of 's' finds nothin"),
        (HEAD + CSS.replace("div.ad", "div, p"), "boilerplate.selectors[0].keeps: the selector of 's' finds something"),
        (HEAD + LABEL.replace('["READ"]', "[]"), "boilerplate.labels[0].labels: missing; a list of texts is needed"),
        (HEAD + LABEL.replace('["READ"]', '["READ:"]'), "boilerplate.labels[0].labels[0]: 'READ:' must be plain words"),
        (HEAD + LABEL.replace('["READ"]', '["WATCH"]'), "boilerplate.labels[0].removes: the paragraph begins with non"),
        (HEAD + "[metadata]\ntitle = ['h1[']", "metadata.title[0]: bad CSS selector 'h1[': "),
        (HEAD + "title = 'x\n", 'is no TOML: Expected "\'" (at line 4, the end)'),
        (HEAD + "title = x", "is no TOML: Invalid value (at line 3, column 9)"),
        (HEAD + "x = " + "[" * 5000, "is no TOML: "),
        (HEAD + "x = " + "9" * 5000, "is no TOML: "),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_key_and_what_is_allowed(tmp_path: Path, text: str, message: str) -> None:
    found = error_of(tmp_path, text)

    assert found.startswith(message)


def test_a_list_of_thousands_is_refused(tmp_path: Path) -> None:
    suffixes = ", ".join(f"'{number}'" for number in range(501))

    assert error_of(tmp_path, f"{HEAD}title_suffixes = [{suffixes}]") == (
        "title_suffixes: has 501 entries; at most 500 are allowed"
    )
