import pytest

from crawler.extract.metadata.license_names import named_license

CC = "https://creativecommons.org/licenses"


@pytest.mark.parametrize(
    ("line", "license_name"),
    [
        (
            "Unless otherwise stated in the article above, this work by The Daily Example is licensed under a Creative "
            "Commons Attribution-NonCommercial-ShareAlike 4.0 International License. If the image(s) bear our credit, "
            "this license also applies to them.",
            f"{CC}/by-nc-sa/4.0/",
        ),
        ("This work is licensed under a Creative Commons Attribution 4.0 International License.", f"{CC}/by/4.0/"),
        ("Republished under CC BY-ND 4.0.", f"{CC}/by-nd/4.0/"),
        ("This text is available under CC-BY-SA-3.0", f"{CC}/by-sa/3.0/"),
        ("Cet article est publié sous licence Creative Commons (CC BY-NC 4.0)", f"{CC}/by-nc/4.0/"),
        (
            "Dieser Artikel steht unter der Creative Commons Lizenz Namensnennung – Nicht kommerziell – "
            "Keine Bearbeitung 4.0 International",
            f"{CC}/by-nc-nd/4.0/",
        ),
        ("This text is shared under CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("Our articles are available under a Creative Commons licence.", "Creative Commons licence"),
        ("Photo by Jane Miller, licensed under CC BY 2.0", None),
        ("She founded a choir in 2001 and called it Creative Commons 2.0.", None),
        ("The CC of the letter went to the ministry.", None),
    ],
)
def test_a_notice_names_the_licence_of_the_text(line: str, license_name: str | None) -> None:
    assert named_license(line) == license_name


def test_a_long_hostile_notice_is_answered_at_once() -> None:
    assert named_license("Creative Commons " * 30 + "under " * 3000) is None
