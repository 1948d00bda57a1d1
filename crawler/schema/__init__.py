"""The JSON Schema of a record, and the field table of the record reference: both made from crawler.items."""

from crawler.schema.generate import record_schema
from crawler.schema.table import field_table

__all__ = ["field_table", "record_schema"]
