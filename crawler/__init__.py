"""newskeep: crawls news sites, keeps what it fetched, and turns it into clean article records."""

__version__ = "0.1.0"
