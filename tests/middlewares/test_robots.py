from protego import Protego

from crawler.middlewares.robots import Rules


def rules(text: str) -> Rules:
    return Rules(Protego.parse(text))


def test_our_own_group_counts_and_else_everybodys() -> None:
    own = rules("User-agent: *\nDisallow: /\n\nUser-agent: newskeep\nDisallow: /private\n")
    everybody = rules("User-agent: *\nDisallow: /private\nCrawl-delay: 7\n")

    assert own.allows("https://daily.example/story/")
    assert not own.allows("https://daily.example/private/story/")
    assert not everybody.allows("https://daily.example/private/story/")
    assert (own.crawl_delay_s, everybody.crawl_delay_s) == (0.0, 7.0)


def test_a_longer_match_comes_before_a_shorter_one() -> None:
    both = rules("User-agent: *\nDisallow: /archive/\nAllow: /archive/2026/*.html$\n")

    assert both.allows("https://daily.example/archive/2026/story.html")
    assert not both.allows("https://daily.example/archive/2026/story.html?print=1")


def test_sitemaps_are_named_and_a_missing_file_forbids_nothing() -> None:
    assert rules("Sitemap: https://daily.example/s.xml\n").sitemaps == ("https://daily.example/s.xml",)
    assert Rules().allows("https://daily.example/")
    assert Rules().sitemaps == ()
