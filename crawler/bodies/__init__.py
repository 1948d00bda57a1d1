"""Bodies: from the bytes as they were served to bytes and text that can be read.

The one decoder for all foreign bytes. Every step is streamed and stops at the caller's bound.
"""

from crawler.bodies.charset import text_of
from crawler.bodies.content import beginning_of, decoded_body, gunzipped

__all__ = ["beginning_of", "decoded_body", "gunzipped", "text_of"]
