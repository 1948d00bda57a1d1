"""Compression: asks for it as Scrapy does, and leaves our pages as they were served.

They are unpacked in a worker, which sees a bomb or a cut body for what it is, and stored as they came.
"""

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response


class AsServedMiddleware(HttpCompressionMiddleware):
    """Skips the unpacking for requests with `as_served` in meta. robots.txt still comes unpacked."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]  # Scrapy's takes a deprecated spider, too
        if request.meta.get("as_served"):
            return response
        return super().process_response(request, response)
