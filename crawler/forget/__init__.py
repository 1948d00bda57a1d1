"""Removal: articles, or a whole site, leave a store for good."""
