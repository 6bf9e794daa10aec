"""Coverage as a page: every line of the rules as it stands, and nothing in it acts or asks for anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from assessor.report.coverage import worst_first
from assessor.report.pages.coverage_page import level_of, render_coverage_page
from assessor.workbench.coverage import KINDS, Coverage, Covered, Number
from tests.unit.report import test_charts
from tests.unit.report.test_backtest_page import Page

if TYPE_CHECKING:
    from assessor.workbench.coverage.covered import Level
    from assessor.workbench.coverage.goals import Kind

HOSTILE = "".join(test_charts.HOSTILE.values())
FILE = '"><script>alert(1)</script>.yaml'
TEXT = f"cell: x\n# {HOSTILE}\n- id: </code></li><img src=x onerror=alert(1)>\n\twhen: ${{{{ 7*7 }}}} {{{{ 7*7 }}}}\n"


def goal(line: int, level: Level, *, rule: str = "r", kind: Kind = "conditions") -> Covered:
    return Covered(HOSTILE, "1", rule, kind, HOSTILE, HOSTILE, FILE, line, level)


def page_of(*goals: Covered) -> str:
    found = Coverage((HOSTILE,), 3, goals, {FILE: TEXT})
    return render_coverage_page(found, {kind: found.number(kind) for kind in KINDS})


def test_hostile_rules_stand_on_the_page_as_text():
    page = page_of(goal(2, "untried"), goal(3, "come to"), goal(4, "asserted"))
    read = Page(page)
    assert not set(read.tags) & {"script", "img", "iframe", "object", "form", "link"}
    assert not any(name.startswith("on") or name == "src" for name, _ in read.attributes)
    assert [value for name, value in read.attributes if name == "href"] == ["#file-1"]
    told = "".join(read.words)
    assert "</code></li><img src=x onerror=alert(1)>" in told
    assert "{{ 7*7 }}" in told
    assert "49" not in told
    assert not re.search("[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]", page)
    assert "default-src 'none'" in page
    assert not re.search(r"https?://", page)


def test_every_line_stands_once_in_its_place_with_its_sign():
    page = page_of(goal(3, "untried"), goal(4, "asserted"), goal(4, "come to"))
    items = re.findall(r'<li(?: class="(\w+)")?><span class="sign">.*?<span class="n">(\d+)</span>', page)
    assert [(number, level) for level, number in items] == [("1", ""), ("2", ""), ("3", "untried"), ("4", "partly")]
    assert 'aria-label="0 of 1 asserted">✗' in page
    assert 'aria-label="1 of 2 asserted">◐' in page


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((), ""),
        (("asserted", "asserted"), "asserted"),
        (("asserted", "untried"), "partly"),
        (("come to", "untried"), "unseen"),
        (("untried",), "untried"),
    ],
)
def test_a_line_is_as_far_as_its_goals(levels, expected):
    assert level_of([goal(1, level) for level in levels]) == expected


def test_rules_that_never_fire_are_told_first_and_whole_ones_not_at_all():
    whole = [goal(1, "asserted", rule="whole", kind="rules"), goal(2, "asserted", rule="whole")]
    fires = [goal(3, "asserted", rule="fires", kind="rules"), goal(4, "untried", rule="fires")]
    unseen = [goal(5, "come to", rule="unseen", kind="rules"), goal(6, "asserted", rule="unseen")]
    never = [goal(7, "untried", rule="never", kind="rules"), goal(8, "asserted", rule="never")]
    assert [goals[0].rule for goals in worst_first([*whole, *fires, *unseen, *never])] == ["never", "unseen", "fires"]


def test_of_no_goals_all_are_asserted():
    assert Number(0, 0, 0).percent == 100
    assert Number(3, 3, 2).percent == 66
