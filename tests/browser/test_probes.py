"""What looks at pages sees what is wrong with one: each fault is found by the probe that is for it, and by words."""

from __future__ import annotations

import pytest

from tests.browser.looks import BROKEN_WORDS, CROWDED, FAINT, TOO_WIDE, UNREACHABLE, UNSEEN

CHART = (
    '<figure><svg width="200" height="60"><title>a</title><desc>b</desc><rect width="9" height="9"/>{}</svg></figure>'
)
BARE_CHART = '<figure><svg width="9" height="9"><title>a</title><desc>b</desc>{}</svg></figure>'
WORDLESS = '<figure><svg width="9" height="9"><rect width="9" height="9"/></svg></figure>'
NARROW = '<p style="width: 40px"><span class="status" style="overflow-wrap: anywhere">undetermined</span></p>'
FAULTS = {
    "a box beyond the screen": (TOO_WIDE, '<div style="width: 3000px">far</div>', "wider than the screen"),
    "a label that is cut": (CROWDED, CHART.format('<text x="190" y="30">Contested</text>'), "cut: Contested"),
    "labels over each other": (
        CROWDED, CHART.format('<text x="9" y="30">Jan</text><text x="12" y="30">Feb</text>'),
        "over each other: Jan / Feb",
    ),
    "a chart without marks": (CROWDED, BARE_CHART.format(""), "no marks"),
    "marks without extent": (CROWDED, BARE_CHART.format("<rect/>"), "no marks"),
    "a chart without words": (CROWDED, WORDLESS, "no words"),
    "a status broken in the middle": (BROKEN_WORDS, NARROW, "broken: undetermined"),
    "marks over each other": (
        BROKEN_WORDS, '<p class="tags"><span>Stale</span><span style="margin-left: -20px">Provisional</span></p>',
        "over each other: Stale / Provisional",
    ),
    "grey on grey": (
        FAINT, '<main style="background: #888"><p style="color: #999">hardly</p></main>', "faint, 1.24: hardly",
    ),
    "small print that only large print may be": (
        FAINT, '<main style="background: #fff"><p style="color: #8a8a8a">small</p></main>', "faint, 3.45: small",
    ),
    "a faint label of a chart": (
        FAINT, CHART.format('<text x="9" y="30" fill="#ccc">2026</text>'), "faint in a chart, 1.61: 2026",
    ),
    "a link to nowhere": (UNREACHABLE, '<a href="#gone">there</a>', "leads nowhere: #gone"),
    "an id twice": (UNREACHABLE, '<p id="one"></p><p id="one"></p>', "twice: one"),
    "focus that nobody sees": (UNSEEN, '<button style="outline: none">go</button>', "focus unseen: go"),
}  # fmt: skip


@pytest.fixture(scope="module")
def blank(browser):
    context = browser.new_context(viewport={"width": 900, "height": 600})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(blank, fault):
    probe, markup, told = FAULTS[fault]
    blank.set_content(f"<!doctype html><body>{markup}")
    assert told in "\n".join(blank.evaluate(probe))


@pytest.mark.parametrize("probe", [TOO_WIDE, CROWDED, BROKEN_WORDS, FAINT, UNREACHABLE, UNSEEN])
def test_nothing_is_found_where_nothing_is_wrong(blank, probe):
    chart = CHART.format('<text x="9" y="30">Jan</text><text x="80" y="30">Feb</text>')
    blank.set_content(
        '<!doctype html><body><main><p style="font-size: 24px; color: #8a8a8a">large</p><p class="tags">'
        f'<span>Stale</span> <span>Provisional</span></p><p id="one"><a href="#one">there</a></p>{chart}</main>'
    )
    assert blank.evaluate(probe) == []
