"""Two verdicts compared: every difference is told, in the glossary's words, most important first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from assessor.domain.assessment import FindingOutcome, ItemReference, OutcomeWord, UnknownGuard
from assessor.engine.compare import ORDER, WORDING, compare, compare_items
from assessor.engine.evaluate import core
from assessor.engine.facets import CORE, DETAILS, PARTS
from tests.unit.report.made import INSUFFICIENT, VERDICT

WORDS = {
    "outcome": get_args(OutcomeWord),
    "active": get_args(OutcomeWord),
    "confidence": ("high", "moderate", "low"),
    "standing": ("sufficient", "insufficient"),
    "step": ("up", "down"),
    "computed": (),
}


MAY_BE_ABSENT = {"trajectory", "last_supported", "trend", "rule", "about"}


def altered(name: str, value: Any) -> list[Any]:
    """Return values that differ from one in a single place each, of a kind that the field admits."""
    absent = [None] if name in MAY_BE_ABSENT and value is not None else []
    if name in WORDS:
        return [word for word in WORDS[name] if word != value]
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return absent + [value.model_copy(update={f: v}) for f in fields for v in altered(f, getattr(value, f))]
    if isinstance(value, tuple):
        shorter = [value[:n] + value[n + 1 :] for n in range(len(value))]
        inner = [(*value[:n], v, *value[n + 1 :]) for n, one in enumerate(value) for v in altered(name, one)]
        return [*shorter, *inner, *([value[::-1]] if len(set(value)) > 1 else [])]
    if isinstance(value, date):
        return [value + timedelta(days=1)]
    return [*absent, f"{value} and more"] if isinstance(value, str) else []


calm, *others = VERDICT.findings
WHOLE = VERDICT.model_copy(update={"findings": (calm.model_copy(update={"about": "calm"}), *others)})
VARIANTS = [(base, after) for base in (WHOLE, INSUFFICIENT.verdict) for after in altered("", base)]
"""Verdicts in which every field says something, each with what it is when one of them says something else."""


def told(before, after):
    return [str(change) for change in compare(before, after)]


def test_equal_verdicts_have_no_change():
    assert compare(VERDICT, VERDICT.model_copy(deep=True)) == ()


def test_whatever_differs_is_told():
    assert len(VARIANTS) > 150
    assert all(before != after for before, after in VARIANTS)
    assert not [after for before, after in VARIANTS if not compare(before, after)]


def test_what_makes_another_verdict_is_told_as_such_and_nothing_else_is():
    for before, after in VARIANTS:
        changes = compare(before, after)
        told_as_core = any(c.part in CORE or (c.part == ORDER and c.about in CORE) for c in changes)
        assert told_as_core == (core(before) != core(after)), changes


def test_every_part_has_a_place():
    parts = {change.part for before, after in VARIANTS for change in compare(before, after)}
    assert parts == {*PARTS, *DETAILS, ORDER}


@pytest.mark.parametrize(
    ("update", "says"),
    [
        ({"trajectory": "Contested"}, "trajectory: Advancing became Contested"),
        ({"trajectory": None}, "trajectory: Advancing became none"),
        ({"trend": None}, "trend: Improving with episodic shocks became none"),
        ({"qualifiers": ()}, "qualifier with bilateral friction: gone"),
        ({"qualifiers": ("with bilateral friction", "with haste")}, "qualifier with haste: new"),
        ({"confidence": "low"}, "confidence: moderate became low"),
        ({"alternatives": ("Contested", "Reversing")}, "alternative Reversing: new"),
        ({"standing": "insufficient"}, "standing: sufficient became insufficient"),
        ({"leans_on": ("backfill",)}, "leans on look-ahead: gone"),
        ({"unknowns": VERDICT.unknowns[:2]}, "unknown c: gone"),
        ({"findings": (FindingOutcome(finding="gale", outcome="met"),)}, "finding gale: new, met"),
        ({"findings": VERDICT.findings[:2]}, "finding drift: gone, was unknown"),
    ],
)
def test_a_change_is_told_in_the_words_of_the_glossary(update, says):
    assert says in told(VERDICT, VERDICT.model_copy(update=update))


def test_the_status_of_a_dimension_is_told_with_why_it_is_undetermined():
    calm, trade = VERDICT.dimensions
    after = calm.model_copy(update={"status": "undetermined", "why": "stale", "rule": None})
    assert told(VERDICT, VERDICT.model_copy(update={"dimensions": (after, trade)})) == [
        "dimension calm: advancing became undetermined: stale",
        "rules of dimension calm: gone, was calmer",
    ]


def test_a_step_of_confidence_is_told_by_what_it_is_for():
    stale, *others = VERDICT.confidence_steps
    newer = stale.model_copy(update={"reason": "stale: crossings (latest 2025-09)"})
    assert told(VERDICT, VERDICT.model_copy(update={"confidence_steps": (newer, *others)})) == [
        "confidence step for stale: down: crossings (latest 2025-08) became down: crossings (latest 2025-09)"
    ]


def test_the_most_important_comes_first():
    after = VERDICT.model_copy(
        update={"history": (), "findings": (), "alternatives": (), "trend": "Steady", "trajectory": "Contested"}
    )
    parts = list(dict.fromkeys(change.part for change in compare(VERDICT, after)))
    assert parts == ["trajectory", "trend", "alternative", "finding", "state", "rules"]


def test_another_order_of_a_list_is_a_change_of_its_own():
    before = VERDICT.model_copy(update={"qualifiers": ("one", "two")})
    after = VERDICT.model_copy(update={"qualifiers": ("two", "one")})
    assert told(before, after) == ["order qualifier: one, two became two, one"]


def test_lists_that_only_cut_their_words_elsewhere_differ_all_the_same():
    dimension = VERDICT.dimensions[1]
    before, after = (
        VERDICT.model_copy(update={"dimensions": (dimension.model_copy(update={"settle": settle}),)})
        for settle in (("a", "b; c"), ("a; b", "c"))
    )
    (change,) = compare(before, after)
    assert change.part == WORDING


def test_the_same_thing_twice_in_a_list_is_told_twice():
    guard = UnknownGuard(rule="turns", source="A", target="B", first=date(2025, 1, 1), last=date(2025, 1, 2))
    before, after = (VERDICT.model_copy(update={"unknown_guards": (guard,) * times}) for times in (2, 3))
    assert told(before, after) == ["in doubt turns, A to B (3): new, 2025-01-01 to 2025-01-02"]


def test_items_are_compared_by_version_and_content():
    strike, calm, other = (
        ItemReference(kind="signal", id=name, version=1, digest=f"sha256:{digit * 64}")
        for name, digit in (("strike", "1"), ("calm", "2"), ("other", "3"))
    )
    newer = strike.model_copy(update={"version": 2, "digest": f"sha256:{'4' * 64}"})
    assert [str(c) for c in compare_items("support", (strike, calm), (newer, other))] == [
        "support signal strike: version 1, sha256:111111111111 became version 2, sha256:444444444444",
        "support signal calm: gone, was version 1, sha256:222222222222",
        "support signal other: new, version 1, sha256:333333333333",
    ]
    assert compare_items("support", (strike, calm), (calm, strike)) == ()
