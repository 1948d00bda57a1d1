"""Discovery: bytes of a source in, articles and further sources out. No network, no clock.

`reading.read_source` does it. Nothing is imported here, as in crawler/extract.
"""
