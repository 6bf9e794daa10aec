"""
How a message quotes what somebody wrote: in backticks, short, and harmless on a terminal.

It does not judge the text, and it is not for texts that are shown whole.
"""

from __future__ import annotations

_LONGEST_QUOTE = 60


def quote(text: str) -> str:
    r"""
    Return the text in backticks, cut to 60 characters, with what cannot be printed escaped.

    Control characters, line ends and right-to-left marks come out as `\x1b`, `\n`, `\u202e`.

    Args:
        text: Any text, of any length, from anywhere.
    """
    shown = text[:_LONGEST_QUOTE] + ("…" if len(text) > _LONGEST_QUOTE else "")
    return "`" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in shown) + "`"
