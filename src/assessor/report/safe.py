"""
Untrusted text made harmless to show.

Titles and texts come from anywhere: control characters, escape sequences, markup and marks
that turn the direction of writing are shown as what they are, and do nothing.
"""

from __future__ import annotations

import unicodedata

from rich.text import Text

_SHOWN = {"Cc": True, "Cf": True, "Cs": True, "Co": True, "Zl": True, "Zp": True}


def safe(text: str) -> str:
    """Return text on one line in which every unprintable character is spelled out."""
    return "".join(_spell(c) if unicodedata.category(c) in _SHOWN else c for c in text)


def _spell(character: str) -> str:
    if character in "\n\t":
        return " "
    return f"<U+{ord(character):04X}>"


def shown(text: str, style: str = "") -> Text:
    """Return text for the terminal: no markup in it is obeyed."""
    return Text(safe(text), style=style)
