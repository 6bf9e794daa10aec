"""Names and titles inside a text of the program, as pages show them."""

from __future__ import annotations

import pytest

from assessor.report.pages.templates import _environment

HEBREW = "\u05de\u05e2\u05d1\u05d5\u05e8\u05ea (3)"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no feed watches `a-b` here", "no feed watches <code>a-b</code> here"),
        (f"a single origin, “{HEBREW}, a wire”, under it", f"a single origin, “<bdi>{HEBREW}, a wire</bdi>”, under it"),
        ("“one” and “two”", "“<bdi>one</bdi>” and “<bdi>two</bdi>”"),
        ("“<b>bold</b>” & more", "“<bdi>&lt;b&gt;bold&lt;/b&gt;</bdi>” &amp; more"),
        ("“never closed", "“never closed"),
    ],
)
def test_each_stands_by_itself(text, shown):
    page = _environment("assessor.site.templates").from_string("{{ text | ticked }}")
    assert page.render(text=text) == shown
