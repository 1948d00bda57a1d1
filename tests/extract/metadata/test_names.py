import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.metadata.names import credit, is_agency, people

SITE = ("Harbour Post", "harbour-post.example")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", ["Ann Lee"]),
        ("By Ann Lee and Bo Hansen", ["Ann Lee", "Bo Hansen"]),
        ("Von Eva Roth und Jan de Vries, Berlin Redaktion", ["Eva Roth", "Jan de Vries"]),
        ("Por María José García y Luis Vega", ["María José García", "Luis Vega"]),
        ("Par Jean-Luc Petit et Anne d'Or", ["Jean-Luc Petit", "Anne d'Or"]),
        ("Yazan: Ali Kaya ve Ayşe Öz", ["Ali Kaya", "Ayşe Öz"]),
        ("بقلم: سامي حداد و ليلى نصر", ["سامي حداد", "ليلى نصر"]),
        ("מאת: דנה לוי", ["דנה לוי"]),
        ("Ann Lee, Chief Reporter", ["Ann Lee"]),
        ("Ann Lee Staff Writer", ["Ann Lee"]),
        ("Ann Lee (in Oslo) | 4 March 2025", ["Ann Lee"]),
        ("Dr. Ann Lee, PhD", ["Dr. Ann Lee"]),
        ("Martin Luther King, Jr.", ["Martin Luther King, Jr"]),
        ("Ann Lee as told to Bo Hansen", ["Ann Lee", "Bo Hansen"]),
        ("Eva Roth im Gespräch mit Jan de Vries", ["Eva Roth", "Jan de Vries"]),
        ("Mary E Smith e Luis Vega", ["Mary E Smith", "Luis Vega"]),
        ("José Ortega y Gasset y Luis Vega", ["José Ortega y Gasset", "Luis Vega"]),
        ("João Costa e Silva", ["João Costa e Silva"]),
        ("سامي حداد وليلى نصر", ["سامي حداد", "ليلى نصر"]),
        ("أحمد وليد منصور", ["أحمد وليد منصور"]),
        ("דנה לוי ואלון כהן", ["דנה לוי", "אלון כהן"]),
        ("אדם וייס", ["אדם וייס"]),
        ("Sid Lowe and April Brown", ["Sid Lowe", "April Brown"]),
        ("Asha Das", ["Asha Das"]),
        ("Ann Guest", ["Ann Guest"]),
        ("Bríd Ó hÉinniú", ["Bríd Ó hÉinniú"]),
        ("Clara do Vale das Neves", ["Clara do Vale das Neves"]),
        ("Jack Yong Ma", ["Jack Yong Ma"]),
        ("Ann Lee MA", ["Ann Lee"]),
        ("Eine Kolumne von Eva Roth", ["Eva Roth"]),
        ("An essay by Ann Lee", ["Ann Lee"]),
        ("Ann Lee, Deputy CTO, Harbour Crane Technologies", ["Ann Lee"]),
        ("Ann Lee ann.lee@harbour-post.example", ["Ann Lee"]),
        ("Posted by Ann Lee on Friday", ["Ann Lee"]),
    ],
)
def test_people_are_found(line: str, names: list[str]) -> None:
    assert list(people(line, SITE)) == names


@pytest.mark.parametrize(
    "line",
    [
        "Harbour Post",
        "Staff",
        "By News Desk",
        "Redaktion",
        "admin",
        "Reuters",
        "ann@harbour-post.example",
        "https://facebook.com/harbourpost",
        "@harbourpost",
        "YouTube",
        "Logout",
        "SID",
        "April",
        "Guest",
        "Das Team",
        "Add New",
        "View all posts",
        "3 min read",
        "12 comments",
        "4 March 2025",
        "Politics, Europe, Travel",
        "",
    ],
)
def test_what_is_no_person_is_left_out(line: str) -> None:
    assert people(line, SITE) == ()


@pytest.mark.parametrize(
    "line",
    ["Staff", "By News Desk", "Redaktion", "Nachrichten", "admin", "a@b.example", "View all posts", "Report an error"],
)
def test_staff_addresses_and_furniture_are_no_credit(line: str) -> None:
    assert credit(line) == ""


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Reuters", "Reuters"),
        ("Institute for Basic Science", "Institute for Basic Science"),
        ("by annlee on March 4, 2025", "annlee"),
        ("Posted by annlee under Ports", "annlee"),
    ],
)
def test_agencies_and_organisations_are_a_credit(line: str, name: str) -> None:
    assert credit(line) == name


@given(st.text(max_size=600))
def test_no_line_raises(line: str) -> None:
    people(line, SITE)
    credit(line)


@pytest.mark.parametrize("piece", ["by ", "von ", "a, ", "@", " - ", "x", "(", "www.", "and "])
def test_a_megabyte_of_one_piece_ends(piece: str) -> None:
    assert people(piece * (1_000_000 // len(piece)), SITE) == ()


@pytest.mark.parametrize("line", ["Ann Lee, London", "Ann Lee, Projektleiterin der HSS", "Ann Lee, Pressesprecherin"])
def test_places_and_roles_behind_a_name_are_nobody(line: str) -> None:
    assert people(line, ()) == ("Ann Lee",)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("The Associated Press", True),
        ("dpa", True),
        ("Agence France-Presse", True),
        ("AFP Fact Check", False),
        ("Ann Apa", False),
    ],
)
def test_an_agency_is_known_by_its_whole_name(name: str, is_one: bool) -> None:
    assert is_agency(name) is is_one
