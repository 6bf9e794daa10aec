"""
One evaluation of one cell: from ruleset, evidence and a day to a verdict with its support.

The door of the engine. A verdict depends on (ruleset, evidence, as of) and nothing else:
no clock, no I/O, no randomness, no order of arrival.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from assessor.domain.assessment import ItemReference, Verdict
from assessor.engine.support import support_of
from assessor.engine.timeline import prepare_all, refold
from assessor.engine.verdict import verdict_of
from assessor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assessor.domain.known import Evidence, ItemKey
    from assessor.engine.fold import Infers
    from assessor.engine.memory import Memory
    from assessor.engine.prepare import Prepared
    from assessor.engine.timeline import Timeline
    from assessor.ruleset.model import Ruleset


@dataclass(frozen=True, eq=False)
class Evaluation:
    """
    A verdict and all that explains it.

    Attributes:
        support: The items the verdict rests on, by kind and id.
        read_set: Every item that any selector matched, and the trajectories of other cells read.
        read_digest: `sha256:` over the read set's kinds, ids and digests.
        timeline: The folds behind it, for explanations.
    """

    ruleset: Ruleset
    evidence: Evidence
    cell: str
    as_of: date
    verdict: Verdict
    support: tuple[ItemReference, ...]
    read_set: tuple[ItemReference, ...]
    read_digest: str
    timeline: Timeline

    @property
    def prepared(self) -> Prepared:
        """The columns of the cell judged."""
        return self.timeline.prepared[self.cell]


def evaluate(
    ruleset: Ruleset, evidence: Evidence, cell: str, as_of: date, engine: Infers, memory: Memory | None = None
) -> Evaluation:
    """
    Judge a cell on a day.

    Args:
        evidence: What was known.
        as_of: The day judged, not before the framework's epoch.
        engine: The inference to use; it is asked for every step, also of what is remembered.
        memory: What was evaluated before; with it, what did not change is not evaluated again.

    Raises:
        UsageError: The cell is not in the ruleset, or the day lies before the epoch.
        EvidenceInvalidError: Records of one event have dates that share no day.
        EngineError: The inference failed.
    """
    if not ruleset.has_cell(cell):
        known = ", ".join(c.cell for c in ruleset.cells)
        message = f"cell `{cell}` is not in framework `{ruleset.framework.framework}`; it has {known}"
        raise UsageError(message)
    if as_of < ruleset.framework.epoch:
        message = f"as of {as_of}: the timeline begins on {ruleset.framework.epoch}; choose a later day"
        raise UsageError(message)
    remembered = memory.recall(ruleset, evidence, cell, as_of) if memory is not None else None
    if remembered is not None:
        remembered.timeline.ask_again(engine)
        return remembered
    near = memory.nearest(ruleset, evidence, cell, as_of) if memory is not None else None
    timeline = _fold(ruleset, evidence, cell, as_of, engine, near.timeline if near is not None else None)
    evaluation = _evaluate(ruleset, evidence, cell, timeline)
    if memory is not None:
        memory.keep(evaluation)
    return evaluation


def evaluate_prepared(ruleset: Ruleset, cell: str, prepared: Mapping[str, Prepared], engine: Infers) -> Evaluation:
    """
    Judge a cell from columns that are known.

    Args:
        prepared: The cell and all it reads, by plans of this ruleset, in the order of evaluation.
    """
    evidence = prepared[cell].case.evidence
    return _evaluate(ruleset, evidence, cell, refold(ruleset, prepared, engine))


def _fold(
    ruleset: Ruleset, evidence: Evidence, cell: str, as_of: date, engine: Infers, near: Timeline | None
) -> Timeline:
    """Fold a cell and what it reads, on from the first day on which something comes out otherwise than before."""
    prepared = prepare_all(ruleset, evidence, (cell,), as_of, near.prepared if near is not None else None)
    done = near.days_alike(prepared) if near is not None else 0
    return near.go_on(prepared, done, engine) if near is not None and done else refold(ruleset, prepared, engine)


def _evaluate(ruleset: Ruleset, evidence: Evidence, cell: str, timeline: Timeline) -> Evaluation:
    support = support_of(timeline, cell)
    versions = tuple(evidence.versions[key] for key in sorted(_with_sources(evidence, support.items)))
    upstream = tuple(_cell_reference(timeline, c) for c in sorted(support.cells))
    read = _read_set(evidence, timeline, cell)
    return Evaluation(
        ruleset=ruleset,
        evidence=evidence,
        cell=cell,
        as_of=timeline.folds[cell].last.day,
        verdict=verdict_of(ruleset, timeline, cell, versions),
        support=(*(version.reference for version in versions), *upstream),
        read_set=read,
        read_digest=_digest(read),
        timeline=timeline,
    )


def core(verdict: Verdict) -> tuple[object, ...]:
    """Return what counts as *the verdict* where two are compared: state, qualifiers, trend, confidence, standing."""
    return (
        verdict.trajectory,
        verdict.last_supported,
        verdict.qualifiers,
        verdict.trend,
        verdict.confidence,
        verdict.standing,
        verdict.alternatives,
    )


def _with_sources(evidence: Evidence, keys: frozenset[ItemKey]) -> frozenset[ItemKey]:
    """Add the sources of signals and readings, and what those derive from."""
    versions, found, open_keys = evidence.versions, set(keys), set(keys)
    while open_keys:
        named = {source for key in open_keys for source in versions[key].sources}
        open_keys = {source for source in named - found if source in versions}
        found |= open_keys
    return frozenset(found)


def _cell_reference(timeline: Timeline, cell: str) -> ItemReference:
    return ItemReference(kind="cell", id=cell, version=1, digest=timeline.upstream[cell].digest)


def _read_set(evidence: Evidence, timeline: Timeline, cell: str) -> tuple[ItemReference, ...]:
    matched = frozenset().union(*(p.matched for p in timeline.prepared.values()))
    items = [evidence.versions[key].reference for key in sorted(_with_sources(evidence, matched))]
    return (*items, *(_cell_reference(timeline, c) for c in sorted(timeline.folds) if c != cell))


def _digest(references: tuple[ItemReference, ...]) -> str:
    lines = [reference.content for reference in references]
    return "sha256:" + sha256("\n".join(lines).encode()).hexdigest()
