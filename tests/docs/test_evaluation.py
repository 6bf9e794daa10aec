"""The page on verdicts: its tables are the program's, and the example worked by hand comes out as it says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any, get_args

import pytest

from assessor.bootstrap import open_assessor
from assessor.domain.assessment import EngineUse, Leaning, Verdict
from assessor.domain.kleene import Count, Kleene, all_of, any_of, negate
from assessor.engine.decisive import decisive_items
from assessor.engine.evaluate import evaluate
from assessor.engine.inference import CrossChecked, NativeEngine
from assessor.engine.statuses import UNDETERMINED
from assessor.intake.read import read_evidence
from assessor.ruleset.bounds import CountBound
from assessor.ruleset.load import load_ruleset
from assessor.services.initialise import initialise
from assessor.services.known_evidence import read_evidence_at
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from tests.docs.pages import DOCS, lay_out_files, sections_of, tables_in
from tests.docs.snippets import FRAMEWORK, GUIDE

TEXT = (DOCS / "evaluation.md").read_text(encoding="utf-8")
CHAPTERS = sections_of(TEXT, 2)
EXAMPLE = CHAPTERS["An example by hand"]
(ROWS,) = tables_in(EXAMPLE)
WORDS = {outcome.word: outcome for outcome in Kleene}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """The guide's evidence as the log keeps it: what was known at a day."""
    folder = tmp_path_factory.mktemp("example")
    lay_out_files(GUIDE, folder)
    ruleset = load_ruleset(folder / FRAMEWORK).require()
    with open_assessor(str(folder / "example.db"), "reader") as assessor:
        initialise(assessor, "assessor.example/log")
        publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
        for name in ("desk.yaml", "calls.csv"):
            record_batch(assessor, read_evidence(folder / FRAMEWORK / "evidence" / name))

        def at(day: str):
            moment = datetime.combine(date.fromisoformat(day), time.max, tzinfo=UTC)
            with assessor.database.read() as tx:
                return ruleset, read_evidence_at(tx, tx.log.size(), moment)

        yield at


def judge(known, as_of, known_at="2025-08-31"):
    ruleset, evidence = known(known_at)
    return evaluate(ruleset, evidence, "north", date.fromisoformat(as_of), CrossChecked(NativeEngine(), None))


def seen(evaluation) -> dict[str, str]:
    """Return what the example's table tells of a day."""
    findings = {finding.finding: finding.outcome for finding in evaluation.verdict.findings}
    counts: dict[str, Any] = {}
    for condition, leaf in zip(evaluation.prepared.plan.leaves, evaluation.prepared.leaves, strict=True):
        if hasattr(condition, "signals"):
            counts[condition.signals.dimension[0]] = leaf.tally(evaluation.as_of).count
    verdict = evaluation.verdict
    return {
        "as of": str(evaluation.as_of),
        "stretches": f"{counts['channel']}: {findings['channel-cleared']}",
        "ships": findings["ships-return"],
        "strike": f"{counts['quays']}: {findings['work-stopped']}",
        "trajectory": verdict.trajectory or "none",
        "alternatives": ", ".join(verdict.alternatives) or "none",
        "qualifiers": ", ".join(verdict.qualifiers) or "none",
        "confidence": verdict.confidence,
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["as of"])
def test_each_day_of_the_example_comes_out_as_worked_by_hand(known, row):
    assert seen(judge(known, row["as of"])) == row


