"""Faults on purpose, many of them: `make torture`."""
