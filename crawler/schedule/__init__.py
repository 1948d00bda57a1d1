"""Scheduled jobs: what schedule.toml says, when each is due, and the one process that starts them."""
