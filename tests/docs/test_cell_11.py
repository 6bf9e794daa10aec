"""The note on cell 11 states what the shipped rules and evidence give."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from assessor.cli.options import shipped_framework
from assessor.intake.read import read_evidence
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeTransition
from assessor.ruleset.load import load_ruleset
from tests.docs.pages import DOCS, tables_in

NOTE = (DOCS / "cell-11.md").read_text(encoding="utf-8")
TABLE, TRANSITIONS = tables_in(NOTE)[:2]


def status_of(dimension):
    why = f" ({dimension['why']})" if dimension["status"] == "undetermined" else ""
    return f"{dimension['dimension']} {dimension['status']}{why}"


def test_the_rows_of_the_note_are_those_of_the_demo(demo):
    seen = [
        {
            "as of": row["as_of"],
            "trajectory": row["trajectory"],
            "qualifiers": ", ".join(row["qualifiers"]),
            "trend": row["trend"],
            "statuses": "; ".join(status_of(dimension) for dimension in row["dimensions"]),
        }
        for row in demo["assessments"]
    ]
    assert seen == TABLE
    assert not any(row["alternatives"] for row in demo["assessments"])


def test_the_confidence_of_the_last_row_has_the_reasons_that_the_note_gives(demo):
    last = demo["assessments"][-1]
    reasons = "; ".join(step["rule"] or step["reason"] for step in last["confidence_steps"])
    assert f"Confidence on {last['as_of']}: {last['confidence']}: {reasons}.\n" in NOTE


def test_each_transition_of_the_note_has_its_day_and_rule(demo):
    told = [f"{row['transition']} {row['first day']}" for row in TRANSITIONS]
    begun = demo["assessments"][-1]["history"]
    seen = [
        f"{before['state']} to {after['state']} (`{after['rule']}`) {after['day']}" for before, after in pairwise(begun)
    ]
    assert seen == told


def test_the_note_counts_rules_and_evidence_right(demo):
    rules = load_ruleset(shipped_framework()).require().rules_of("11").rules
    findings = [rule.then.finding for rule in rules if isinstance(rule.then, ConcludeFinding)]
    moves = sum(isinstance(rule.then, ConcludeTransition) for rule in rules)
    batches = [read_evidence(path) for path in sorted((shipped_framework() / "evidence").glob("*.yaml"))]
    items = {kind: sum(len(getattr(b, kind)) for b in batches) for kind in ("signals", "readings", "sources", "feeds")}
    last = demo["assessments"][-1]
    known = Counter(item["kind"] for item in last["read_set"]["items"])
    assert (
        f"Rules: {len(rules)} ({len(set(findings))} findings by {len(findings)} rules, {moves} transitions). "
        f"Evidence: {items['signals']} signals, {items['readings']} readings "
        f"({known['reading']} of them known by {last['as_of']}), {items['sources']} sources, {items['feeds']} feeds. "
        f"Support {len(last['support'])}, read set {last['read_set']['count']}.\n"
    ) in NOTE
    events = Counter(s.event for b in batches for s in b.signals if s.event is not None)
    tried = sum(items.values()) + sum(count > 1 for count in events.values())
    assert f"\n{tried} tried (every signal, source, reading and feed, and each event with all its records).\n" in NOTE
