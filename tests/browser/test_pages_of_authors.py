"""Pages and pictures that rule authors make: as legible as the site's, at every width, and one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe

from assessor.report.charts.draw import draw
from assessor.report.charts.rule_graph import draw_rule_graph
from assessor.report.pages.coverage_page import render_coverage_page
from assessor.resources import resource_dir
from assessor.ruleset.load import load_ruleset
from assessor.workbench.coverage import KINDS, Coverage, Covered, Number
from assessor.workbench.reading.graph import graph_of
from tests.browser.looks import BROKEN_WORDS, CROWDED, FAINT, OPEN, TOO_WIDE, UNREACHABLE

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.workbench.coverage.covered import Level

RULES = resource_dir("rules")
FILES = ("violence-mx/rules/10-deaths.yaml", "violence-mx/rules/20-verdict.yaml", "doctrine/rules/11-partner.yaml")
LEVELS: tuple[Level, ...] = ("asserted", "come to", "untried")
ABOUT = (
    "events of direction harm in the last year, whose deaths, added up, changed by at least 25 against 1 year earlier"
)


@pytest.fixture(scope="module")
def covered(tmp_path_factory) -> Path:
    """Return a page on which every sign stands beside lines of every length."""
    goals = [
        Covered("violence-mx", None, "risen", "boundaries", ABOUT, "an event lies on its last day", file, line, level)
        for file in FILES
        for line in range(1, 40)
        for level in LEVELS[line % 3 : line % 5]
    ]
    texts = {file: (RULES / file).read_text(encoding="utf-8") for file in FILES}
    found = Coverage(("doctrine", "violence-mx"), 504, tuple(goals), texts)
    numbers = {kind: Number(1091, 1073, 945) for kind in KINDS} | {"tensions": Number(0, 0, 0)}
    page = tmp_path_factory.mktemp("authors") / "covered.html"
    page.write_text(render_coverage_page(found, numbers | {"of violence-mx": Number(1, 1, 1)}), encoding="utf-8")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 900, 1920])
def test_coverage_is_legible_at_every_width_in_either_theme(browser, covered, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(covered.as_uri())
    page.evaluate(OPEN)
    found = [said for probe in (TOO_WIDE, BROKEN_WORDS, FAINT) for said in page.evaluate(probe)]
    context.close()
    assert (found, asked) == ([], [covered.as_uri()])


def test_coverage_keeps_nobody_out(browser, covered):
    context = browser.new_context(viewport={"width": 900, "height": 900})
    page = context.new_page()
    page.goto(covered.as_uri())
    assert page.evaluate(UNREACHABLE) == []
    page.evaluate("document.querySelectorAll('ol.text > li:nth-child(n+30)').forEach((one) => one.remove())")
    found = Axe().run(page)["violations"]
    context.close()
    assert [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]] == []


@pytest.mark.parametrize(("framework", "cell"), [("doctrine", "11"), ("violence-mx", "estado-de-mexico")])
def test_no_label_of_a_graph_is_cut_or_stands_over_another(browser, framework, cell):
    graph = draw(draw_rule_graph(graph_of(load_ruleset(RULES / framework).require(), cell)))
    context = browser.new_context(viewport={"width": 1900, "height": 900})
    page = context.new_page()
    page.set_content(f"<figure>{graph}</figure>")
    found = page.evaluate(CROWDED)
    context.close()
    assert found == []
    assert "…" not in graph
