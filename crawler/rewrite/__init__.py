"""Sealed files written anew without what goes, and taken for the old ones at once."""
