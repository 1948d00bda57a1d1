"""Exports: the records of a store as a data set, made from what is committed, with no lock and nothing changed."""
