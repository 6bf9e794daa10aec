"""Untrusted text: whatever comes in, nothing that acts on a terminal comes out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.report.safe import safe, shown
from tests.unit.report.made import draw


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\x1b[31mred\x1b[0m", "<U+001B>[31mred<U+001B>[0m"),
        ("a\x9b2Jb", "a<U+009B>2Jb"),
        ("\x1b]0;title\x07", "<U+001B>]0;title<U+0007>"),
        ("\u202eexe.txt", "<U+202E>exe.txt"),
        ("\u2066x\u2069", "<U+2066>x<U+2069>"),
        ("a\u200bb\ufeff", "a<U+200B>b<U+FEFF>"),
        ("one\ntwo\tthree", "one two three"),
        ("over\rwritten\x08", "over<U+000D>written<U+0008>"),
        ("line\u2028separator", "line<U+2028>separator"),
        ("\ud800", "<U+D800>"),
        ("tag\U000e0041", "tag<U+E0041>"),
        ("<b>[red]x[/red]</b> :smile:", "<b>[red]x[/red]</b> :smile:"),
        ("Operación «México» 漢字", "Operación «México» 漢字"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text, told):
    assert safe(text) == told


@given(st.text(st.characters()))
def test_nothing_invisible_comes_out(text):
    told = safe(text)
    assert not [c for c in told if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}]
    assert safe(told) == told


def test_markup_is_shown_and_not_obeyed():
    assert draw(shown("[bold red]x[/] :warning: [link=http://x]y[/link]")) == (
        "[bold red]x[/] :warning: [link=http://x]y[/link]\n"
    )
