from crawler.extract.metadata.jsonld import pick_article, read_graph

URL = "https://example.org/news/ferries"


def test_the_article_is_found_inside_a_graph_and_its_author_by_reference() -> None:
    graph = read_graph(
        [
            """{"@context": "https://schema.org", "@graph": [
            {"@type": "WebPage", "@id": "https://example.org/news/ferries"},
            {"@type": "NewsArticle", "headline": "Ferries", "author": {"@id": "#ann"}},
            {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]}"""
        ]
    )

    article = pick_article(graph, URL, ["Ferries"])

    assert article is not None
    assert graph.text(next(graph.items(article["author"])), "name") == "Ann Lee"


def test_a_teaser_with_another_address_and_headline_is_not_the_article() -> None:
    graph = read_graph(
        [
            '{"@type": "NewsArticle", "headline": "Another story", "url": "https://example.org/news/other"}',
            '[{"@type": ["Article", "Report"], "headline": "Ferries return", "url": "https://example.org/news/ferries/"}]',
        ]
    )

    article = pick_article(graph, URL, ["Ferries return"])

    assert article is not None
    assert article["headline"] == "Ferries return"


def test_a_page_with_teasers_only_has_no_article() -> None:
    graph = read_graph(['{"@type": "Article", "headline": "Other", "url": "https://example.org/news/other"}'])

    assert pick_article(graph, URL, ["Ferries return"]) is None


def test_objects_that_refer_to_each_other_in_a_ring_end() -> None:
    graph = read_graph(['[{"@id": "#a", "name": {"@id": "#b"}}, {"@id": "#b", "name": {"@id": "#a"}}]'])

    assert graph.text({"@id": "#a"}, "name") == ""