def test_the_days_that_the_example_names_are_those_on_which_something_changes(known):
    fold = judge(known, "2025-08-05").timeline.folds["north"]
    assert [(str(m.day), m.target) for m in fold.moves] == [("2025-04-20", "Limited"), ("2025-07-06", "Open")]
    doubts = [(d.target, str(d.first), str(d.last)) for d in fold.doubts]
    assert doubts == [("Limited", "2025-04-01", "2025-04-19"), ("Open", "2025-06-20", "2025-07-05")]
    with_others = {str(record.day) for record in fold.days if len(record.could_be) > 1}
    assert (min(with_others), max(with_others), len(with_others)) == ("2025-04-01", "2025-07-05", 19 + 16)
    findings = fold.plan.before.findings
    changes = {
        finding: [
            str(day.day)
            for earlier, day in pairwise(fold.days)
            if earlier.before[findings[finding]] != day.before[findings[finding]]
        ]
        for finding in findings
    }
    assert changes["channel-cleared"] == ["2025-04-01", "2025-04-20"]
    assert changes["work-stopped"] == ["2025-05-12", "2025-06-20", "2025-07-06", "2025-08-01"]
    assert changes["ships-return"] == ["2025-03-31", "2025-05-31", "2025-06-30"]


def test_confidence_steps_down_for_what_the_example_says(known):
    steps = {day: [s.reason for s in judge(known, day).verdict.confidence_steps] for day in (r["as of"] for r in ROWS)}
    alternative, quays = "unknown guards could have led to", "undetermined: quays"
    register = "a single origin, port-register, under the transition to Open"
    assert steps == {
        "2025-03-01": [quays],
        "2025-03-31": [],
        "2025-04-10": [f"{alternative} Limited"],
        "2025-04-20": [],
        "2025-05-25": [],
        "2025-06-10": [quays],
        "2025-06-25": [f"{alternative} Open", quays],
        "2025-07-06": [register],
        "2025-08-05": [register],
    }


def test_known_on_the_day_itself_the_example_has_no_alternative(known):
    then = seen(judge(known, "2025-04-10", known_at="2025-04-10"))
    assert (then["stretches"], then["alternatives"], then["confidence"]) == ("1: not met", "none", "high")


def test_decisive_are_the_items_that_the_example_names(known):
    evaluation = judge(known, "2025-07-06")
    decisive = {f"{kind} {item}" for kind, item in decisive_items(evaluation)}
    assert decisive == {"signal outer-stretch", "signal inner-stretch", "reading calls/2025-06", "feed desk"}
    support = {item.id for item in evaluation.support}
    assert support >= {"crane-strike", "calls/2025-03", "calls/2025-04", "calls/2025-05"}


def test_the_tables_of_kleenes_logic_are_right():
    logic, counts = tables_in(CHAPTERS["Three values"])
    for row in logic:
        a, b = WORDS[row["a"]], WORDS[row["b"]]
        assert (row["all of a, b"], row["any of a, b"]) == (all_of((a, b)).word, any_of((a, b)).word)
        assert row["not a"] == negate(a).word
    assert len(logic) == 6
    pairs = {"(2, 2)": Count(2, 2), "(1, 3)": Count(1, 3), "(2, no bound)": Count(2, None), "(0, 1)": Count(0, 1)}
    for row, bound in zip(counts, (CountBound(at_least=2), CountBound(at_most=2)), strict=True):
        assert row == {"asked": str(bound)} | {text: bound.holds(pair).word for text, pair in pairs.items()}
    assert (str(Count(2, 5)), str(Count(2, None))) == ("2 to 5", "2 or more")


def test_every_part_of_a_verdict_is_told():
    (parts,) = tables_in(TEXT.partition("\n## ")[0])
    told = {name.strip("` ") for row in parts for name in row["part"].split(",")}
    assert told == set(Verdict.model_fields)
    assert all(f"`{leaning}`" in TEXT for leaning in get_args(Leaning))
    assert {name for name in EngineUse.model_fields if f"`{name}`" in CHAPTERS["Two engines"]} >= {"engines", "reason"}


def test_every_reason_for_an_undetermined_dimension_is_told():
    (rows,) = tables_in(CHAPTERS["Firsts"])
    assert [row["`why`"].strip("`") for row in rows] == ["not due", "stale", "unknown", "not observed"]
    assert f"*{UNDETERMINED}*" in CHAPTERS["Firsts"]
