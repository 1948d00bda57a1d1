"""The archive: WARC files of what was fetched, their index, reading them back, and packing them up."""
