"""
Untrusted text made harmless to show.

Titles and texts come from anywhere: control characters, escape sequences, markup and marks
that turn the direction of writing are shown as what they are, and do nothing. Everything from
evidence and rules goes through here on its way to a terminal.
"""

from __future__ import annotations

import unicodedata

from rich.text import Text

_SPELLED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode's categories of control, format, surrogate and private characters, line and paragraph separators."""


def safe(text: str) -> str:
    r"""
    Return text on one line in which every character that cannot be seen is spelled out.

    A line end or a tab becomes a space, an escape character `<U+001B>`, a right-to-left override `<U+202E>`.
    """
    if text.isprintable():  # then no character is of the kinds that are spelled out
        return text
    return "".join(_spell(c) if unicodedata.category(c) in _SPELLED else c for c in text)


def _spell(character: str) -> str:
    if character in "\n\t":
        return " "
    return f"<U+{ord(character):04X}>"


def shown(text: str, style: str = "") -> Text:
    """Return text for the terminal: no markup in it is obeyed."""
    return Text(safe(text), style=style)
