"""What was seen, when it is due, what is committed."""

from crawler.state.sqlite import State

__all__ = ["State"]
