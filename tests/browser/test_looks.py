"""Every kind of page: open to everybody, within the screen, its words whole and legible, its charts with marks."""

from __future__ import annotations

import pytest
from axe_core_python.sync_playwright import Axe

from tests.browser.looks import (
    BROADEST,
    BROKEN_WORDS,
    CROWDED,
    FAINT,
    FEWER,
    NUMBER,
    OPEN,
    TOO_WIDE,
    UNREACHABLE,
    UNSEEN,
    WEIGHT,
)
from tests.browser.pages import ADDRESSES, open_kind

WIDTHS = (360, 900, 1920)
EYES = (*((width, "light") for width in WIDTHS), (900, "dark"))
"""Where a page is looked at: what the dark changes is colours, and these no width, so there letters are others too."""
HEAVIEST = 300_000
WITHOUT_CONTRAST = {"rules": {"color-contrast": {"enabled": 0}}}
RULES = {"plain": {}, "odd": WITHOUT_CONTRAST, "long": WITHOUT_CONTRAST}
"""Contrast costs more than all else together, and the others have no colours of their own."""
WRONG: list[str] = []
"""What pages said on the console, and what they asked of other places, while somebody looked."""


def _is_outside(url: str) -> bool:
    return not url.startswith(("file:", "data:"))


@pytest.fixture(scope="module")
def eyes(browser):
    """One page for each width and theme, as a phone, a tablet and a wall have them."""
    contexts = {
        (width, scheme): browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for width, scheme in EYES
    }
    pages = {key: context.new_page() for key, context in contexts.items()}
    for page in pages.values():
        page.on("console", lambda message: WRONG.append(message.text))
        page.on("pageerror", lambda error: WRONG.append(str(error)))
        page.on("request", lambda request: WRONG.append(request.url) if _is_outside(request.url) else None)
    yield pages
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("kind", ADDRESSES)
def test_nothing_is_cut_faint_or_over_something_else_at_any_width_in_either_theme(eyes, sites, kind):
    WRONG.clear()
    found = []
    for (width, scheme), page in eyes.items():
        open_kind(page, sites, kind)
        page.evaluate(OPEN)
        if scheme == "dark":
            page.evaluate(BROADEST)
        probes = [TOO_WIDE, CROWDED, BROKEN_WORDS]
        probes += [FAINT] if scheme == "dark" or width == WIDTHS[0] else []
        found += [(width, scheme, said) for probe in probes for said in page.evaluate(probe)]
    assert (found, WRONG) == ([], [])


@pytest.mark.parametrize("kind", ADDRESSES)
def test_nothing_keeps_anybody_out(eyes, sites, kind):
    page = eyes[900, "light"]
    open_kind(page, sites, kind)
    assert [*page.evaluate(UNREACHABLE), *page.evaluate(UNSEEN)] == []
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


def test_all_that_an_assessment_rests_on_is_on_paper_whatever_is_open(eyes, sites):
    page = eyes[900, "light"]
    open_kind(page, sites, "assessment")
    inside = page.locator("details:not([open]) > :not(summary)")
    page.emulate_media(media="print")
    told = inside.evaluate_all("all => all.map(one => one.checkVisibility())")
    page.emulate_media(media="screen")
    assert told
    assert all(told)
    assert not any(inside.evaluate_all("all => all.map(one => one.checkVisibility())"))


@pytest.mark.parametrize("kind", ["overview", "assessment", "history", "signals", "older history"])
def test_the_keyboard_reaches_all_that_can_be_used_and_is_never_caught(eyes, sites, kind):
    page = eyes[900, "light"]
    open_kind(page, sites, kind)
    page.evaluate(FEWER)
    every = page.evaluate(NUMBER)
    reached = set()
    for _ in range(every + 2):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.dataset.place ?? ''"))
    assert reached >= {str(place) for place in range(every)}
    closed = page.locator("main details:not([open]) > summary").first
    if closed.count():
        closed.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.parentElement.open")
