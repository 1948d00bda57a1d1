"""What was seen, when it is due, what is committed."""

from crawler.state.state import State

__all__ = ["State"]
