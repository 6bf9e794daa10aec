"""
Evidence taken otherwise, one thing at a time: a tag that another analyst could have given, an item that is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from assessor.domain.known import signal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.evidence import Impact
    from assessor.domain.framework import Framework
    from assessor.domain.known import Evidence, EvidenceVersion, ItemKey
    from assessor.engine.histories import Histories

Kind = Literal["tag", "item"]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """
    A change of one thing in what is known.

    Attributes:
        item: The signal, reading or feed, by its id; `change` what is other, in words.
        gone: What is taken away; `instead`, what stands in its place.
    """

    kind: Kind
    item: str
    change: str
    gone: ItemKey | None = None
    instead: EvidenceVersion | None = None

    def over(self, known: Histories) -> Histories:
        """Return the histories under what is changed."""
        if self.instead is not None:
            return known.varied(added=(self.instead,))
        assert self.gone is not None  # noqa: S101 - one of the two
        return known.varied(gone=(self.gone,))


def otherwise(framework: Framework, evidence: Evidence, cell: str, read: frozenset[ItemKey]) -> Iterator[Otherwise]:
    """
    Yield each single change of what a cell's rules read, and of tags by which it would be read.

    Args:
        read: What any selector of the rules matches.
    """
    for version in (*evidence.signals, *evidence.readings, *evidence.feeds):
        if version.key in read:
            yield Otherwise("item", version.id, "it is not known", gone=version.key)
    for version in evidence.signals:
        yield from _flipped(framework, version, cell)


def _flipped(framework: Framework, version: EvidenceVersion, cell: str) -> Iterator[Otherwise]:
    signal = signal_of(version)
    for place, impact in enumerate(signal.impacts):
        if impact.cell != cell:
            continue
        for change, other in _tagged(framework, impact):
            others = (*signal.impacts[:place], other, *signal.impacts[place + 1 :])
            if len({(i.cell, i.aspect) for i in others}) == len(others):
                item = signal.model_copy(update={"impacts": others})
                instead = replace(version, item=item, digest=f"hypothetical:{version.id}")
                yield Otherwise("tag", version.id, change, instead=instead)


def _tagged(framework: Framework, impact: Impact) -> Iterator[tuple[str, Impact]]:
    declared = (
        ("direction", framework.directions),
        ("aspect", framework.aspects),
        ("stage", framework.stages),
        ("severity", framework.severities),
    )
    for name, known in declared:
        now = getattr(impact, name)
        for word in known:
            if word.id != now and now is not None:
                yield f"{name} {word.id} instead of {now}", impact.model_copy(update={name: word.id})
    for tag in impact.tags:
        yield f"without the tag {tag}", impact.model_copy(update={"tags": tuple(t for t in impact.tags if t != tag)})
