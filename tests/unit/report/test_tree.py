"""Explanations as trees: nothing is told twice, and nothing that lacks goes untold."""

from __future__ import annotations

from datetime import date

from assessor.domain.explanation import Explained
from assessor.report.tree import render_explanation, render_reasons
from tests.unit.report.made import CALM, EXPLANATION, draw


def whole(*parts, width=100):
    return draw(render_explanation(parts or EXPLANATION, title="why"), width)


def test_a_rule_tells_its_outcome_its_rationale_and_the_condition_that_joins():
    assert "[met] Contested became Advancing on 2025-10-31 (rule advances): all of" in whole()
    assert "because results are sustained" in whole()


def test_a_condition_tells_value_threshold_and_why_it_is_there():
    text = whole()
    assert "found crossings 9 persons (2026-03); at most 10 asked" in text
    assert "bound Ten is what one post can handle." in text


def test_a_condition_that_fails_tells_what_it_lacks():
    assert "lacks 1 more event\n" in whole()


def test_a_finding_and_its_only_rule_are_one_node():
    assert whole().count("[not met] finding storm") == 1


def test_a_rule_explained_before_is_named_and_not_unfolded_again():
    text = whole()
    assert text.count("crossings: latest at most 10") == 1
    assert text.count("[met] finding calm (rule calmer)  see above") == 1


def test_the_same_rule_on_another_day_is_unfolded_again():
    earlier = CALM.model_copy(update={"day": date(2025, 10, 31)})
    assert whole(CALM, earlier).count("crossings: latest at most 10") == 2


def test_reasons_hold_what_is_met_and_no_evidence():
    text = draw(render_reasons(EXPLANATION, title="why"))
    assert text.splitlines() == [
        "why",
        "├── Contested became Advancing on 2025-10-31: results are sustained",
        "│   └── calm: crossings fell by 90 percent",
        "└── trend: Improving: calm lasts",
        "    └── calm  see above",
    ]


def test_a_tree_without_unicode_is_drawn_in_ascii():
    assert draw(render_explanation(EXPLANATION, title="why"), encoding="ascii").isascii()


def test_two_rules_of_one_finding_both_show():
    one, two = (CALM.model_copy(update={"rule": rule}) for rule in ("first", "second"))
    text = whole(Explained(text="finding calm", outcome="met", parts=(one, two)))
    assert "(rule first)" in text
    assert "(rule second)" in text
