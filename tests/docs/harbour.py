"""The north harbour of the rule authors' guide, judged by other rules and other evidence."""

from __future__ import annotations

import textwrap
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from assessor.domain.evidence import kind_of
from assessor.domain.known import EvidenceVersion, known_at
from assessor.engine.evaluate import evaluate
from assessor.engine.inference import CrossChecked, NativeEngine
from assessor.intake.read import read_evidence
from assessor.ruleset.load import load_ruleset
from tests.docs.pages import lay_out_files
from tests.docs.snippets import FRAMEWORK, GUIDE, NORTH

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.domain.evidence import Item
    from assessor.engine.evaluate import Evaluation

LONG_AGO, LATER = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
WATCHED = "feeds: [{id: desk, title: The desk, watches: [{from: 2020-01-01}]}]\n"
DREDGED = """
- id: dredged
  when: {signals: {tags: dredging}, within: %s, count: {at_least: %d}, reason: made up}
  then: {finding: dredged}
  because: made up
"""


def source(name: str, published: str = "2025-12-31", **more: str) -> str:
    """Return a source as an entry of a batch."""
    further = "".join(f", {key}: {value}" for key, value in more.items())
    return f"  - {{id: {name}, title: A paper, tier: 2, published: {published}{further}}}\n"


def signal(name: str, day: str, told_by: str, tag: str = "dredging", stage: str = "outcome") -> str:
    """Return a signal about the channel as an entry of a batch."""
    impact = f"{{cell: north, dimensions: [channel], direction: advancing, stage: {stage}, tags: [{tag}]}}"
    return f"  - {{id: {name}, title: Work, date: {day}, sources: [{told_by}], impacts: [{impact}]}}\n"


def judge_north(folder: Path, rules: str, evidence: str, as_of: str) -> Evaluation:
    """Judge the harbour by a list of rules and parts of a batch, all of it known."""
    lay_out_files(GUIDE, folder)
    (folder / NORTH).write_text(f"cell: north\nrules:\n{textwrap.indent(rules, '  ')}")
    (folder / "batch.yaml").write_text(f"batch: made-up\nprovenance: made up for a test\n{evidence}")
    file = read_evidence(folder / "batch.yaml")
    items: tuple[Item, ...] = (*file.sources, *file.feeds, *file.signals)
    versions = [EvidenceVersion(kind_of(item), item.id, 1, item, f"sha256:{item.id}", LONG_AGO) for item in items]
    ruleset = load_ruleset(folder / FRAMEWORK).require()
    engine = CrossChecked(NativeEngine(), None)
    return evaluate(ruleset, known_at(versions, LATER), "north", date.fromisoformat(as_of), engine)


def outcomes(evaluation: Evaluation, finding: str) -> dict[date, int]:
    """Return the outcome of a finding on each day of the fold."""
    fold = evaluation.timeline.folds["north"]
    node = fold.plan.before.findings[finding]
    return {record.day: record.before[node] for record in fold.days}
