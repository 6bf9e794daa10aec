"""
Whole histories: the door of the timeline evaluator.

Cells are folded one after the other, each over all days, after those it reads on the same day. A cycle is
closed by an edge that reads the day before: what it reads is assumed at first, and put right from the first
day on that came out otherwise, until nothing does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.engine.histories.folded import fold
from assessor.engine.histories.history import History
from assessor.engine.histories.others import is_same, nothing_seen
from assessor.engine.strata import edges
from assessor.engine.timeline import prepare_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from assessor.domain.known import Evidence, EvidenceVersion, ItemKey
    from assessor.engine.day_record import Move
    from assessor.engine.evaluate import Evaluation
    from assessor.engine.histories.folded import Folded
    from assessor.engine.histories.others import StateSets
    from assessor.engine.prepare import Prepared
    from assessor.ruleset.model import Ruleset


@dataclass(frozen=True, eq=False)
class Histories:
    """
    Cells, and all they read, over all days.

    Attributes:
        folded: Each cell, in the order of evaluation.
    """

    ruleset: Ruleset
    evidence: Evidence
    folded: Mapping[str, Folded]

    def of(self, cell: str) -> History:
        """Return the history of one of the cells."""
        return History(self.folded[cell])

    def under(self, evidence: Evidence) -> Histories:
        """
        Return the same under other evidence, at the cost of what differs.

        Only conditions that see a difference are evaluated again, and a cell is folded again from the
        first day on which something that a guard reads is not as it was.
        """
        prepared = {cell: folded.prepared.under(evidence) for cell, folded in self.folded.items()}
        return self._folded_on(prepared)

    def varied(self, *, added: Collection[EvidenceVersion] = (), gone: Collection[ItemKey] = ()) -> Histories:
        """
        Return the same with items added and taken away, at the cost of what they touch.

        Args:
            added: New items; an added source is cited by added items alone.
            gone: Signals, readings and feeds.
        """
        prepared = {cell: folded.prepared.varied(added=added, gone=gone) for cell, folded in self.folded.items()}
        return self._folded_on(prepared)

    def _folded_on(self, prepared: Mapping[str, Prepared]) -> Histories:
        (evidence, *_) = (ready.case.evidence for ready in prepared.values())
        return Histories(self.ruleset, evidence, fold_all(self.ruleset, prepared, self.folded))


def histories_of(ruleset: Ruleset, evidence: Evidence, cells: Iterable[str], last: date) -> Histories:
    """
    Evaluate cells, and all they read, on every day from the epoch to `last`.

    Args:
        evidence: What was known.
        last: The last day judged; not before the epoch.

    Raises:
        EvidenceInvalidError: Records of one event have dates that share no day.
    """
    prepared = prepare_all(ruleset, evidence, cells, last)
    return Histories(ruleset, evidence, fold_all(ruleset, prepared, {}))


def histories_behind(evaluation: Evaluation) -> Histories:
    """Return the histories, up to the day judged, of a cell that was evaluated and of the cells it reads."""
    timeline, ruleset = evaluation.timeline, evaluation.ruleset
    guess = {cell: fold.moves for cell, fold in timeline.folds.items()}
    return Histories(ruleset, evaluation.evidence, fold_all(ruleset, timeline.prepared, {}, guess))


def fold_all(
    ruleset: Ruleset,
    prepared: Mapping[str, Prepared],
    known: Mapping[str, Folded],
    guess: Mapping[str, Sequence[Move]] | None = None,
) -> dict[str, Folded]:
    """
    Fold prepared cells, given in the order of evaluation.

    Args:
        known: Earlier folds of the same cells by the same plans over the same days.
        guess: Without those, transitions that each may take.
    """
    order = list(prepared)
    read_early = {read for place, cell in enumerate(order) for read, _ in edges(ruleset, cell) if read in order[place:]}
    is_read = {read for cell in order for read, _ in edges(ruleset, cell)}
    length = next(iter(prepared.values())).calendar.length
    assumed: dict[str, StateSets] = {c: known[c].issued if c in known else nothing_seen(length) for c in read_early}
    folded: dict[str, Folded] = dict(known)
    while True:
        seen: dict[str, StateSets] = dict(assumed)
        for cell, ready in prepared.items():
            folded[cell] = fold(ready, seen, known=folded.get(cell), guess=(guess or {}).get(cell))
            if cell in is_read:
                seen[cell] = folded[cell].issued
        if all(is_same(assumed[cell], seen[cell]) for cell in assumed):
            return {cell: folded[cell] for cell in order}
        assumed = {cell: seen[cell] for cell in assumed}
