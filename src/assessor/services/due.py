"""
Which cells are due: those that something recorded since their latest assessment touches.

It is derived from the record alone and kept nowhere, so that whatever dies half-way leaves the
list as it is true. Time that passes makes no cell due.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.audit import Cause
from assessor.domain.touch import Touch
from assessor.engine.concern import names_read
from assessor.services.publish_ruleset import in_force, load_dependents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from assessor.ruleset.model import Ruleset
    from assessor.services.publish_ruleset import PublishedRuleset
    from assessor.store.assessments import AssessmentRow
    from assessor.store.unit_of_work import ReadTransaction

MOST_CAUSES: Final = 1_000
"""How many entries a cause names; of more, the last."""

_MOST_LOOKED_AT: Final = 256
"""Entries that are looked at one by one; of more, those are found that hold what a cell can read."""


@dataclass(frozen=True, slots=True)
class Due:
    """
    A cell whose latest assessment was overtaken.

    Attributes:
        before: Its latest assessment.
        entries: What was recorded since and touches it, or a cell it reads: evidence, or the rules now in force.
    """

    cell: str
    before: AssessmentRow
    entries: tuple[int, ...]

    @property
    def cause(self) -> Cause:
        """What an assessment made for it names as its cause."""
        return Cause.by_entries(self.entries[-MOST_CAUSES:])


def find_due(tx: ReadTransaction, day: date, cells: Iterable[str] | None = None) -> tuple[Due, ...]:
    """
    Return the cells that are due on a day, in the order of the ruleset in force.

    A cell that was never assessed is not due.

    Args:
        cells: Those asked for; all where absent.

    Raises:
        RulesetNotFoundError: Cells were assessed, and no ruleset is in force.
    """
    latest = tx.assessments.latest(cells)
    size = tx.log.size()
    if not any(row.log_size < size for row in latest.values()):
        return ()
    rules = in_force(tx, day, size)
    return _find(tx, rules, _candidates(tx, rules, latest), latest)


def find_due_by(tx: ReadTransaction, day: date, entries: Sequence[int]) -> tuple[Due, ...]:
    """
    Return those of the cells that are due which some entries made due.

    What it costs grows with the cells that these touch, not with all; rules touch all.

    Args:
        entries: Entries of evidence, or of rules, in their order.
    """
    if not entries or tx.rulesets.in_force(day, tx.log.size()) is None:
        return ()
    rules = in_force(tx, day, tx.log.size())
    reached = reached_since(tx, rules, entries[0])
    if rules.entry_index in entries:
        reached = tuple(load_dependents(tx, rules.digest).cells)
    latest = tx.assessments.latest(reached)
    due = _find(tx, rules, [cell for cell in reached if cell in latest], latest)
    return tuple(one for one in due if not set(entries).isdisjoint(one.entries))


def _find(
    tx: ReadTransaction, rules: PublishedRuleset, cells: Iterable[str], latest: Mapping[str, AssessmentRow]
) -> tuple[Due, ...]:
    """Return those of some cells that are due, in their order."""
    found = ((cell, latest[cell], entries_after(tx, rules, latest[cell])) for cell in cells)
    return tuple(Due(cell, row, entries) for cell, row, entries in found if entries)


def entries_after(tx: ReadTransaction, rules: PublishedRuleset, row: AssessmentRow) -> tuple[int, ...]:
    """Return the entries that an assessment does not know and that touch its cell; other rules are one."""
    entries = entries_since(tx, rules.ruleset, row.cell, row.log_size)
    if rules.entry_index >= row.log_size and rules.digest != row.ruleset_digest:
        entries = sorted((*entries, rules.entry_index))
    return tuple(entries)


def entries_since(tx: ReadTransaction, ruleset: Ruleset, cell: str, first: int) -> list[int]:
    """Return the entries from `first` on that hold a version of what the evaluation of a cell can read."""
    keys = tx.touches.touching(names_read(ruleset, cell))
    if tx.log.size() - first > _MOST_LOOKED_AT:
        return tx.touches.recorded_since(keys | _sources_under(tx, keys), first)
    since = tx.evidence.recorded_since(first)
    return [index for index, key in since if key in keys or (key[0] == "source" and _is_under(tx, key, keys))]


def _is_under(tx: ReadTransaction, source: tuple[str, str], keys: set[tuple[str, str]]) -> bool:
    """Return whether some items cite a source in any version, or one that was made from it."""
    found, above = {source}, {source}
    while above:
        above = tx.touches.citing(name for _, name in above) - found
        if not above.isdisjoint(keys):
            return True
        found |= above
        above = {key for key in above if key[0] == "source"}
    return False


def _sources_under(tx: ReadTransaction, keys: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the sources that items cite in any version, and those that these were made from."""
    found: set[tuple[str, str]] = set()
    while True:
        named = {("source", name) for touches, name in tx.touches.touched_by(keys) if touches == "source"}
        keys = named - found
        if not keys:
            return found
        found |= keys


def _candidates(tx: ReadTransaction, rules: PublishedRuleset, latest: Mapping[str, AssessmentRow]) -> list[str]:
    """Return the cells that anything recorded since the oldest of some assessments can reach."""
    first = min(row.log_size for row in latest.values())
    if rules.entry_index >= first:
        return [cell for cell in load_dependents(tx, rules.digest).cells if cell in latest]
    return [cell for cell in reached_since(tx, rules, first) if cell in latest]


def reached_since(tx: ReadTransaction, rules: PublishedRuleset, first: int) -> tuple[str, ...]:
    """Return the cells that the evidence of entries from `first` on can reach, in the order of a ruleset."""
    touched = tx.touches.touched_since(first) | _touched_through(tx, tx.touches.sources_since(first))
    return load_dependents(tx, rules.digest).affected(touched)


def _touched_through(tx: ReadTransaction, sources: set[str]) -> set[Touch]:
    """Return what is touched by the items that sources stand under, however far down."""
    found: set[Touch] = set()
    seen: set[str] = set()
    while sources:
        seen |= sources
        keys = tx.touches.touching(Touch("source", source) for source in sources)
        found |= tx.touches.touched_by(keys)
        sources = {name for kind, name in keys if kind == "source"} - seen
    return found
