"""Every kind of page: open to everybody, within the screen, its words whole and legible, its charts with marks."""

from __future__ import annotations

import pytest
from axe_core_python.sync_playwright import Axe

from tests.browser.looks import (
    BROKEN_WORDS,
    CROWDED,
    FAINT,
    FEWER,
    OPEN,
    TOO_WIDE,
    UNREACHABLE,
    WEIGHT,
)
from tests.browser.pages import ADDRESSES, open_kind

WIDTHS = (360, 900, 1920)
SCHEMES = ("light", "dark")
HEAVIEST = 300_000
RULES = {"plain": {}, "odd": {"rules": {"color-contrast": {"enabled": 0}}}}
"""Contrast costs more than all else together, and the odd have no colours of their own."""


@pytest.fixture(scope="module")
def eyes(browser):
    """One page for each width and theme, as a phone, a tablet and a wall have them."""
    contexts = {
        (width, scheme): browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for width in WIDTHS
        for scheme in SCHEMES
    }
    yield {key: context.new_page() for key, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("kind", ADDRESSES)
def test_nothing_is_cut_faint_or_over_something_else_at_any_width_in_any_theme(eyes, sites, kind):
    found = []
    for (width, scheme), page in eyes.items():
        open_kind(page, sites, kind)
        page.evaluate(OPEN)
        probes = [TOO_WIDE, CROWDED, BROKEN_WORDS] if scheme == "light" else []
        probes += [FAINT] if scheme == "dark" or width == WIDTHS[0] else []
        found += [(width, scheme, said) for probe in probes for said in page.evaluate(probe)]
    assert found == []


@pytest.mark.parametrize("kind", ADDRESSES)
def test_nothing_keeps_anybody_out(eyes, sites, kind):
    page = eyes[900, "light"]
    open_kind(page, sites, kind)
    assert page.evaluate(UNREACHABLE) == []
    page.evaluate(FEWER)
    found = Axe().run(page, options=RULES[ADDRESSES[kind][0]])["violations"]
    assert [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]] == []


@pytest.mark.parametrize("kind", ADDRESSES)
def test_a_page_weighs_little_without_its_data(eyes, sites, kind):
    page = eyes[900, "light"]
    open_kind(page, sites, kind)
    assert page.evaluate(WEIGHT) < HEAVIEST


@pytest.mark.parametrize("kind", ["overview", "cell", "history", "assessment"])
def test_a_page_on_paper_is_whole(eyes, sites, kind):
    page = eyes[900, "light"]
    open_kind(page, sites, kind)
    page.emulate_media(media="print")
    said = [*page.evaluate(TOO_WIDE), *page.evaluate(CROWDED)]
    shown = page.locator(".mast nav, .filters, .contents, #check-run").evaluate_all(
        "all => all.filter(one => one.getClientRects().length).map(one => one.className)"
    )
    page.emulate_media(media="screen")
    assert (said, shown) == ([], [])
