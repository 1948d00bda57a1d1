"""SitePages: every answer of the demo site by its path."""

from urllib.parse import parse_qsl, urlsplit

from crawler.demo.articles import article_documents
from crawler.demo.document import Document
from crawler.demo.listings import listing_documents, not_found_document, search_document, static_documents
from crawler.demo.machine import machine_documents, rest_document
from crawler.demo.newspaper import BASE, SITE, Newspaper

# One grey pixel: pictures are only ever looked at, by a person with a browser.
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xcc\xcc\xcc\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


class SitePages:
    """Every answer of the site by path, made once; searches and REST queries are made when asked for."""

    def __init__(self, paper: Newspaper) -> None:
        self._paper = paper
        self.documents: dict[str, Document] = {}
        for post in paper.posts:
            self.documents.update(article_documents(paper, post))
        self.documents.update(listing_documents(paper))
        self.documents.update(static_documents(paper))
        self.documents.update(machine_documents(paper))
        style = (SITE / "theme" / "style.css").read_bytes()
        self.documents["/wp-content/themes/msm/style.css"] = Document(style, content_type="text/css")
        self._short_links = {str(post.id): post.path for post in paper.posts}

    def answer(self, target: str) -> Document:
        """What the site says at `target`, a path with its query; the themed 404 where there is nothing."""
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query))
        path = _lower_escapes(parts.path)
        if path == "/" and query.get("p") in self._short_links:
            return Document(status=301, location=BASE + self._short_links[query["p"]])
        if path == "/" and "s" in query:
            return search_document(self._paper, query["s"])
        if path.startswith("/wp-content/uploads/"):
            return Document(PIXEL, content_type="image/gif")
        if path.startswith("/wp-json"):
            return rest_document(self._paper, path, query) or not_found_document(self._paper)
        if document := self.documents.get(path):
            return document
        if f"{path}/" in self.documents:
            return Document(status=301, location=f"{BASE}{path}/" + (f"?{parts.query}" if parts.query else ""))
        return not_found_document(self._paper)


def _lower_escapes(path: str) -> str:
    # Clients write %D9 or %d9 for the same byte.
    return "%".join(part if not i else part[:2].lower() + part[2:] for i, part in enumerate(path.split("%")))
