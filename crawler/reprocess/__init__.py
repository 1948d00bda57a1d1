"""Reprocess: records made again from an archive, without the network."""
