"""The demo newspaper: a small made-up news site in the manner of a WordPress magazine, served on loopback.

What stands on it is data in `site/`; everything there is invented. It holds one example of each thing that makes
extraction hard, so a crawl of it shows what newskeep keeps and what it refuses.
"""
