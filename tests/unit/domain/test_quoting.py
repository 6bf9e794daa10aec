"""Quotes in messages are short and harmless."""

from __future__ import annotations

from assessor.domain.quoting import quote


def test_a_text_is_quoted_in_backticks():
    assert quote("Übergabe, 2026") == "`Übergabe, 2026`"


def test_a_long_text_is_cut():
    assert quote("x" * 60) == "`" + "x" * 60 + "`"
    assert quote("x" * 1_000_000) == "`" + "x" * 60 + "…`"


def test_what_a_terminal_would_obey_is_escaped():
    assert quote("\x1b[31mred\r\n\x00\u202eevil\ud800") == r"`\x1b[31mred\r\n\x00\u202eevil\ud800`"
