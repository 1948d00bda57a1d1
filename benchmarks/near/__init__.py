"""How well near copies are told from texts that are only alike."""
