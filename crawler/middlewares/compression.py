"""Compression: asks for it as Scrapy does, and leaves our pages as they were served.

They are unpacked in a worker, which sees a bomb or a cut body for what it is, and stored as they came.
"""

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response


class AsServedMiddleware(HttpCompressionMiddleware):
    """Sets Accept-Encoding and unpacks nothing: Scrapy would, without a bound, in the process that all sites share."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]  # Scrapy's takes a deprecated spider, too
        return response
