"""
How documents are written: those that people open a line to each value, those that are large, or many, on one.
"""

from __future__ import annotations

import msgspec


def render_json(value: object) -> bytes:
    """Return a document, a line to each of its values, in the order in which they are."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def render_compact(value: object) -> bytes:
    """Return a document on one line: it is large, or there are many of its kind."""
    return msgspec.json.encode(value) + b"\n"
