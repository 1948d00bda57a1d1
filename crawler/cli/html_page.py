"""A page of HTML that needs nothing else: no script, no picture, no request."""

from base64 import b64encode
from hashlib import sha256
from html import escape

# What our pages share: light and dark, and text that is kept or put in against text that went.
BASE_STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --quiet: #666; --line: #ddd;
  --in: #0a5c2b; --in-paper: #d9f5e2; --out: #8f1d1d; --out-paper: #fbe1e1; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #16181b; --quiet: #9aa0a6; --line: #33373c;
  --in: #a6efc0; --in-paper: #123a22; --out: #ffb4b4; --out-paper: #4a1a1c; } }
"""


def standalone(title: str, style: str, body: str, language: str = "en") -> str:
    """The whole page. `title` and `language` are escaped here; `body` is HTML, all that is foreign in it escaped."""
    css = BASE_STYLE + style
    # Only this style sheet, by its hash: whatever slipped through the escaping would have no effect.
    digest = b64encode(sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{css}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def link_to(url: str) -> str:
    """`url` as a link when it is http(s), else as text."""
    address = escape(url)
    if not url.startswith(("http://", "https://")):
        return address
    return f'<a href="{address}" rel="noreferrer noopener">{address}</a>'
