"""Retention: captures that are not wanted any more leave the archive."""
