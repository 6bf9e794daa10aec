"""Every kind of page: open to everybody, within the screen, its charts with nothing cut and nothing over each other."""

from __future__ import annotations

import pytest
from axe_core_python.sync_playwright import Axe

from tests.browser.pages import KINDS, page_of

WIDTHS = (360, 768, 1400)

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# Labels of a chart that stand out of it, or over each other; boxes are of the glyphs as this browser has them.
CROWDED = """() => {
  const found = [];
  for (const svg of document.querySelectorAll("figure svg")) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
    const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
    for (const [said, box] of boxes) {
      const across = box.left < frame.left - 1 || box.right > frame.right + 1;
      if (across || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) found.push(`cut: ${said}`);
    }
    boxes.forEach(([said, a], place) => boxes.slice(place + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const halo = said === other && Math.abs(a.left - b.left) < 1 && Math.abs(a.top - b.top) < 1;
      if (across > 1 && down > 4 && !halo) found.push(`over each other: ${said} / ${other}`);
    }));
    if (!svg.querySelector("path, line, rect")) found.push(`no marks: ${svg.textContent.slice(0, 40)}`);
    if (!svg.querySelector("title")?.textContent || !svg.querySelector("desc")?.textContent) found.push("no words");
  }
  return found;
}"""


# Of lists and trees whose members are alike the first few stay: axe looks at every element with every other.
FEWER = """() => document.querySelectorAll(
  ".backlog > li:nth-child(n+6), #reasons > details:nth-of-type(n+4), #why-not > details:nth-of-type(n+2)," +
  ".rule:nth-of-type(n+6)"
).forEach((one) => one.remove())"""

RULES = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
"""In the dark only colours differ."""


@pytest.mark.parametrize("scheme", RULES)
def test_nothing_keeps_anybody_out(browser, site, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 900, "height": 900})
    page = context.new_page()
    for kind in KINDS:
        page.goto((site / page_of(site, kind)).as_uri())
        page.evaluate(FEWER)
        found = Axe().run(page, options=RULES[scheme])["violations"]
        told = [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]]
        assert told == [], kind
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_fit_the_screen_and_charts_are_whole(browser, site, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    for kind in KINDS:
        page.goto((site / page_of(site, kind)).as_uri())
        assert page.evaluate(TOO_WIDE) <= 0, kind
        assert page.evaluate(CROWDED) == [], kind
    context.close()
